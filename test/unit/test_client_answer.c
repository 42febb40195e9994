/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of answers: deliveries of every kind, HTTP statuses, API errors, nonsense. */
#include "support/data.h"
#include "support/statuses.h"
#include "support/test.h"
#include "support/world.h"

#include <stdlib.h>

static world *const w = &the_world;

#define HTML "<html><head><title>Error</title></head><body>\r\n<center>nginx</center></body></html>"

static void the_example_answer_is_read(void **state)
{
    (void)state;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    world_check_example("example");
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("code", TC3_FIELD_ABSENT, world_details()->api.state[TC3_ENVELOPE_CODE]);
    CHECK_STRING("code", "", world_details()->api.code);
}

static void every_split_gives_the_same(void **state)
{
    size_t length = world_add_example()->length;
    size_t split;

    (void)state;
    for (split = 1; split < length; split++) {
        char label[32];

        world_renew();
        world_add_example()->split = split;
        w->server.hesitates = true;
        snprintf(label, sizeof(label), "split at %u", (unsigned)split);
        CHECK_STATUS(label, TC3_OK, world_call());
        world_check_example(label);
    }
}

static void every_piece_size_gives_the_same(void **state)
{
    size_t length = world_add_example()->length;
    size_t piece;

    (void)state;
    for (piece = 1; piece <= 2 * TC3_RECEIVE_SIZE && piece <= 2 * length; piece++) {
        char label[32];

        world_renew();
        world_add_example()->piece = piece;
        snprintf(label, sizeof(label), "pieces of %u", (unsigned)piece);
        CHECK_STATUS(label, TC3_OK, world_call());
        world_check_example(label);
    }
}

static void a_hesitating_network_gives_the_same(void **state)
{
    static const uint32_t ready_ms[] = {0, 1, 7, 20};
    size_t i;
    int impatient;

    (void)state;
    for (i = 0; i < COUNT_OF(ready_ms); i++) {
        for (impatient = 0; impatient < 2; impatient++) {
            world_renew();
            world_add_example()->piece = 1;
            w->server.hesitates = true;
            w->server.ready_ms = ready_ms[i];
            w->server.send_most = 10;
            w->is_impatient = impatient != 0;
            CHECK_STATUS("call", TC3_OK, world_call());
            world_check_example("hesitating");
        }
    }
}

static void check_delivery(const char *label, const char *answer, tc3_status then)
{
    size_t length = strlen(answer);
    size_t piece;

    for (piece = 0; piece < 4; piece++) {
        world_renew();
        fake_io_answer(&w->server, answer, length)->piece = piece;
        w->server.answers[0].then = then;
        CHECK_STATUS(label, TC3_OK, world_call());
        world_check_example(label);
        CHECK_INT(label, 1, world_details()->attempts);
    }
}

static void other_framings_give_the_same(void **state)
{
    (void)state;
    check_delivery("chunked",
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "1\r\n{\r\n"
                   "5b\r\n\"Response\":{\"TotalQuota\":0,\"IssuedNum\":0,\"RemainingQuota\":0,"
                   "\"RequestId\":\"11a37bf2-7d12-429f\r\n"
                   "43;x=y\r\n-8d25-c7df44dcc434\",\"AccountType\":0,\"AgentName\":\"Company Name\""
                   "}}   \r\n0\r\nX: y\r\n\r\n",
                   TC3_PENDING);
    check_delivery("until close", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" WORLD_EXAMPLE,
                   TC3_ERROR_CLOSED);
    check_delivery("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 156\r\n\r\n" WORLD_EXAMPLE,
                   TC3_ERROR_RESET);
    check_delivery("interim answers",
                   "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Length: 156\r\n\r\n" WORLD_EXAMPLE,
                   TC3_PENDING);
    check_delivery("white space around the document",
                   "HTTP/1.1 200 OK\r\nContent-Length: 160\r\n\r\n \n" WORLD_EXAMPLE "\r\n",
                   TC3_PENDING);
}

