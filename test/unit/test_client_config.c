/* SPDX-License-Identifier: Apache-2.0 */
/* Set-up, misuse, and credentials: what is refused, and that nothing happens then. */
#include "support/sha256.h"
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

static void check_init(const char *label, tc3_status expected)
{
    memset(&w->client, 0, sizeof(w->client));
    CHECK_STATUS(label, expected, tc3_client_init(&w->client, &w->config));
    CHECK_INT(label, 0, w->server.calls);
    CHECK_INT(label, 0, w->server.closes + w->server.idle_closes);
    CHECK_INT(label, 0, test_sha256_log.calls);
    CHECK_INT(label, 0, w->random.calls);
    CHECK_INT(label, 0, w->credentials.borrowed);
}

/* ---- tc3_client_init() ---- */

static void required_members_must_be_there(void **state)
{
    tc3_config whole = w->config;

    (void)state;
    w->config.host = NULL;
    check_init("host", TC3_ERROR_CONFIG_MISSING);
    w->config = whole;
    w->config.io = NULL;
    check_init("io", TC3_ERROR_CONFIG_MISSING);
    w->config = whole;
    w->config.sha256 = NULL;
    check_init("sha256", TC3_ERROR_CONFIG_MISSING);
    w->config = whole;
    w->config.clock = NULL;
    check_init("clock", TC3_ERROR_CONFIG_MISSING);
    w->config = whole;
    w->config.random = NULL;
    check_init("random", TC3_ERROR_CONFIG_MISSING);
    w->config = whole;
    w->config.credentials = NULL;
    check_init("credentials", TC3_ERROR_CONFIG_MISSING);
    w->config = whole;
    check_init("whole", TC3_OK);
}

static void the_host_must_be_a_lower_case_name(void **state)
{
    static const char *const refused[] = {"",
                                          "Upper.example",
                                          "a b",
                                          " a",
                                          "a ",
                                          "a/b",
                                          "a:443",
                                          "http://a",
                                          "a\r\nX: y",
                                          "a\n",
                                          "a\t",
                                          "user@a",
                                          "a?b",
                                          "a#b",
                                          "a\\b",
                                          "a\"b",
                                          "a%20b",
                                          "[::1]",
                                          "\xc3\xa9.example"};
    char name[TC3_HOST_MAX + 2];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(refused); i++) {
        w->config.host = refused[i];
        check_init(refused[i], TC3_ERROR_CONFIG_HOST);
    }
    memset(name, 'a', sizeof(name));
    for (i = 40; i < TC3_HOST_MAX; i += 40) {
        name[i] = '.';
    }
    name[TC3_HOST_MAX + 1] = '\0';
    w->config.host = name;
    check_init("254 bytes", TC3_ERROR_CONFIG_HOST);
    name[TC3_HOST_MAX] = '\0';
    check_init("253 bytes", TC3_OK);
    w->config.host = "intlpartnersmgt.ap-singapore.tencentcloudapi.com";
    check_init("name", TC3_OK);
}

static void texts_for_headers_must_be_harmless(void **state)
{
    static const char *const refused[] = {"a b",   " a",   "a\r\nX: y", "a\n", "a:b",
                                          "a/b",   "a\"b", "a=b",       "(a)", "\xc3\xa9",
                                          "a\x7f", "a\tb", "<a>",       "a@b", "a\x01"};
    char tag[TC3_REQUEST_CLIENT_MAX + 2];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(refused); i++) {
        w->config.request_client = refused[i];
        check_init(refused[i], TC3_ERROR_CONFIG_HEADER);
        w->config.request_client = NULL;
        w->config.language = refused[i];
        check_init(refused[i], TC3_ERROR_CONFIG_HEADER);
        w->config.language = NULL;
    }
    memset(tag, 'a', sizeof(tag));
    tag[TC3_REQUEST_CLIENT_MAX + 1] = '\0';
    w->config.request_client = tag;
    check_init("129 bytes", TC3_ERROR_CONFIG_HEADER);
    tag[TC3_REQUEST_CLIENT_MAX] = '\0';
    check_init("128 bytes", TC3_OK);
    w->config.request_client = "azAZ09-_,;.";
    w->config.language = "en-US";
    check_init("en-US", TC3_OK);
    w->config.language = "zh-CN";
    check_init("zh-CN", TC3_OK);
}

