/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The POSIX clocks, random bytes, waiting, and the blocking call. No verdict depends on how long
 * something took, only on its order.
 */
#define _POSIX_C_SOURCE 200809L

#include "support/sha256.h"
#include "support/test.h"

#include "tc3/posix.h"
#include "tc3/voucher_pool.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- clocks ---- */

static void wall_clock_is_the_systems(void **state)
{
    const tc3_clock *const clock = tc3_posix_clock();
    uint32_t seconds = 0;
    (void)state;
    const time_t before = time(NULL);
    assert_true(clock->unix_time(clock->context, &seconds));
    const time_t after = time(NULL);
    /* time() may read a coarser clock, which lags. */
    assert_in_range(seconds, (uint32_t)before, (uint32_t)after + 1);
}

static void monotonic_time_advances(void **state)
{
    const uint32_t start_ms = tc3_posix_now_ms();
    const struct timespec pause = {0, 20000000};
    (void)state;
    while (nanosleep(&pause, NULL) != 0) {
    }
    const uint32_t elapsed_ms = tc3_posix_now_ms() - start_ms;
    assert_true(elapsed_ms >= 19);
    assert_true(elapsed_ms < 1000000);
}

/* ---- random bytes ---- */

static void random_bytes_fill_all_and_differ(void **state)
{
    const tc3_random *const random = tc3_posix_random();
    static uint8_t first[5000];
    static uint8_t second[5000];
    unsigned present[256] = {0};
    unsigned kinds = 0;
    (void)state;
    CHECK_STATUS("first", TC3_OK, random->fill(random->context, first, sizeof(first) - 1));
    CHECK_STATUS("second", TC3_OK, random->fill(random->context, second, sizeof(second)));
    assert_int_equal(first[sizeof(first) - 1], 0);
    assert_memory_not_equal(first, second, sizeof(first));
    /* Of 256 values none is missing in 5000 bytes but once in a million runs. */
    for (size_t i = 0; i < sizeof(second); i++) {
        present[second[i]] = 1;
    }
    for (size_t i = 0; i < COUNT_OF(present); i++) {
        kinds += present[i];
    }
    assert_true(kinds > 250);
    CHECK_STATUS("nothing", TC3_OK, random->fill(random->context, first, 0));
}

/* ---- a server ---- */

typedef struct server {
    int listener;
    tc3_endpoint endpoint;
    unsigned requests;
    pthread_t thread;
} server;

static void open_server(server *peer)
{
    struct sockaddr_in name;
    socklen_t length = sizeof(name);
    memset(&name, 0, sizeof(name));
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    memset(peer, 0, sizeof(*peer));
    peer->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(peer->listener >= 0);
    assert_int_equal(bind(peer->listener, (struct sockaddr *)&name, sizeof(name)), 0);
    assert_int_equal(listen(peer->listener, 4), 0);
    assert_int_equal(getsockname(peer->listener, (struct sockaddr *)&name, &length), 0);
    peer->endpoint.host = "127.0.0.1";
    peer->endpoint.port = ntohs(name.sin_port);
}

/** A connected socket; returns the server's end. */
static int connect_to(server *peer, tc3_socket *socket)
{
    const tc3_io *const io = tc3_socket_io(socket);
    tc3_status status;
    tc3_wait wait;
    do {
        const tc3_time_budget time = {tc3_posix_now_ms(), 60000, TC3_ADDRESS_FIRST};
        status = io->connect(io->context, &peer->endpoint, time, &wait);
        if (status == TC3_PENDING) {
            tc3_posix_wait(socket, &wait, TC3_WAIT_FOREVER);
        }
    } while (status == TC3_PENDING);
    CHECK_STATUS("connect", TC3_OK, status);
    const int descriptor = accept(peer->listener, NULL, NULL);
    assert_true(descriptor >= 0);
    return descriptor;
}

/* ---- credentials ---- */

static tc3_status borrow_from_environment(tc3_credentials *credentials)
{
    const tc3_credential_source *const source = tc3_posix_environment_credentials();

    return source->borrow(source->context, credentials);
}

static void check_text(const char *label, const char *expected, tc3_text actual)
{
    CHECK_BYTES(label, expected, strlen(expected), actual.bytes, actual.length);
}

