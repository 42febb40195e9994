/* SPDX-License-Identifier: Apache-2.0 */
/* What the client sends: the bytes of the request, its headers and its signature. */
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

static void check_header(const sent_request *request, const char *name, const char *expected)
{
    tc3_text value = sent_request_header(request, name);

    CHECK_BYTES(name, expected, strlen(expected), value.bytes, value.length);
}

/* Makes one call and takes its request apart. */
static void call_and_parse(sent_request *request)
{
    size_t index = w->server.request_count;

    world_add_example();
    CHECK_STATUS("call", TC3_OK, world_call());
    CHECK_INT("one request", index + 1, w->server.request_count);
    world_request(index, request);
}

static void the_request_is_genuine_and_complete(void **state)
{
    static const char *const unwanted[] = {
        "Accept-Encoding", "X-TC-Region",       "X-TC-Token",
        "X-TC-Language",   "Transfer-Encoding", "X-TC-RequestClient",
        "Expect",          "Upgrade",           "TE",
        "Trailer"};
    sent_request request;
    size_t i;

    (void)state;
    call_and_parse(&request);
    CHECK_BYTES("line", "POST / HTTP/1.1", 15, request.line.bytes, request.line.length);
    check_header(&request, "Host", "intlpartnersmgt.intl.tencentcloudapi.com");
    check_header(&request, "Content-Type", "application/json");
    check_header(&request, "Content-Length", "2");
    check_header(&request, "X-TC-Action", "QueryVoucherPool");
    check_header(&request, "X-TC-Version", "2022-09-28");
    check_header(&request, "X-TC-Timestamp", "1795415395");
    CHECK_BYTES("body", "{}", 2, request.body.bytes, request.body.length);
    for (i = 0; i < COUNT_OF(unwanted); i++) {
        CHECK(unwanted[i], !sent_request_has(&request, unwanted[i]));
    }
    if (sent_request_has(&request, "Connection")) {
        check_header(&request, "Connection", "keep-alive");
    }
    CHECK("about 560 bytes", w->server.requests[0].length < 600);
}

static void the_signature_covers_the_action(void **state)
{
    sent_request request;
    tc3_text authorization;

    (void)state;
    call_and_parse(&request);
    authorization = sent_request_header(&request, "Authorization");
    CHECK("signed headers", memory_contains(authorization.bytes, authorization.length,
                                            "SignedHeaders=content-type;host;x-tc-action,", 44));
}

static void the_connection_goes_to_the_configured_host(void **state)
{
    (void)state;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK_STRING("host", "intlpartnersmgt.intl.tencentcloudapi.com", w->server.host);
    CHECK_INT("port", 443, w->server.port);
    tc3_client_close(&w->client);

    w->config.host = "localhost";
    w->config.port = 8443;
    world_init_client();
    w->now_ms += 1000;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK_STRING("host", "localhost", w->server.host);
    CHECK_INT("port", 8443, w->server.port);
}

/* The service in the signature is the action's, whatever the host is called. */
static void any_host_is_signed_as_sent(void **state)
{
    static const char *const hosts[] = {"localhost", "127.0.0.1", "a", "xn--fiqs8s.example",
                                        "intlpartnersmgt.ap-singapore.tencentcloudapi.com"};
    sent_request request;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(hosts); i++) {
        tc3_client_close(&w->client);
        w->config.host = hosts[i];
        world_init_client();
        call_and_parse(&request);
        check_header(&request, "Host", hosts[i]);
    }
}

static void optional_headers_are_sent_if_configured(void **state)
{
    sent_request request;

    (void)state;
    tc3_client_close(&w->client);
    w->config.language = "zh-CN";
    w->config.request_client = "tc3-embedded_0.1.0;a,B.9";
    world_init_client();
    call_and_parse(&request);
    check_header(&request, "X-TC-Language", "zh-CN");
    check_header(&request, "X-TC-RequestClient", "tc3-embedded_0.1.0;a,B.9");
}

static void temporary_credentials_bring_their_token(void **state)
{
    sent_request request;

    (void)state;
    w->credentials.token = "made-up-token/with+every=sign,~!";
    call_and_parse(&request);
    check_header(&request, "X-TC-Token", w->credentials.token);
}

static const char *repeated(char *buffer, size_t length)
{
    size_t i;

    for (i = 0; i < length; i++) {
        buffer[i] = (char)('A' + (i * 7 + length) % 26);
    }
    buffer[length] = '\0';
    return buffer;
}

static void credentials_of_any_documented_length_fit(void **state)
{
    static char secret_id[TC3_SECRET_MAX + 1];
    static char secret_key[TC3_SECRET_MAX + 1];
    static char token[TC3_TOKEN_MAX + 1];
    static const size_t lengths[] = {1, 2, 61, 62, 255, 256, 257, 511, 512, 1023, 1024};
    sent_request request;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(lengths); i++) {
        w->credentials.secret_id = repeated(secret_id, lengths[i]);
        w->credentials.secret_key = repeated(secret_key, lengths[COUNT_OF(lengths) - 1 - i]);
        w->credentials.token = repeated(token, lengths[i] * 4);
        w->credentials.generation++;
        call_and_parse(&request);
        check_header(&request, "X-TC-Token", token);
    }
}

