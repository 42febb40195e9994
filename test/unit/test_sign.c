/* SPDX-License-Identifier: Apache-2.0 */
#include "support/data.h"
#include "support/reference.h"
#include "support/sha256.h"
#include "support/test.h"

#include "tc3/sign.h"

static const tc3_text empty = {"", 0};

static int reset_hash(void **state)
{
    (void)state;
    sha256_log_reset();
    return 0;
}

static void check_hash_was_used_well(const char *label)
{
    CHECK_INT(label, 0, test_sha256_log.live);
    if (test_sha256_log.misuse) {
        print_error("[%s] %s\n", label, test_sha256_log.misuse);
        fail();
    }
}

/* Derives, signs and releases; the signature as text. */
static void sign(const char *label, const tc3_signed_request *request, tc3_text secret_key,
                 char hex[65])
{
    tc3_signing_key key = {0};
    tc3_sha256_context scratch = {0};
    uint8_t signature[TC3_SHA256_SIZE];

    CHECK_STATUS(label, TC3_OK,
                 tc3_signing_key_derive(&key, &test_sha256, secret_key, request->service,
                                        request->timestamp));
    CHECK_STATUS(label, TC3_OK, tc3_sign(&key, &test_sha256, request, &scratch, signature));
    tc3_signing_key_release(&key, &test_sha256);
    check_hash_was_used_well(label);
    hex_text(signature, sizeof(signature), hex);
}

static tc3_signed_request request_of(data_node input)
{
    tc3_signed_request request = {empty, empty, empty, empty, empty, empty, empty, 0};

    request.method = data_text(data_member(input, "method"));
    request.query = data_text(data_member(input, "query"));
    request.content_type = data_text(data_member(input, "content_type"));
    request.host = data_text(data_member(input, "host"));
    request.service = data_text(data_member(input, "service"));
    request.body = data_text(data_member(input, "body_utf8"));
    request.timestamp = (uint32_t)data_integer(data_member(input, "timestamp"));
    return request;
}

static void signs_like_the_official_sdk(void **state)
{
    data_node root = data_load("signature_vectors.json");
    data_node vector;
    size_t count = 0;

    (void)state;
    for (vector = data_first(data_member(root, "vectors")); vector != DATA_NONE;
         vector = data_next(vector)) {
        data_node input = data_member(vector, "input");
        const char *name = data_string(vector, "name");
        tc3_signed_request request = request_of(input);
        tc3_text hexadecimal = data_text(data_member(input, "body_hex"));
        char body[2 * 256 + 1];
        char hex[65];

        hex_text((const uint8_t *)request.body.bytes, request.body.length, body);
        CHECK_STRING(name, hexadecimal.bytes, body);
        sign(name, &request, data_text(data_member(input, "secret_key")), hex);
        CHECK_STRING(name, data_string(data_member(vector, "expected"), "signature"), hex);
        count++;
    }
    CHECK_INT("vectors", 6, count);
}

static void signs_what_tencent_published(void **state)
{
    static reference_signature reference;
    data_node root = data_load("signature_vectors_published.json");
    data_node vector;
    size_t signatures = 0;

    (void)state;
    for (vector = data_first(data_member(root, "vectors")); vector != DATA_NONE;
         vector = data_next(vector)) {
        data_node input = data_member(vector, "input");
        data_node published = data_find(data_member(vector, "published"), "signature");
        const char *name = data_string(vector, "name");
        tc3_text secret_key = data_text(data_member(input, "secret_key"));
        tc3_signed_request request = request_of(input);
        char hex[65];

        if (!data_is_null(data_member(input, "signed_action"))) {
            request.action = data_text(data_member(input, "signed_action"));
        }
        sign(name, &request, secret_key, hex);
        reference_sign(&request, secret_key, &reference);
        CHECK_STRING(name, reference.signature, hex);
        if (published == DATA_NONE) {
            continue; /* its key is masked there */
        }
        CHECK_STRING(name, data_text(published).bytes, hex);
        signatures++;
    }
    CHECK_INT("published signatures", 4, signatures);
}

