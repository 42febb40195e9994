/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"

#include "../support/test.h"
#include "server.h"

uint32_t client_now;
bool client_now_known;
unsigned client_random_calls;
bool client_random_fails;

static bool read_clock(void *context, uint32_t *seconds)
{
    (void)context;
    *seconds = client_now;
    return client_now_known;
}

/* Numbers that differ from call to call; nothing here needs them to be secret. */
static tc3_status draw(void *context, uint8_t *bytes, size_t length)
{
    static uint32_t state = 1;
    size_t i;

    (void)context;
    client_random_calls++;
    for (i = 0; i < length; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(state >> 24);
    }
    return client_random_fails ? TC3_ERROR_CONFIG_RANDOM : TC3_OK;
}

static const tc3_clock test_clock = {NULL, read_clock};
static const tc3_random test_random = {NULL, draw};

static void load_anchors(tls_client *client, const char *name)
{
    size_t size;
    int text = strstr(name, ".pem") != NULL;
    const uint8_t *content = server_file(name, text, &size);

    assert_true(size <= sizeof(client->anchors));
    memcpy(client->anchors, content, size);
    client->config.trust_anchors = client->anchors;
    client->config.trust_anchors_size = size;
}

void client_reset(tls_client *client, const char *identity, const char *anchors)
{
    memset(client, 0, sizeof(*client));
    client_now = MIDDLE;
    client_now_known = true;
    client_random_fails = false;
    loopback_init(&client->transport, identity != NULL ? server_port(identity) : 0);
    client->config.transport = &client->transport.io;
    client->config.clock = &test_clock;
    client->config.random = &test_random;
    client->config.session = client->session;
    client->config.session_size = sizeof(client->session);
    load_anchors(client, anchors);
}

void client_init(tls_client *client, const char *identity, const char *anchors)
{
    client_reset(client, identity, anchors);
    CHECK_STATUS(anchors, TC3_OK, tc3_tls_init(&client->tls, &client->config));
}

tc3_status client_connect(tls_client *client, const char *host)
{
    const tc3_io *io = tc3_tls_io(&client->tls);
    tc3_endpoint endpoint = {host, 443};
    tc3_time_budget time = {0, 60000, TC3_ADDRESS_FIRST};
    tc3_status status;

    client->steps = 0;
    do {
        memset(&client->wait, 0xff, sizeof(client->wait));
        status = io->connect(io->context, &endpoint, time, &client->wait);
        client->steps++;
        CHECK(host, client->wait.phase >= TC3_PHASE_RESOLVE);
        CHECK(host, client->wait.phase <= TC3_PHASE_HANDSHAKE);
        if (status == TC3_PENDING)
            loopback_wait(&client->transport, &client->wait);
    } while (status == TC3_PENDING);
    io->explain(io->context, &client->details);
    return status;
}

void client_must_connect(tls_client *client)
{
    tc3_status status = client_connect(client, HOST);

    if (status != TC3_OK)
        print_error("port_error -0x%x, flags 0x%x\n", (unsigned)-client->details.port_error,
                    (unsigned)client->details.tls_verify_flags);
    CHECK_STATUS(HOST, TC3_OK, status);
}

void client_expect(tls_client *client, const char *host, tc3_status status)
{
    CHECK_STATUS(host, status, client_connect(client, host));
    client_close(client);
}

void client_send(tls_client *client, const char *text)
{
    const tc3_io *io = tc3_tls_io(&client->tls);
    size_t length = strlen(text);
    size_t sent;
    tc3_status status;

    while (length > 0) {
        status = io->send(io->context, (const uint8_t *)text, length, &sent, &client->wait);
        if (status == TC3_PENDING) {
            CHECK_INT(text, TC3_PHASE_SEND, client->wait.phase);
            loopback_wait(&client->transport, &client->wait);
            continue;
        }
        CHECK_STATUS(text, TC3_OK, status);
        CHECK(text, sent > 0 && sent <= length);
        text += sent;
        length -= sent;
    }
}

tc3_status client_receive(tls_client *client, uint8_t *bytes, size_t capacity, size_t piece,
                          size_t *received)
{
    const tc3_io *io = tc3_tls_io(&client->tls);
    tc3_status status = TC3_OK;
    size_t got;

    *received = 0;
    while (*received < capacity) {
        if (piece > capacity - *received)
            piece = capacity - *received;
        status = io->receive(io->context, bytes + *received, piece, &got, &client->wait);
        if (status == TC3_PENDING) {
            assert_int_equal(client->wait.phase, TC3_PHASE_RECEIVE);
            loopback_wait(&client->transport, &client->wait);
            continue;
        }
        if (status != TC3_OK)
            break;
        assert_true(got > 0 && got <= piece);
        *received += got;
    }
    io->explain(io->context, &client->details);
    return status;
}

void client_must_echo(tls_client *client)
{
    static const char reply[] = "quota 100.01\n";
    uint8_t bytes[sizeof(reply)];
    size_t received;

    client_send(client, "echo quota 100.01\n");
    CHECK_STATUS("echo", TC3_OK,
                 client_receive(client, bytes, sizeof(reply) - 1, sizeof(bytes), &received));
    CHECK_BYTES("echo", reply, sizeof(reply) - 1, bytes, received);
}

void client_close(tls_client *client)
{
    const tc3_io *io = tc3_tls_io(&client->tls);

    io->close(io->context);
    assert_int_equal(client->transport.socket, -1);
}