static void only_the_two_languages_of_the_api_are_accepted(void **state)
{
    static const char *const refused[] = {"en", "zh", "de-DE", "EN-us", "en_US", "zh-cn"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(refused); i++) {
        w->config.language = refused[i];
        check_init(refused[i], TC3_ERROR_CONFIG_HEADER);
    }
}

static void an_io_that_verifies_nobody_is_refused(void **state)
{
    (void)state;
    w->server.io.verified = false;
    check_init("unverified", TC3_ERROR_CONFIG_INSECURE);
}

static void a_hash_that_is_too_large_is_refused_with_its_size(void **state)
{
    tc3_sha256 large = test_sha256;
    size_t size;

    (void)state;
    w->config.sha256 = &large;
    for (size = TC3_SHA256_CONTEXT_SIZE + 1; size < TC3_SHA256_CONTEXT_SIZE + 200; size++) {
        unsigned needed;

        large.context_size = size;
        check_init("too large", TC3_ERROR_CONFIG_HASH_SIZE);
        needed = world_details()->needed_bytes;
        CHECK("enough", needed >= size);
        CHECK("not more than needed", needed < size + 8);
        CHECK_INT("a multiple of 8, as the macro must be", 0, needed % 8);
    }
    large.context_size = TC3_SHA256_CONTEXT_SIZE;
    check_init("just fits", TC3_OK);
}

static void a_client_needs_no_zeroing(void **state)
{
    (void)state;
    memset(&w->client, 0xa5, sizeof(w->client));
    world_init_client();
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
}

/* ---- tc3_client_start() and tc3_client_step() ---- */

static void one_call_at_a_time(void **state)
{
    tc3_voucher_pool other;
    tc3_voucher_pool untouched;
    tc3_status status;

    (void)state;
    memset(&other, 0x5a, sizeof(other));
    memset(&untouched, 0x5a, sizeof(untouched));
    w->server.hesitates = true;
    world_add_example();
    world_start();
    do {
        CHECK_STATUS("busy", TC3_ERROR_CONFIG_BUSY,
                     tc3_client_start(&w->client, &tc3_query_voucher_pool, &other, w->now_ms));
        status = world_step();
        world_wait();
    } while (status == TC3_PENDING);
    CHECK_STATUS("outcome", TC3_OK, status);
    world_check_example("undisturbed");
    CHECK_INT("requests", 1, w->server.request_count);
    assert_memory_equal(&other, &untouched, sizeof(other));
}

static void without_a_call_a_step_does_nothing(void **state)
{
    tc3_wait wait;

    (void)state;
    CHECK_STATUS("before", TC3_ERROR_CONFIG_IDLE, tc3_client_step(&w->client, w->now_ms, &wait));
    CHECK_INT("io calls", 0, w->server.calls);
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    world_check_example("outcome");
    CHECK_STATUS("after", TC3_ERROR_CONFIG_IDLE, tc3_client_step(&w->client, w->now_ms, &wait));
    world_check_example("still there");
}

static void starting_does_no_io_and_clears_the_result(void **state)
{
    (void)state;
    world_start();
    CHECK_INT("io calls", 0, w->server.calls);
    CHECK_INT("hash calls", 0, test_sha256_log.calls);
    CHECK_INT("credentials", 0, w->credentials.borrowed);
    world_check_no_result("started");
}

static void closing_a_client_at_rest_is_harmless(void **state)
{
    (void)state;
    tc3_client_close(&w->client);
    tc3_client_close(&w->client);
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    tc3_client_close(&w->client);
    tc3_client_close(&w->client);
    CHECK_INT("connections closed", 1, w->server.closes);
}

static void a_client_that_is_not_set_up_refuses_calls(void **state)
{
    tc3_wait wait;

    (void)state;
    w->config.host = NULL;
    check_init("no host", TC3_ERROR_CONFIG_MISSING);
    CHECK_STATUS("start", TC3_ERROR_CONFIG_MISSING,
                 tc3_client_start(&w->client, &tc3_query_voucher_pool, &w->pool, w->now_ms));
    CHECK_STATUS("step", TC3_ERROR_CONFIG_IDLE, tc3_client_step(&w->client, w->now_ms, &wait));
    tc3_client_close(&w->client);
    CHECK_INT("io calls", 0, w->server.calls + w->server.idle_closes);
}

/* ---- tables ---- */

typedef struct sample {
    uint8_t state[2];
    char text[6];
    int64_t integer;
} sample;