static void signs_with_secrets_of_any_length(void **state)
{
    data_node root = data_load("signature_vectors_key_lengths.json");
    tc3_signed_request request = {empty, empty, empty, empty, empty, empty, empty, 0};
    data_node vector;

    (void)state;
    request.method = data_text(data_member(root, "method"));
    request.content_type = data_text(data_member(root, "content_type"));
    request.host = data_text(data_member(root, "host"));
    request.action = data_text(data_member(root, "action"));
    request.service = data_text(data_member(root, "service"));
    request.body = data_text(data_member(root, "body"));
    request.timestamp = (uint32_t)data_integer(data_member(root, "timestamp"));
    for (vector = data_first(data_member(root, "vectors")); vector != DATA_NONE;
         vector = data_next(vector)) {
        tc3_text secret_key = data_text(data_member(vector, "secret_key"));
        char label[32];
        char hex[65];

        snprintf(label, sizeof(label), "secret of %u", (unsigned)secret_key.length);
        CHECK_INT(label, data_integer(data_member(vector, "length")), secret_key.length);
        sign(label, &request, secret_key, hex);
        CHECK_STRING(label, data_string(vector, "signature"), hex);
    }
}

static tc3_signed_request voucher_request(void)
{
    static const tc3_signed_request request = {
        TC3_TEXT_LITERAL("POST"),
        TC3_TEXT_LITERAL(""),
        TC3_TEXT_LITERAL("application/json"),
        TC3_TEXT_LITERAL("intlpartnersmgt.intl.tencentcloudapi.com"),
        TC3_TEXT_LITERAL("QueryVoucherPool"),
        TC3_TEXT_LITERAL("intlpartnersmgt"),
        TC3_TEXT_LITERAL("{}"),
        1795415395,
    };

    return request;
}

static const tc3_text usual_secret = TC3_TEXT_LITERAL("DKRYfmt07ELSZgnu18FMTahov29GNUbi");

static void check_against_reference(const char *label, const tc3_signed_request *request)
{
    static reference_signature reference;
    char hex[65];

    sign(label, request, usual_secret, hex);
    reference_sign(request, usual_secret, &reference);
    CHECK_STRING(label, reference.signature, hex);
}

/* Each part of the canonical request grows over several blocks of the hash. */
static void signs_parts_of_any_length(void **state)
{
    static char filler[301];
    size_t length;

    (void)state;
    memset(filler, 'k', sizeof(filler) - 1);
    for (length = 0; length <= 300; length++) {
        tc3_text part = {filler, length};
        tc3_signed_request request = voucher_request();

        request.body = part;
        check_against_reference("body", &request);
        request = voucher_request();
        request.query = part;
        request.method.bytes = "GET";
        request.method.length = 3;
        check_against_reference("query", &request);
        if (length == 0) {
            continue;
        }
        request = voucher_request();
        request.host = part;
        check_against_reference("host", &request);
        request = voucher_request();
        request.action = part;
        check_against_reference("action", &request);
        request = voucher_request();
        request.service = part;
        check_against_reference("service", &request);
        request = voucher_request();
        request.content_type = part;
        check_against_reference("content type", &request);
    }
}

static void signs_bodies_that_resemble_the_known_one(void **state)
{
    static const tc3_text bodies[] = {
        TC3_TEXT_LITERAL("{}"),  TC3_TEXT_LITERAL("{"),    TC3_TEXT_LITERAL("}"),
        TC3_TEXT_LITERAL("{ }"), TC3_TEXT_LITERAL("{}\n"), TC3_TEXT_LITERAL("[]"),
        TC3_TEXT_LITERAL("{]"),  TC3_TEXT_LITERAL("[}"),   TC3_TEXT_LITERAL("{\0"),
        TC3_TEXT_LITERAL(""),    TC3_TEXT_LITERAL("{}{}"),
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(bodies); i++) {
        tc3_signed_request request = voucher_request();

        request.body = bodies[i];
        check_against_reference("body", &request);
    }
}