static void a_huge_answer_costs_no_memory(void **state)
{
    static const char before[] = "{\"Response\":{\"AgentName\":\"Company Name\",\"Filler\":\"";
    static const char behind[] =
        "\",\"TotalQuota\":0,\"IssuedNum\":0,\"RemainingQuota\":0,\"AccountType\":0,"
        "\"RequestId\":\"11a37bf2-7d12-429f-8d25-c7df44dcc434\"}}";
    static char answer[1 << 20];
    const size_t filler = 1000000;
    size_t length;

    (void)state;
    length =
        (size_t)snprintf(answer, sizeof(answer), "HTTP/1.1 200 OK\r\nContent-Length: %u\r\n\r\n%s",
                         (unsigned)(sizeof(before) - 1 + filler + sizeof(behind) - 1), before);
    memset(answer + length, 'x', filler);
    length += filler;
    memcpy(answer + length, behind, sizeof(behind) - 1);
    length += sizeof(behind) - 1;
    fake_io_answer(&w->server, answer, length);
    w->step_limit = (uint32_t)length * 2;
    assert_int_equal(world_call(), TC3_OK);
    world_check_example("huge");
}

/* ---- HTTP statuses ---- */

static void check_reply(const char *http_status, const char *body, tc3_status expected)
{
    size_t i;

    world_renew();
    for (i = 0; i < 3; i++) {
        fake_io_reply(&w->server, http_status, "Location: https://elsewhere.example/\r\n", body);
    }
    CHECK_STATUS(http_status, expected, world_call());
    CHECK_INT(http_status, atoi(http_status), world_details()->http_status);
    CHECK_INT(http_status, TC3_PHASE_RECEIVE, world_details()->phase);
}

static const struct {
    const char *http_status;
    tc3_status status;
} http_statuses[] = {
    {"201 Created", TC3_ERROR_HTTP_STATUS},
    {"299 ", TC3_ERROR_HTTP_STATUS},
    {"400 Bad Request", TC3_ERROR_HTTP_STATUS},
    {"499 ", TC3_ERROR_HTTP_STATUS},
    {"401 Unauthorized", TC3_ERROR_HTTP_STATUS},
    {"403 Forbidden", TC3_ERROR_HTTP_STATUS},
    {"404 Not Found", TC3_ERROR_HTTP_STATUS},
    {"413 Content Too Large", TC3_ERROR_HTTP_STATUS},
    {"429 Too Many Requests", TC3_ERROR_HTTP_RATE_LIMIT},
    {"500 Internal Server Error", TC3_ERROR_HTTP_SERVER},
    {"502 Bad Gateway", TC3_ERROR_HTTP_SERVER},
    {"503 Service Unavailable", TC3_ERROR_HTTP_SERVER},
    {"504 Gateway Timeout", TC3_ERROR_HTTP_SERVER},
    {"599 ", TC3_ERROR_HTTP_SERVER},
    {"300 Multiple Choices", TC3_ERROR_HTTP_REDIRECT},
    {"399 ", TC3_ERROR_HTTP_REDIRECT},
    {"301 Moved Permanently", TC3_ERROR_HTTP_REDIRECT},
    {"302 Found", TC3_ERROR_HTTP_REDIRECT},
    {"307 Temporary Redirect", TC3_ERROR_HTTP_REDIRECT},
    {"308 Permanent Redirect", TC3_ERROR_HTTP_REDIRECT},
};

static void other_http_statuses_are_errors_whatever_the_body(void **state)
{
    static const char *const bodies[] = {
        HTML, "", "not JSON", "{", "{}", "[]", "null", "{\"Response\":null}", WORLD_EXAMPLE};
    size_t i;
    size_t j;

    (void)state;
    for (i = 0; i < COUNT_OF(http_statuses); i++) {
        for (j = 0; j < COUNT_OF(bodies); j++) {
            check_reply(http_statuses[i].http_status, bodies[j], http_statuses[i].status);
        }
    }
}

