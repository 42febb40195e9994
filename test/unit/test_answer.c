/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the bytes of an answer's body to the fields of the result, and from an error code to a
 * status.
 */
#include "support/data.h"
#include "support/statuses.h"
#include "support/test.h"

#include "tc3/answer.h"
#include "tc3/voucher_pool.h"

#include <stdlib.h>

static tc3_voucher_pool pool;
static tc3_envelope envelope;
static tc3_answer answer;

static const char *const state_names[] = {"ABSENT",     "NULL",        "PRESENT",     "TRUNCATED",
                                          "WRONG_TYPE", "NOT_INTEGER", "OUT_OF_RANGE"};

/** A field's place, whatever its struct and type. */
typedef struct field_view {
    const char *name;
    const uint8_t *state;
    const char *text; /**< NULL for numbers */
    size_t room;      /**< of the text, with its NUL */
    const int64_t *integer;
    const tc3_decimal *decimal;
} field_view;

/** The members of a field_view that tell where a text is. */
#define TEXT_AT(place) place, sizeof(place), NULL, NULL

static const field_view views[] = {
    {"AgentName", &pool.state[TC3_VOUCHER_POOL_AGENT_NAME], TEXT_AT(pool.agent_name)},
    {"AccountType", &pool.state[TC3_VOUCHER_POOL_ACCOUNT_TYPE], NULL, 0, &pool.account_type, NULL},
    {"TotalQuota", &pool.state[TC3_VOUCHER_POOL_TOTAL_QUOTA], NULL, 0, NULL, &pool.total_quota},
    {"RemainingQuota", &pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA], NULL, 0, NULL,
     &pool.remaining_quota},
    {"IssuedNum", &pool.state[TC3_VOUCHER_POOL_ISSUED_NUM], NULL, 0, &pool.issued_num, NULL},
    {"RequestId", &envelope.state[TC3_ENVELOPE_REQUEST_ID], TEXT_AT(envelope.request_id)},
    {"Code", &envelope.state[TC3_ENVELOPE_CODE], TEXT_AT(envelope.code)},
    {"Message", &envelope.state[TC3_ENVELOPE_MESSAGE], TEXT_AT(envelope.message)},
};

static void start(void)
{
    memset(&pool, 0xa5, sizeof(pool));
    memset(&envelope, 0xa5, sizeof(envelope));
    tc3_answer_init(&answer, &tc3_query_voucher_pool.table, &pool, &envelope);
}

static tc3_status feed(tc3_text text, size_t from, size_t to)
{
    return tc3_answer_feed(&answer, (const uint8_t *)text.bytes + from, to - from);
}

static tc3_status read_whole(tc3_text text)
{
    start();
    (void)feed(text, 0, text.length);
    return tc3_answer_finish(&answer);
}

static void check_no_value(const char *label, const field_view *view)
{
    if (view->text) {
        CHECK_STRING(label, "", view->text);
    } else if (view->integer) {
        CHECK_INT(label, 0, *view->integer);
    } else {
        CHECK_INT(label, 0, view->decimal->coefficient);
        CHECK_INT(label, 0, view->decimal->exponent);
    }
}

/* How much of `text` goes into `room` bytes with a NUL: whole characters of UTF-8. */
static size_t fitting(tc3_text text, size_t room)
{
    size_t length = room - 1;

    if (text.length <= length) {
        return text.length;
    }
    while (((unsigned char)text.bytes[length] & 0xc0) == 0x80) {
        length--;
    }
    return length;
}

static void check_text(const char *label, const field_view *view, tc3_text expected)
{
    size_t length = fitting(expected, view->room);

    CHECK_BYTES(label, expected.bytes, length, view->text, strlen(view->text));
    CHECK_INT(label, length < expected.length ? TC3_FIELD_TRUNCATED : TC3_FIELD_PRESENT,
              *view->state);
}