/* However the request's pieces fall into the buffer. */
static void requests_of_any_length_are_sent_whole(void **state)
{
    static char token[TC3_TOKEN_MAX + 1];
    size_t length;

    (void)state;
    for (length = 1; length <= 2 * TC3_SEND_SIZE && length <= TC3_TOKEN_MAX; length++) {
        sent_request request;

        w->server.request_count = 0;
        w->server.answer_count = 0;
        w->server.answers_begun = 0;
        w->server.text_used = 0;
        w->credentials.token = repeated(token, length);
        call_and_parse(&request);
        check_header(&request, "X-TC-Token", token);
    }
}

static void a_slow_network_gets_the_same_bytes(void **state)
{
    static char expected[FAKE_REQUEST_SIZE];
    size_t length;
    size_t most;

    (void)state;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    length = w->server.requests[0].length;
    memcpy(expected, w->server.requests[0].text, length);
    for (most = 1; most < 300; most += most < 20 ? 1 : 37) {
        world_renew();
        world_add_example();
        w->server.send_most = most;
        w->server.hesitates = true;
        assert_int_equal(world_call(), TC3_OK);
        CHECK_BYTES("request", expected, length, w->server.requests[0].text,
                    w->server.requests[0].length);
    }
}

static void few_large_pieces_are_sent(void **state)
{
    size_t length;

    (void)state;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    length = w->server.requests[0].length;
    CHECK_INT("records", (length + TC3_SEND_SIZE - 1) / TC3_SEND_SIZE, w->server.sends);
}

/* ---- other actions ---- */

typedef struct credit {
    uint8_t state[1];
    tc3_decimal total;
} credit;

static const tc3_field credit_fields[] = {
    TC3_FIELD("TotalCredit", TC3_TYPE_DECIMAL, credit, total),
};

static credit credit_result;
static tc3_action credit_action = {
    TC3_TEXT_LITERAL("other-service"),  TC3_TEXT_LITERAL("QueryCreditByUinList"),
    TC3_TEXT_LITERAL("2023-01-02"),     TC3_TEXT_LITERAL("{\"UinList\":[100000000001]}"),
    {credit_fields, 1, sizeof(credit)}, true,
};

static void another_action_needs_only_another_table(void **state)
{
    sent_request request;

    (void)state;
    w->action = &credit_action;
    w->result = &credit_result;
    fake_io_reply(&w->server, "200 OK", WORLD_HEADERS,
                  "{\"Response\":{\"TotalCredit\":12.50,\"RequestId\":\"x\"}}");
    assert_int_equal(world_call(), TC3_OK);
    world_request(0, &request);
    check_header(&request, "X-TC-Action", "QueryCreditByUinList");
    check_header(&request, "X-TC-Version", "2023-01-02");
    check_header(&request, "Content-Length", "26");
    CHECK_BYTES("body", "{\"UinList\":[100000000001]}", 26, request.body.bytes,
                request.body.length);
    CHECK_INT("total", 1250, credit_result.total.coefficient);
    CHECK_INT("total", -2, credit_result.total.exponent);
}

/* The signing key depends on the service, too. */
static void actions_of_two_services_share_a_client(void **state)
{
    sent_request request;

    (void)state;
    call_and_parse(&request);
    w->action = &credit_action;
    w->result = &credit_result;
    call_and_parse(&request);
    w->action = &tc3_query_voucher_pool;
    w->result = &w->pool;
    call_and_parse(&request);
}

/* Either the action is refused, or every byte of it arrives. */
static void long_bodies_are_sent_whole_or_refused(void **state)
{
    static char body[FAKE_REQUEST_SIZE - 2048];
    static const size_t lengths[] = {255,   256,   1000,  10000, 65000, 65533,
                                     65534, 65535, 65536, 65537, 70000, sizeof(body) - 2};
    size_t i;

    (void)state;
    w->result = &credit_result;
    w->action = &credit_action;
    w->step_limit = 2 * FAKE_REQUEST_SIZE;
    for (i = 0; i < COUNT_OF(lengths); i++) {
        tc3_action action = credit_action;
        sent_request request;

        memset(body, ' ', sizeof(body));
        body[0] = '{';
        body[lengths[i] - 1] = '}';
        action.body.bytes = body;
        action.body.length = lengths[i];
        w->action = &action;
        if (tc3_client_start(&w->client, &action, &credit_result, w->now_ms) ==
            TC3_ERROR_CONFIG_ACTION) {
            CHECK("64 KiB must be too long for that", lengths[i] > 60000);
            continue;
        }
        tc3_client_close(&w->client);
        w->config.deadline_ms = TC3_DEADLINE_MAX_MS;
        call_and_parse(&request);
        CHECK_BYTES("body", body, lengths[i], request.body.bytes, request.body.length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_request_is_genuine_and_complete),
        WORLD_TEST(the_signature_covers_the_action),
        WORLD_TEST(the_connection_goes_to_the_configured_host),
        WORLD_TEST(any_host_is_signed_as_sent),
        WORLD_TEST(optional_headers_are_sent_if_configured),
        WORLD_TEST(temporary_credentials_bring_their_token),
        WORLD_TEST(credentials_of_any_documented_length_fit),
        WORLD_TEST(requests_of_any_length_are_sent_whole),
        WORLD_TEST(a_slow_network_gets_the_same_bytes),
        WORLD_TEST(few_large_pieces_are_sent),
        WORLD_TEST(another_action_needs_only_another_table),
        WORLD_TEST(actions_of_two_services_share_a_client),
        WORLD_TEST(long_bodies_are_sent_whole_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