static void credentials_are_those_of_the_environment(void **state)
{
    tc3_credentials credentials;

    (void)state;
    memset(&credentials, 0, sizeof(credentials));
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_ID", "AKIDexample", 1), 0);
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_KEY", "examplekey", 1), 0);
    assert_int_equal(unsetenv("TENCENTCLOUD_TOKEN"), 0);
    CHECK_STATUS("permanent", TC3_OK, borrow_from_environment(&credentials));
    check_text("id", "AKIDexample", credentials.secret_id);
    check_text("key", "examplekey", credentials.secret_key);
    check_text("no token", "", credentials.token);
    assert_int_equal(setenv("TENCENTCLOUD_TOKEN", "exampletoken", 1), 0);
    CHECK_STATUS("temporary", TC3_OK, borrow_from_environment(&credentials));
    check_text("token", "exampletoken", credentials.token);
}

static void half_a_key_pair_in_the_environment_is_none(void **state)
{
    tc3_credentials credentials;

    (void)state;
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_ID", "AKIDexample", 1), 0);
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_KEY", "", 1), 0);
    CHECK_STATUS("empty key", TC3_ERROR_CONFIG_CREDENTIALS, borrow_from_environment(&credentials));
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_KEY", "examplekey", 1), 0);
    assert_int_equal(unsetenv("TENCENTCLOUD_SECRET_ID"), 0);
    CHECK_STATUS("no id", TC3_ERROR_CONFIG_CREDENTIALS, borrow_from_environment(&credentials));
}

/* ---- waiting ---- */

static void waiting_ends_when_bytes_arrive(void **state)
{
    server peer;
    tc3_socket socket;
    const tc3_wait readable = {TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, TC3_WAIT_FOREVER};
    const tc3_wait writable = {TC3_WAIT_WRITABLE, TC3_PHASE_SEND, TC3_WAIT_FOREVER};
    (void)state;
    open_server(&peer);
    tc3_socket_init(&socket, NULL);
    const int descriptor = connect_to(&peer, &socket);
    const tc3_io *const io = tc3_socket_io(&socket);
    uint8_t byte = 0;
    size_t received = 0;
    tc3_wait wait;
    tc3_posix_wait(&socket, &writable, TC3_WAIT_FOREVER);
    assert_int_equal(send(descriptor, "x", 1, 0), 1);
    tc3_posix_wait(&socket, &readable, TC3_WAIT_FOREVER);
    CHECK_STATUS("arrived", TC3_OK, io->receive(io->context, &byte, 1, &received, &wait));
    assert_int_equal(byte, 'x');
    io->close(io->context);
    close(descriptor);
    close(peer.listener);
}

static void waiting_ends_with_the_time_or_the_limit(void **state)
{
    server peer;
    tc3_socket socket;
    const tc3_wait forever = {TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, TC3_WAIT_FOREVER};
    const tc3_wait at_once = {TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, 0};
    const tc3_wait time_alone = {0, TC3_PHASE_PAUSE, 5};
    (void)state;
    open_server(&peer);
    tc3_socket_init(&socket, NULL);
    uint32_t start_ms = tc3_posix_now_ms();
    tc3_posix_wait(&socket, &time_alone, TC3_WAIT_FOREVER);
    assert_true(tc3_posix_now_ms() - start_ms >= 4);
    const int descriptor = connect_to(&peer, &socket);
    start_ms = tc3_posix_now_ms();
    tc3_posix_wait(&socket, &forever, 5);
    assert_true(tc3_posix_now_ms() - start_ms >= 4);
    tc3_posix_wait(&socket, &at_once, TC3_WAIT_FOREVER);
    const tc3_io *const io = tc3_socket_io(&socket);
    io->close(io->context);
    close(descriptor);
    close(peer.listener);
}

static void on_signal(int number)
{
    (void)number;
}

typedef struct alarm_clock {
    pthread_t sleeper;
    pthread_mutex_t mutex;
    bool awake;
} alarm_clock;

static bool is_awake(alarm_clock *clock)
{
    pthread_mutex_lock(&clock->mutex);
    const bool awake = clock->awake;
    pthread_mutex_unlock(&clock->mutex);
    return awake;
}