static void check_value(const char *label, const field_view *view, tc3_text expected)
{
    char number[TC3_DECIMAL_TEXT_SIZE];

    if (view->text) {
        check_text(label, view, expected);
    } else if (view->integer) {
        CHECK_INT(label, strtoll(expected.bytes, NULL, 10), *view->integer);
    } else {
        (void)tc3_decimal_format(*view->decimal, number);
        CHECK_STRING(label, expected.bytes, number);
    }
}

static void check_equal(const char *label, const field_view *view, const char *expected)
{
    tc3_decimal decimal = {0, 0};

    CHECK_INT(label, TC3_NUMBER_OK, tc3_decimal_parse(expected, strlen(expected), &decimal));
    CHECK_INT(label, 0, tc3_decimal_compare(decimal, *view->decimal));
}

static void check_field(const char *name, const field_view *view, data_node expected)
{
    char label[128];
    const char *state = expected == DATA_NONE ? "ABSENT" : data_string(expected, "state");

    snprintf(label, sizeof(label), "%s: %s", name, view->name);
    CHECK(label, *view->state < COUNT_OF(state_names));
    if (strcmp(state, "NO_VALUE") != 0 && *view->state != TC3_FIELD_TRUNCATED) {
        CHECK_STRING(label, state, state_names[*view->state]);
    }
    if (expected != DATA_NONE && data_find(expected, "value") != DATA_NONE) {
        check_value(label, view, data_bytes(data_member(expected, "value")));
    } else if (expected != DATA_NONE && data_find(expected, "equal_to") != DATA_NONE) {
        check_equal(label, view, data_string(expected, "equal_to"));
    } else {
        CHECK(label, *view->state != TC3_FIELD_PRESENT && *view->state != TC3_FIELD_TRUNCATED);
        check_no_value(label, view);
    }
}

static void check_answer(data_node entry, const char *name, tc3_status status)
{
    data_node fields = data_member(entry, "fields");
    size_t i;

    CHECK_STATUS(name, status_of_name(data_string(entry, "status")), status);
    for (i = 0; i < COUNT_OF(views); i++) {
        check_field(name, &views[i], data_find(fields, views[i].name));
    }
}

static data_node first_answer(void)
{
    return data_first(data_member(data_load("voucher_answers.json"), "answers"));
}

static void every_form_of_every_field_is_told_apart(void **state)
{
    data_node entry;

    (void)state;
    for (entry = first_answer(); entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");

        check_answer(entry, name, read_whole(data_bytes(data_member(entry, "document"))));
    }
}

static void splits_make_no_difference(void **state)
{
    data_node entry;

    (void)state;
    for (entry = first_answer(); entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text text = data_bytes(data_member(entry, "document"));
        size_t split;

        for (split = 0; split <= text.length; split++) {
            start();
            (void)feed(text, 0, split);
            (void)feed(text, split, text.length);
            check_answer(entry, name, tc3_answer_finish(&answer));
        }
    }
}

static void feeding_tells_when_the_document_is_complete(void **state)
{
    static const char document[] = "{\"Response\":{\"IssuedNum\":1}}";
    tc3_text text = {document, sizeof(document) - 1};
    size_t i;

    (void)state;
    start();
    for (i = 0; i < text.length; i++) {
        CHECK_STATUS("before", TC3_ERROR_JSON_INCOMPLETE, tc3_answer_finish(&answer));
        CHECK_STATUS("byte", i + 1 < text.length ? TC3_PENDING : TC3_OK, feed(text, i, i + 1));
    }
    CHECK_STATUS("after", TC3_OK, tc3_answer_finish(&answer));
    CHECK_STATUS("white space", TC3_OK, feed(tc3_text_of(" \n"), 0, 2));
    CHECK_STATUS("garbage", TC3_ERROR_JSON_SYNTAX, feed(tc3_text_of("x"), 0, 1));
}