static void signs_the_action_in_lower_case(void **state)
{
    static const tc3_text actions[] = {
        TC3_TEXT_LITERAL("QueryVoucherPool"),
        TC3_TEXT_LITERAL("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        TC3_TEXT_LITERAL("abcdefghijklmnopqrstuvwxyz"),
        TC3_TEXT_LITERAL("@AZ[`az{0129_-."),
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(actions); i++) {
        tc3_signed_request request = voucher_request();

        request.action = actions[i];
        check_against_reference("action", &request);
    }
}

static void signs_timestamps_of_any_number_of_digits(void **state)
{
    static const uint32_t timestamps[] = {
        0,      1,       9,         10,         99,         100,        86399,     86400,
        999999, 1000000, 999999999, 1000000000, 2147483647, 2147483648, UINT32_MAX};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(timestamps); i++) {
        tc3_signed_request request = voucher_request();

        request.timestamp = timestamps[i];
        check_against_reference("timestamp", &request);
    }
}

static void one_key_signs_many_requests_of_its_day(void **state)
{
    static reference_signature reference;
    tc3_signed_request request = voucher_request();
    tc3_signing_key key = {0};
    tc3_sha256_context scratch = {0};
    uint8_t signature[TC3_SHA256_SIZE];
    char hex[65];
    int i;

    (void)state;
    CHECK_STATUS("derive", TC3_OK,
                 tc3_signing_key_derive(&key, &test_sha256, usual_secret, request.service,
                                        request.timestamp));
    for (i = 0; i < 5; i++) {
        CHECK_STATUS("sign", TC3_OK, tc3_sign(&key, &test_sha256, &request, &scratch, signature));
        CHECK_INT("the scratch holds nothing", 2, test_sha256_log.live);
        reference_sign(&request, usual_secret, &reference);
        hex_text(signature, sizeof(signature), hex);
        CHECK_STRING("same day", reference.signature, hex);
        request.timestamp += (uint32_t)i;
    }
    tc3_signing_key_release(&key, &test_sha256);
    check_hash_was_used_well("many");
}

static void signing_costs_few_compressions(void **state)
{
    tc3_signed_request request = voucher_request();
    tc3_signing_key key = {0};
    tc3_sha256_context scratch = {0};
    uint8_t signature[TC3_SHA256_SIZE];

    (void)state;
    assert_int_equal(tc3_signing_key_derive(&key, &test_sha256, usual_secret, request.service,
                                            request.timestamp),
                     TC3_OK);
    CHECK_INT("deriving", 14, test_sha256_log.compressions);
    assert_int_equal(tc3_sign(&key, &test_sha256, &request, &scratch, signature), TC3_OK);
    assert_in_range(test_sha256_log.compressions, 1, 22);

    test_sha256_log.compressions = 0;
    assert_int_equal(tc3_sign(&key, &test_sha256, &request, &scratch, signature), TC3_OK);
    assert_in_range(test_sha256_log.compressions, 1, 10);
    tc3_signing_key_release(&key, &test_sha256);
}

static void a_failing_hash_is_reported_and_nothing_leaks(void **state)
{
    tc3_signed_request request = voucher_request();
    tc3_signing_key key = {0};
    tc3_sha256_context scratch = {0};
    uint8_t signature[TC3_SHA256_SIZE];
    unsigned derive_calls;
    unsigned sign_calls;
    unsigned n;

    (void)state;
    assert_int_equal(tc3_signing_key_derive(&key, &test_sha256, usual_secret, request.service,
                                            request.timestamp),
                     TC3_OK);
    derive_calls = test_sha256_log.calls;
    assert_int_equal(tc3_sign(&key, &test_sha256, &request, &scratch, signature), TC3_OK);
    sign_calls = test_sha256_log.calls - derive_calls;
    for (n = 1; n <= sign_calls; n++) {
        test_sha256_log.fail_at = test_sha256_log.calls + n;
        CHECK_STATUS("sign", TC3_ERROR_CONFIG_HASH,
                     tc3_sign(&key, &test_sha256, &request, &scratch, signature));
        CHECK_INT("only the key is left", 2, test_sha256_log.live);
    }
    test_sha256_log.fail_at = 0;
    assert_int_equal(tc3_sign(&key, &test_sha256, &request, &scratch, signature), TC3_OK);
    tc3_signing_key_release(&key, &test_sha256);
    for (n = 1; n <= derive_calls; n++) {
        test_sha256_log.fail_at = test_sha256_log.calls + n;
        CHECK_STATUS("derive", TC3_ERROR_CONFIG_HASH,
                     tc3_signing_key_derive(&key, &test_sha256, usual_secret, request.service,
                                            request.timestamp));
        check_hash_was_used_well("derive");
    }
}