static sample sample_result;
static tc3_action sample_action;
static tc3_field sample_fields[] = {
    TC3_FIELD("T", TC3_TYPE_TEXT, sample, text),
    TC3_FIELD("I", TC3_TYPE_INTEGER, sample, integer),
};

static void an_action_without_a_body_is_refused(void **state)
{
    (void)state;
    sample_action = tc3_query_voucher_pool;
    sample_action.body = tc3_text_of("");
    CHECK_STATUS("empty", TC3_ERROR_CONFIG_ACTION,
                 tc3_client_start(&w->client, &sample_action, &w->pool, w->now_ms));
}

static void check_table(const char *label, tc3_field field, unsigned count, size_t result_size,
                        tc3_status expected)
{
    unsigned calls = w->server.calls;

    sample_fields[0] = field;
    sample_action = tc3_query_voucher_pool;
    sample_action.table.fields = sample_fields;
    sample_action.table.count = (uint8_t)count;
    sample_action.table.result_size = (uint16_t)result_size;
    CHECK_STATUS(label, expected,
                 tc3_client_start(&w->client, &sample_action, &sample_result, w->now_ms));
    CHECK_INT(label, calls, w->server.calls);
    tc3_client_close(&w->client);
}

static void actions_with_a_wrong_table_are_refused(void **state)
{
    static char long_name[TC3_JSON_WINDOW_SIZE];
    const tc3_field good = sample_fields[0];
    const size_t size = sizeof(sample);
    tc3_field field = good;

    (void)state;
    check_table("good", good, 2, size, TC3_PENDING);
    check_table("no fields", good, 0, size, TC3_PENDING);
    field.offset = (uint16_t)size;
    check_table("begins behind the result", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field = good;
    field.size = (uint16_t)size;
    check_table("ends behind the result", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field.offset = UINT16_MAX;
    field.size = UINT16_MAX;
    check_table("wraps around", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field = good;
    field.size = 0;
    check_table("text without room", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field = good;
    field.type = TC3_TYPE_INTEGER;
    field.size = 4;
    check_table("integer of 4 bytes", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field.type = TC3_TYPE_DECIMAL;
    field.size = 8;
    check_table("decimal of 8 bytes", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field = good;
    field.type = 77;
    check_table("unknown type", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    field = good;
    field.offset = 1;
    check_table("within the states", field, 2, size, TC3_ERROR_CONFIG_ACTION);
    sample_fields[1].size--;
    check_table("good, then too small", good, 2, size, TC3_ERROR_CONFIG_ACTION);
    sample_fields[1].size++;
    check_table("more states than the result has", good, 200, 100, TC3_ERROR_CONFIG_ACTION);
    field = good;
    field.name.bytes = long_name;
    field.name.length = (TC3_JSON_WINDOW_SIZE - 2) / 6;
    check_table("the longest name", field, 2, size, TC3_PENDING);
    field.name.length++;
    check_table("long name", field, 2, size, TC3_ERROR_CONFIG_ACTION);
}

/* ---- credentials ---- */

static void check_refused_credentials(const char *label, tc3_status expected)
{
    tc3_status status;

    w->now_ms += 1000;
    world_add_example();
    status = world_call();
    CHECK_STATUS(label, expected, status);
    CHECK_INT(label, 0, w->server.connects);
    CHECK_INT(label, w->credentials.borrowed, w->credentials.given_back);
    CHECK_INT(label, 0, world_details()->attempts);
    CHECK_INT(label, TC3_PHASE_SIGN, world_details()->phase);
    w->server.answer_count = 0;
    w->server.text_used = 0;
}

static void without_credentials_nothing_is_sent(void **state)
{
    (void)state;
    w->credentials.status = TC3_ERROR_CONFIG_CREDENTIALS;
    check_refused_credentials("none", TC3_ERROR_CONFIG_CREDENTIALS);
    CHECK_INT("given back", 0, w->credentials.given_back);
}

static void credentials_with_forbidden_characters_are_refused(void **state)
{
    static const char *const anywhere[] = {" AKID",    "AKID ",  "AK ID",     "AKID\n",
                                           "AKID\r\n", "\tAKID", "AK\x01",    "AK\x7f",
                                           "\xc3\xa9", "AK\xff", "AK\r\nX: y"};
    static const char *const in_id[] = {"AK/ID", "AK,ID", "", "/", ","};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(anywhere); i++) {
        w->credentials.secret_id = anywhere[i];
        check_refused_credentials("id", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
        w->credentials.secret_id = "AKID";
        w->credentials.secret_key = anywhere[i];
        check_refused_credentials("key", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
        w->credentials.secret_key = "key";
        w->credentials.token = anywhere[i];
        check_refused_credentials("token", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
        w->credentials.token = "";
    }
    for (i = 0; i < COUNT_OF(in_id); i++) {
        w->credentials.secret_id = in_id[i];
        check_refused_credentials("id", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    }
    w->credentials.secret_id = "AKID";
    w->credentials.secret_key = "";
    check_refused_credentials("empty key", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
}

static void credentials_that_are_too_long_are_refused(void **state)
{
    static char text[TC3_TOKEN_MAX + 2];

    (void)state;
    memset(text, 'a', TC3_SECRET_MAX + 1);
    w->credentials.secret_id = text;
    check_refused_credentials("id", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    w->credentials.secret_id = "AKID";
    w->credentials.secret_key = text;
    check_refused_credentials("key", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    w->credentials.secret_key = "key";
    memset(text, 'a', TC3_TOKEN_MAX + 1);
    w->credentials.token = text;
    check_refused_credentials("token", TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
}

/* What was right before connecting is looked at again for the signature. */
static void credentials_may_change_while_it_connects(void **state)
{
    (void)state;
    w->server.hesitates = true;
    world_add_example();
    world_start();
    while (w->server.connects == 0) {
        assert_int_equal(world_step(), TC3_PENDING);
    }
    w->credentials.secret_key = "two words";
    assert_int_equal(world_finish(), TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    CHECK_INT("requests", 0, w->server.request_count);
    CHECK_INT("phase", TC3_PHASE_SIGN, world_details()->phase);
}

static void keys_may_hold_every_visible_character(void **state)
{
    sent_request request;

    (void)state;
    w->credentials.secret_id = "AKID!#$%&'()*+-.:;<=>?@[]^_`{|}~\"\\";
    w->credentials.secret_key = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    w->credentials.token = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    world_request(0, &request);
}

static void credentials_are_given_back_before_the_answer(void **state)
{
    (void)state;
    world_add_example();
    w->server.hesitates = true;
    world_start();
    while (w->wait.phase != TC3_PHASE_RECEIVE || w->wait.events == 0) {
        assert_int_equal(world_step(), TC3_PENDING);
        world_wait();
    }
    CHECK("given back", !w->credentials.lent && w->credentials.borrowed == 2);
    assert_int_equal(world_finish(), TC3_OK);
}

static void giving_back_is_optional(void **state)
{
    (void)state;
    w->credentials.source.give_back = NULL;
    world_add_example();
    world_start();
    while (tc3_client_step(&w->client, w->now_ms, &w->wait) == TC3_PENDING) {
        w->credentials.lent = false;
        w->now_ms += w->wait.timeout_ms;
    }
    world_check_example("outcome");
    w->credentials.given_back = w->credentials.borrowed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(required_members_must_be_there),
        WORLD_TEST(the_host_must_be_a_lower_case_name),
        WORLD_TEST(texts_for_headers_must_be_harmless),
        WORLD_TEST(only_the_two_languages_of_the_api_are_accepted),
        WORLD_TEST(an_io_that_verifies_nobody_is_refused),
        WORLD_TEST(a_hash_that_is_too_large_is_refused_with_its_size),
        WORLD_TEST(a_client_needs_no_zeroing),
        WORLD_TEST(one_call_at_a_time),
        WORLD_TEST(without_a_call_a_step_does_nothing),
        WORLD_TEST(starting_does_no_io_and_clears_the_result),
        WORLD_TEST(closing_a_client_at_rest_is_harmless),
        WORLD_TEST(a_client_that_is_not_set_up_refuses_calls),
        WORLD_TEST(an_action_without_a_body_is_refused),
        WORLD_TEST(actions_with_a_wrong_table_are_refused),
        WORLD_TEST(without_credentials_nothing_is_sent),
        WORLD_TEST(credentials_with_forbidden_characters_are_refused),
        WORLD_TEST(credentials_that_are_too_long_are_refused),
        WORLD_TEST(credentials_may_change_while_it_connects),
        WORLD_TEST(keys_may_hold_every_visible_character),
        WORLD_TEST(credentials_are_given_back_before_the_answer),
        WORLD_TEST(giving_back_is_optional),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