static void bodies_that_are_not_json_are_refused(void **state)
{
    data_node entry = data_first(data_member(data_load("json_invalid.json"), "documents"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text text = data_bytes(data_member(entry, "document"));

        start();
        CHECK_STATUS(name, TC3_ERROR_JSON_SYNTAX, feed(text, 0, text.length));
        CHECK_INT(name, TC3_CLASS_PROTOCOL, tc3_status_class(tc3_answer_finish(&answer)));
    }
}

static void a_new_answer_starts_cleared(void **state)
{
    static const tc3_voucher_pool nothing;
    size_t i;

    (void)state;
    start();
    CHECK_BYTES("result", &nothing, sizeof(nothing), &pool, sizeof(pool));
    for (i = 0; i < COUNT_OF(views); i++) {
        CHECK_INT(views[i].name, TC3_FIELD_ABSENT, *views[i].state);
        check_no_value(views[i].name, &views[i]);
    }
}

static void documented_error_codes_have_their_status_and_class(void **state)
{
    data_node entry = data_first(data_member(data_load("error_codes.json"), "documented"));
    size_t count = 0;

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry), count++) {
        const char *code = data_string(entry, "code");
        tc3_status status = tc3_api_code_status(code);

        CHECK_STATUS(code, status_of_name(data_string(entry, "status")), status);
        CHECK_STRING(code, data_string(entry, "class"), tc3_class_name(tc3_status_class(status)));
    }
    CHECK_INT("codes", 41, count);
}

static void other_error_codes_go_by_their_prefix(void **state)
{
    data_node entry = data_first(data_member(data_load("error_codes.json"), "others"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *code = data_string(entry, "code");

        CHECK_STATUS(code, status_of_name(data_string(entry, "status")), tc3_api_code_status(code));
    }
}

static void account_types_have_words(void **state)
{
    (void)state;
    CHECK_STRING("1", "reseller", tc3_account_type_name(1));
    CHECK_STRING("2", "distributor", tc3_account_type_name(2));
    CHECK_STRING("3", "second-level reseller", tc3_account_type_name(3));
    CHECK_STRING("0", "unknown role", tc3_account_type_name(0));
    CHECK_STRING("4", "unknown role", tc3_account_type_name(4));
    CHECK_STRING("-1", "unknown role", tc3_account_type_name(-1));
    CHECK_STRING("2^32 + 1", "unknown role", tc3_account_type_name(4294967297));
    CHECK_STRING("2^63 - 1", "unknown role", tc3_account_type_name(INT64_MAX));
    CHECK_STRING("-2^63", "unknown role", tc3_account_type_name(INT64_MIN));
}

static void the_action_is_as_documented(void **state)
{
    const tc3_action *action = &tc3_query_voucher_pool;

    (void)state;
    CHECK_BYTES("name", "QueryVoucherPool", 16, action->name.bytes, action->name.length);
    CHECK_BYTES("service", "intlpartnersmgt", 15, action->service.bytes, action->service.length);
    CHECK_BYTES("version", "2022-09-28", 10, action->version.bytes, action->version.length);
    CHECK_BYTES("body", "{}", 2, action->body.bytes, action->body.length);
    CHECK_INT("fields", TC3_VOUCHER_POOL_FIELD_COUNT, action->table.count);
    CHECK_INT("result", sizeof(tc3_voucher_pool), action->table.result_size);
    CHECK_STRING("host", "intlpartnersmgt.intl.tencentcloudapi.com", TC3_VOUCHER_POOL_HOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_every_field_is_told_apart),
        cmocka_unit_test(splits_make_no_difference),
        cmocka_unit_test(feeding_tells_when_the_document_is_complete),
        cmocka_unit_test(bodies_that_are_not_json_are_refused),
        cmocka_unit_test(a_new_answer_starts_cleared),
        cmocka_unit_test(documented_error_codes_have_their_status_and_class),
        cmocka_unit_test(other_error_codes_go_by_their_prefix),
        cmocka_unit_test(account_types_have_words),
        cmocka_unit_test(the_action_is_as_documented),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