static void an_api_error_tells_more_than_the_http_status(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(http_statuses); i++) {
        check_reply(http_statuses[i].http_status, WORLD_ERROR("AuthFailure.SecretIdNotFound"),
                    TC3_ERROR_API_CREDENTIALS);
        CHECK_STRING("code", "AuthFailure.SecretIdNotFound", world_details()->api.code);
        CHECK_STRING("id", "r-1", world_details()->api.request_id);
    }
}

static void no_content_is_no_answer(void **state)
{
    static const char *const answers[] = {"HTTP/1.1 204 No Content\r\n\r\n",
                                          "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(answers); i++) {
        tc3_status status;

        world_renew();
        fake_io_answer(&w->server, answers[i], strlen(answers[i]));
        status = world_call();
        CHECK_INT(answers[i], TC3_CLASS_PROTOCOL, tc3_status_class(status));
    }
}

/* ---- API errors ---- */

static void every_documented_error_code_comes_with_its_details(void **state)
{
    data_node entry = data_first(data_member(data_load("error_codes.json"), "documented"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *code = data_string(entry, "code");
        char kept[TC3_API_CODE_SIZE];
        char body[256];

        world_renew();
        w->config.attempts = 1;
        snprintf(body, sizeof(body),
                 "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"What happened.\"},"
                 "\"RequestId\":\"ed93f3cb-f35e-473f-b9f3-0d451b8b79c6\"}}",
                 code);
        fake_io_reply(&w->server, "200 OK", WORLD_HEADERS, body);
        CHECK_STATUS(code, status_of_name(data_string(entry, "status")), world_call());
        /* "%.*s": as much of it as there is room for. */
        snprintf(kept, sizeof(kept), "%.*s", TC3_API_CODE_SIZE - 1, code);
        CHECK_STRING(code, kept, world_details()->api.code);
        CHECK_STRING(code, "What happened.", world_details()->api.message);
        CHECK_STRING(code, "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6", world_details()->api.request_id);
        CHECK_INT(code, 200, world_details()->http_status);
    }
}

static void values_beside_an_error_are_not_a_result(void **state)
{
    (void)state;
    fake_io_reply(&w->server, "200 OK", "",
                  "{\"Response\":{\"TotalQuota\":5,\"AgentName\":\"x\",\"Error\":{\"Code\":"
                  "\"InvalidAction\"},\"IssuedNum\":7}}");
    assert_int_equal(world_call(), TC3_ERROR_API_REQUEST);
    world_check_no_result("error");
}

static void details_of_an_earlier_call_do_not_linger(void **state)
{
    (void)state;
    world_add_error("InvalidAction");
    assert_int_equal(world_call(), TC3_ERROR_API_REQUEST);
    CHECK_STRING("code", "InvalidAction", world_details()->api.code);
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    world_check_example("second");
    CHECK_STRING("code", "", world_details()->api.code);
    CHECK_INT("code", TC3_FIELD_ABSENT, world_details()->api.state[TC3_ENVELOPE_CODE]);
    w->clock.is_known = false;
    assert_int_equal(world_call(), TC3_ERROR_CLOCK_NOT_SET);
    CHECK_STRING("id", "", world_details()->api.request_id);
    CHECK_INT("HTTP status", 0, world_details()->http_status);
}

/* ---- nonsense ---- */

static void bodies_that_are_no_answers_are_protocol_errors(void **state)
{
    static const struct {
        const char *body;
        tc3_status status;
    } cases[] = {
        {HTML, TC3_ERROR_JSON_SYNTAX},
        {"[]", TC3_ERROR_JSON_SYNTAX},
        {"{\"Response\":{\"TotalQuota\":01}}", TC3_ERROR_JSON_SYNTAX},
        {WORLD_EXAMPLE "{}", TC3_ERROR_JSON_SYNTAX},
        {"\xef\xbb\xbf" WORLD_EXAMPLE, TC3_ERROR_JSON_SYNTAX},
        {"", TC3_ERROR_JSON_INCOMPLETE},
        {"{\"Response\":{\"TotalQuota\":5", TC3_ERROR_JSON_INCOMPLETE},
        {"{\"Response\":{\"TotalQuota\":5}", TC3_ERROR_JSON_INCOMPLETE},
        {"{}", TC3_ERROR_NO_RESPONSE},
        {"{\"Response\":null}", TC3_ERROR_NO_RESPONSE},
        {"{\"Response\":[{\"TotalQuota\":5}]}", TC3_ERROR_NO_RESPONSE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        world_renew();
        fake_io_reply(&w->server, "200 OK", WORLD_HEADERS, cases[i].body);
        CHECK_STATUS(cases[i].body, cases[i].status, world_call());
        CHECK_INT("HTTP status", 200, world_details()->http_status);
        CHECK_INT("phase", TC3_PHASE_RECEIVE, world_details()->phase);
    }
}

static void deep_nesting_is_an_error_of_its_own(void **state)
{
    static char body[2 * TC3_JSON_DEPTH + 64] = "{\"Response\":{\"x\":";

    (void)state;
    memset(body + strlen(body), '[', TC3_JSON_DEPTH);
    fake_io_reply(&w->server, "200 OK", WORLD_HEADERS, body);
    assert_int_equal(world_call(), TC3_ERROR_JSON_DEPTH);
}

static void invalid_http_is_refused_in_every_delivery(void **state)
{
    data_node entry = data_first(data_member(data_load("http_invalid.json"), "messages"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text message = data_bytes(data_member(entry, "message"));
        tc3_status expected = status_of_name(data_string(entry, "error"));
        size_t piece;

        for (piece = 0; piece < 2; piece++) {
            tc3_status status;

            world_renew();
            fake_io_answer(&w->server, message.bytes, message.length)->piece = piece;
            status = world_call();
            if (status != TC3_ERROR_JSON_SYNTAX) {
                /* the body may be no JSON before it is no HTTP */
                CHECK_STATUS(name, expected, status);
            }
            CHECK_INT(name, TC3_CLASS_PROTOCOL, tc3_status_class(status));
            CHECK_INT(name, 1, world_details()->attempts);
        }
    }
}

static void an_endless_header_ends_with_the_deadline(void **state)
{
    static char answer[262144];
    int length = snprintf(answer, sizeof(answer), "HTTP/1.1 200 OK\r\nX: ");

    (void)state;
    memset(answer + length, 'x', sizeof(answer) - (size_t)length);
    w->config.deadline_ms = 2000;
    w->is_impatient = true;
    fake_io_answer(&w->server, answer, sizeof(answer))->piece = 100;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("phase", TC3_PHASE_RECEIVE, world_details()->phase);
    CHECK_INT("HTTP status", 0, world_details()->http_status);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_example_answer_is_read),
        WORLD_TEST(every_split_gives_the_same),
        WORLD_TEST(every_piece_size_gives_the_same),
        WORLD_TEST(a_hesitating_network_gives_the_same),
        WORLD_TEST(other_framings_give_the_same),
        WORLD_TEST(a_huge_answer_costs_no_memory),
        WORLD_TEST(other_http_statuses_are_errors_whatever_the_body),
        WORLD_TEST(an_api_error_tells_more_than_the_http_status),
        WORLD_TEST(no_content_is_no_answer),
        WORLD_TEST(every_documented_error_code_comes_with_its_details),
        WORLD_TEST(values_beside_an_error_are_not_a_result),
        WORLD_TEST(details_of_an_earlier_call_do_not_linger),
        WORLD_TEST(bodies_that_are_no_answers_are_protocol_errors),
        WORLD_TEST(deep_nesting_is_an_error_of_its_own),
        WORLD_TEST(invalid_http_is_refused_in_every_delivery),
        WORLD_TEST(an_endless_header_ends_with_the_deadline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