static void releasing_wipes_the_key(void **state)
{
    static const tc3_signing_key nothing;
    tc3_signing_key key = {0};

    (void)state;
    assert_int_equal(tc3_signing_key_derive(&key, &test_sha256, usual_secret,
                                            tc3_text_of("intlpartnersmgt"), 1795415395),
                     TC3_OK);
    assert_memory_not_equal(&key, &nothing, sizeof(key));
    tc3_signing_key_release(&key, &test_sha256);
    assert_memory_equal(&key, &nothing, sizeof(key));
    tc3_signing_key_release(&key, &test_sha256);
    check_hash_was_used_well("released twice");
}

static unsigned days_of_month(unsigned year, unsigned month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

static void check_date(uint32_t timestamp, const char *expected)
{
    char text[TC3_DATE_LENGTH + 1];

    text[TC3_DATE_LENGTH] = '#';
    tc3_date_text(timestamp, text);
    CHECK_BYTES("date", expected, TC3_DATE_LENGTH, text, TC3_DATE_LENGTH);
    CHECK_INT("nothing behind it", '#', text[TC3_DATE_LENGTH]);
}

static void dates_are_right_on_every_day_until_2106(void **state)
{
    unsigned year = 1970;
    unsigned month = 1;
    unsigned day = 1;
    uint32_t midnight = 0;
    char expected[32];

    (void)state;
    for (;;) {
        snprintf(expected, sizeof(expected), "%04u-%02u-%02u", year, month, day);
        check_date(midnight, expected);
        if (UINT32_MAX - midnight < TC3_SECONDS_PER_DAY - 1) {
            break;
        }
        check_date(midnight + TC3_SECONDS_PER_DAY - 1, expected);
        if (UINT32_MAX - midnight < TC3_SECONDS_PER_DAY) {
            break;
        }
        midnight += TC3_SECONDS_PER_DAY;
        if (++day > days_of_month(year, month)) {
            day = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
    CHECK_STRING("the last day of 32 bits", "2106-02-07", expected);
}

static void dates_change_at_midnight_utc(void **state)
{
    (void)state;
    check_date(1767225599, "2025-12-31");
    check_date(1767225600, "2026-01-01");
    check_date(1835395199, "2028-02-28");
    check_date(1835395200, "2028-02-29");
    check_date(1835481599, "2028-02-29");
    check_date(1835481600, "2028-03-01");
    check_date(4107542399u, "2100-02-28");
    check_date(4107542400u, "2100-03-01");
    check_date(4294967295u, "2106-02-07");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(signs_like_the_official_sdk, reset_hash),
        cmocka_unit_test_setup(signs_what_tencent_published, reset_hash),
        cmocka_unit_test_setup(signs_with_secrets_of_any_length, reset_hash),
        cmocka_unit_test_setup(signs_parts_of_any_length, reset_hash),
        cmocka_unit_test_setup(signs_bodies_that_resemble_the_known_one, reset_hash),
        cmocka_unit_test_setup(signs_the_action_in_lower_case, reset_hash),
        cmocka_unit_test_setup(signs_timestamps_of_any_number_of_digits, reset_hash),
        cmocka_unit_test_setup(one_key_signs_many_requests_of_its_day, reset_hash),
        cmocka_unit_test_setup(signing_costs_few_compressions, reset_hash),
        cmocka_unit_test_setup(a_failing_hash_is_reported_and_nothing_leaks, reset_hash),
        cmocka_unit_test_setup(releasing_wipes_the_key, reset_hash),
        cmocka_unit_test(dates_are_right_on_every_day_until_2106),
        cmocka_unit_test(dates_change_at_midnight_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