static void *ring(void *argument)
{
    alarm_clock *const clock = argument;
    const struct timespec pause = {0, 5000000};
    while (!is_awake(clock)) {
        pthread_kill(clock->sleeper, SIGUSR1);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static void waiting_ends_with_a_signal(void **state)
{
    const tc3_wait forever = {0, TC3_PHASE_PAUSE, TC3_WAIT_FOREVER};
    struct sigaction action;
    alarm_clock clock;
    tc3_socket socket;
    pthread_t thread;
    (void)state;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_signal;
    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    clock.sleeper = pthread_self();
    clock.awake = false;
    assert_int_equal(pthread_mutex_init(&clock.mutex, NULL), 0);
    tc3_socket_init(&socket, NULL);
    assert_int_equal(pthread_create(&thread, NULL, ring, &clock), 0);
    tc3_posix_wait(&socket, &forever, TC3_WAIT_FOREVER);
    pthread_mutex_lock(&clock.mutex);
    clock.awake = true;
    pthread_mutex_unlock(&clock.mutex);
    assert_int_equal(pthread_join(thread, NULL), 0);
    pthread_mutex_destroy(&clock.mutex);
}

/* ---- calls ---- */

static const char pool_answer[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 136\r\n\r\n"
    "{\"Response\":{\"AgentName\":\"Example\",\"AccountType\":1,\"TotalQuota\":5000,"
    "\"RemainingQuota\":1234.5,\"IssuedNum\":42,\"RequestId\":\"0123456789ab\"}}";

/** Read up to the end of a request, whose body is "{}"; false if there is none. */
static bool read_request(int descriptor)
{
    static const char end[] = "\r\n\r\n{}";
    size_t matched = 0;
    char byte;
    while (matched < sizeof(end) - 1) {
        if (recv(descriptor, &byte, 1, 0) != 1) {
            return false;
        }
        matched = byte == end[matched] ? matched + 1 : byte == '\r';
    }
    return true;
}

/** Answer the requests of one connection. */
static void *serve(void *argument)
{
    server *const peer = argument;
    const int descriptor = accept(peer->listener, NULL, NULL);
    while (descriptor >= 0 && read_request(descriptor)) {
        peer->requests++;
        (void)send(descriptor, pool_answer, sizeof(pool_answer) - 1, MSG_NOSIGNAL);
    }
    close(descriptor);
    return NULL;
}

static tc3_status borrow(void *context, tc3_credentials *credentials)
{
    (void)context;
    memset(credentials, 0, sizeof(*credentials));
    credentials->secret_id = tc3_text_of("AKIDEXAMPLE");
    credentials->secret_key = tc3_text_of("an-example-that-opens-nothing");
    return TC3_OK;
}

/** A client over a plain socket that says it is verified: no TLS here. */
typedef struct caller {
    tc3_socket_config where;
    tc3_socket socket;
    tc3_io io;
    tc3_credential_source credentials;
    tc3_config config;
    tc3_client client;
} caller;

static void open_caller(caller *c, const server *peer, uint32_t deadline_ms)
{
    memset(c, 0, sizeof(*c));
    c->where.connect_address = peer->endpoint.host;
    c->where.connect_port = peer->endpoint.port;
    tc3_socket_init(&c->socket, &c->where);
    c->io = *tc3_socket_io(&c->socket);
    c->io.verified = true;
    c->credentials.borrow = borrow;
    c->config.host = "api.example";
    c->config.io = &c->io;
    c->config.sha256 = &test_sha256;
    c->config.clock = tc3_posix_clock();
    c->config.random = tc3_posix_random();
    c->config.credentials = &c->credentials;
    c->config.deadline_ms = deadline_ms;
    c->config.attempts = 1;
    CHECK_STATUS("init", TC3_OK, tc3_client_init(&c->client, &c->config));
}

static void blocking_call_returns_the_result(void **state)
{
    static caller c;
    tc3_voucher_pool pool;
    server peer;
    (void)state;
    open_server(&peer);
    assert_int_equal(pthread_create(&peer.thread, NULL, serve, &peer), 0);
    open_caller(&c, &peer, 60000);
    for (unsigned i = 0; i < 2; i++) {
        CHECK_STATUS("call", TC3_OK,
                     tc3_posix_call(&c.client, &c.socket, &tc3_query_voucher_pool, &pool));
        CHECK_STRING("name", "Example", pool.agent_name);
        CHECK_INT("issued", 42, pool.issued_num);
    }
    tc3_client_close(&c.client);
    assert_int_equal(pthread_join(peer.thread, NULL), 0);
    CHECK_INT("over one connection", 2, peer.requests);
    close(peer.listener);
}

/** More than a socket keeps, and of those the last one alone is the server's. */
static tc3_status refused_but_one_lookup(void *context, const char *host, tc3_address_list *list,
                                         int32_t *port_error)
{
    tc3_address address;
    (void)context;
    (void)host;
    (void)port_error;
    memset(&address, 0, sizeof(address));
    address.length = 4;
    address.bytes[0] = 127;
    for (unsigned i = 2 * TC3_SOCKET_ADDRESSES + 1; i > 0; i--) {
        address.bytes[3] = (uint8_t)i;
        tc3_address_list_add(list, &address);
    }
    return TC3_OK;
}

static void blocking_call_gets_to_the_last_of_many_addresses(void **state)
{
    static caller c;
    tc3_voucher_pool pool;
    server peer;
    const tc3_resolver resolver = {NULL, refused_but_one_lookup};
    (void)state;
    open_server(&peer);
    assert_int_equal(pthread_create(&peer.thread, NULL, serve, &peer), 0);
    open_caller(&c, &peer, 60000);
    c.where.connect_address = NULL;
    c.where.resolver = &resolver;
    CHECK_STATUS("call", TC3_OK,
                 tc3_posix_call(&c.client, &c.socket, &tc3_query_voucher_pool, &pool));
    CHECK_INT("attempts", 1, tc3_client_details(&c.client)->attempts);
    tc3_client_close(&c.client);
    assert_int_equal(pthread_join(peer.thread, NULL), 0);
    close(peer.listener);
}

static void blocking_call_ends_at_its_deadline(void **state)
{
    static caller c;
    tc3_voucher_pool pool;
    server peer; /* connects by its backlog, and says nothing */
    (void)state;
    open_server(&peer);
    open_caller(&c, &peer, 300);
    CHECK_STATUS("silent server", TC3_ERROR_TIMEOUT,
                 tc3_posix_call(&c.client, &c.socket, &tc3_query_voucher_pool, &pool));
    tc3_client_close(&c.client);
    close(peer.listener);
}

static void blocking_call_reports_a_call_that_cannot_start(void **state)
{
    static caller c;
    tc3_voucher_pool pool;
    server peer;
    (void)state;
    open_server(&peer);
    open_caller(&c, &peer, 0);
    CHECK_STATUS("start", TC3_PENDING,
                 tc3_client_start(&c.client, &tc3_query_voucher_pool, &pool, tc3_posix_now_ms()));
    CHECK_STATUS("second", TC3_ERROR_CONFIG_BUSY,
                 tc3_posix_call(&c.client, &c.socket, &tc3_query_voucher_pool, &pool));
    tc3_client_close(&c.client);
    close(peer.listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wall_clock_is_the_systems),
        cmocka_unit_test(monotonic_time_advances),
        cmocka_unit_test(random_bytes_fill_all_and_differ),
        cmocka_unit_test(credentials_are_those_of_the_environment),
        cmocka_unit_test(half_a_key_pair_in_the_environment_is_none),
        cmocka_unit_test(waiting_ends_when_bytes_arrive),
        cmocka_unit_test(waiting_ends_with_the_time_or_the_limit),
        cmocka_unit_test(waiting_ends_with_a_signal),
        cmocka_unit_test(blocking_call_returns_the_result),
        cmocka_unit_test(blocking_call_gets_to_the_last_of_many_addresses),
        cmocka_unit_test(blocking_call_ends_at_its_deadline),
        cmocka_unit_test(blocking_call_reports_a_call_that_cannot_start),
    };
    return cmocka_run_group_tests_name("posix", tests, NULL, NULL);
}
