/* SPDX-License-Identifier: Apache-2.0 */
/* Field tables other than the library's own: small texts, pieces, and the places beside a field. */
#include "support/test.h"

#include "tc3/decimal.h"
#include "tc3/fields.h"

/** Room between the fields shows writes beside them. */
typedef struct sample {
    uint8_t state[4];
    char guard_a[8];
    char tiny[1];
    char guard_b[8];
    char small[5];
    char guard_c[8];
    int64_t integer;
    tc3_decimal decimal;
    char guard_d[8];
} sample;

enum {
    TINY,
    SMALL,
    INTEGER,
    DECIMAL
};

static const tc3_field fields[] = {
    TC3_FIELD("Tiny", TC3_TYPE_TEXT, sample, tiny),
    TC3_FIELD("Small", TC3_TYPE_TEXT, sample, small),
    TC3_FIELD("Integer", TC3_TYPE_INTEGER, sample, integer),
    TC3_FIELD("Decimal", TC3_TYPE_DECIMAL, sample, decimal),
};

static const tc3_field_table table = {fields, COUNT_OF(fields), sizeof(sample)};

static sample result;

static int clear_result(void **state)
{
    (void)state;
    memset(&result, 0xa5, sizeof(result));
    tc3_fields_clear(&table, &result);
    return 0;
}

static void store_piece(unsigned index, tc3_json_kind kind, const char *text, bool first, bool last)
{
    tc3_json_value value = {kind, text, text ? strlen(text) : 0, first, last};

    tc3_fields_store(&table, &result, index, &value);
}

static void store(unsigned index, tc3_json_kind kind, const char *text)
{
    store_piece(index, kind, text, true, true);
}

static void check_guards(void)
{
    static const char untouched[8] = {0};

    assert_memory_equal(result.guard_a, untouched, sizeof(untouched));
    assert_memory_equal(result.guard_b, untouched, sizeof(untouched));
    assert_memory_equal(result.guard_c, untouched, sizeof(untouched));
    assert_memory_equal(result.guard_d, untouched, sizeof(untouched));
}

static void check_text(unsigned index, tc3_field_state state, const char *expected)
{
    CHECK_INT(expected, state, result.state[index]);
    CHECK_STRING("text", expected, index == TINY ? result.tiny : result.small);
    check_guards();
}

static void members_are_found_by_their_whole_name(void **state)
{
    (void)state;
    CHECK_INT("first", 0, tc3_fields_find(&table, "Tiny", 4));
    CHECK_INT("last", 3, tc3_fields_find(&table, "Decimal", 7));
    CHECK_INT("shorter", TC3_FIELD_NONE, tc3_fields_find(&table, "Tin", 3));
    CHECK_INT("longer", TC3_FIELD_NONE, tc3_fields_find(&table, "Tiny2", 5));
    CHECK_INT("a part of what is there", 0, tc3_fields_find(&table, "Tiny2", 4));
    CHECK_INT("other case", TC3_FIELD_NONE, tc3_fields_find(&table, "tiny", 4));
    CHECK_INT("empty", TC3_FIELD_NONE, tc3_fields_find(&table, "", 0));
    CHECK_INT("other", TC3_FIELD_NONE, tc3_fields_find(&table, "Other", 5));
}

static void clearing_makes_every_field_absent_and_zero(void **state)
{
    static const sample nothing;

    (void)state;
    CHECK_INT("absent is zero", 0, TC3_FIELD_ABSENT);
    assert_memory_equal(&result, &nothing, sizeof(result));
}

static void texts_fill_their_room_but_for_the_nul(void **state)
{
    (void)state;
    store(SMALL, TC3_JSON_STRING, "");
    check_text(SMALL, TC3_FIELD_PRESENT, "");
    store(SMALL, TC3_JSON_STRING, "abcd");
    check_text(SMALL, TC3_FIELD_PRESENT, "abcd");
    store(SMALL, TC3_JSON_STRING, "abcde");
    check_text(SMALL, TC3_FIELD_TRUNCATED, "abcd");
    store(SMALL, TC3_JSON_STRING, "\\u540d");
    check_text(SMALL, TC3_FIELD_PRESENT, "\xe5\x90\x8d");
    store(SMALL, TC3_JSON_STRING, "\xe5\x90\x8d\xe5\xad\x97");
    check_text(SMALL, TC3_FIELD_TRUNCATED, "\xe5\x90\x8d");
    store(SMALL, TC3_JSON_STRING, "a\\ud83d\\ude00");
    check_text(SMALL, TC3_FIELD_TRUNCATED, "a");
    store(TINY, TC3_JSON_STRING, "");
    check_text(TINY, TC3_FIELD_PRESENT, "");
    store(TINY, TC3_JSON_STRING, "a");
    check_text(TINY, TC3_FIELD_TRUNCATED, "");
}

static void pieces_are_put_together(void **state)
{
    (void)state;
    store_piece(SMALL, TC3_JSON_STRING, "a", true, false);
    store_piece(SMALL, TC3_JSON_STRING, "b", false, false);
    store_piece(SMALL, TC3_JSON_STRING, "c", false, true);
    check_text(SMALL, TC3_FIELD_PRESENT, "abc");
    store_piece(SMALL, TC3_JSON_STRING, "x", true, false);
    store_piece(SMALL, TC3_JSON_STRING, "", false, true);
    check_text(SMALL, TC3_FIELD_PRESENT, "x");
}

/* What comes after a cut must not be appended, even if it would fit. */
static void nothing_is_put_behind_a_cut(void **state)
{
    (void)state;
    store_piece(SMALL, TC3_JSON_STRING, "ab", true, false);
    store_piece(SMALL, TC3_JSON_STRING, "\xe5\x90\x8d", false, false);
    store_piece(SMALL, TC3_JSON_STRING, "c", false, true);
    check_text(SMALL, TC3_FIELD_TRUNCATED, "ab");
}

static void long_texts_are_no_numbers(void **state)
{
    static const char long_text[] = "far more than any number would ever need to be written";

    (void)state;
    store(INTEGER, TC3_JSON_STRING, long_text);
    CHECK_INT("integer", TC3_FIELD_WRONG_TYPE, result.state[INTEGER]);
    store(DECIMAL, TC3_JSON_STRING, long_text);
    CHECK_INT("decimal", TC3_FIELD_WRONG_TYPE, result.state[DECIMAL]);
    store_piece(INTEGER, TC3_JSON_STRING, "1", true, false);
    store_piece(INTEGER, TC3_JSON_STRING, "2", false, true);
    CHECK_INT("integer", TC3_FIELD_WRONG_TYPE, result.state[INTEGER]);
    CHECK_INT("integer", 0, result.integer);
    store_piece(DECIMAL, TC3_JSON_STRING, "x", true, false);
    store_piece(DECIMAL, TC3_JSON_STRING, "2", false, true);
    CHECK_INT("decimal", TC3_FIELD_WRONG_TYPE, result.state[DECIMAL]);
    CHECK_INT("decimal", 0, result.decimal.coefficient);
    check_guards();
}

/* Leaves the stack below the caller full of what must not come out. */
static void litter_the_stack(void)
{
    volatile uint8_t litter[2048];
    size_t i;

    for (i = 0; i < sizeof(litter); i++) {
        litter[i] = 0xa5;
    }
}

static void what_pads_a_decimal_stays_zero(void **state)
{
    static const char *const texts[] = {"1.5", "0", "-9223372036854775808", "1e-32768"};
    static const uint8_t zeros[sizeof(tc3_decimal)];
    const size_t used = offsetof(tc3_decimal, exponent) + sizeof(int16_t);
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(texts); i++) {
        memset(&result, 0xa5, sizeof(result));
        tc3_fields_clear(&table, &result);
        litter_the_stack();
        store(DECIMAL, TC3_JSON_PRIMITIVE, texts[i]);
        CHECK_INT(texts[i], TC3_FIELD_PRESENT, result.state[DECIMAL]);
        CHECK_BYTES(texts[i], zeros, sizeof(tc3_decimal) - used,
                    (const uint8_t *)&result.decimal + used, sizeof(tc3_decimal) - used);
    }
}

static void numbers_cut_by_the_window_are_out_of_range(void **state)
{
    (void)state;
    store_piece(INTEGER, TC3_JSON_PRIMITIVE, "12", true, false);
    CHECK_INT("integer", TC3_FIELD_OUT_OF_RANGE, result.state[INTEGER]);
    CHECK_INT("integer", 0, result.integer);
    store_piece(DECIMAL, TC3_JSON_PRIMITIVE, "1.5", true, false);
    CHECK_INT("decimal", TC3_FIELD_OUT_OF_RANGE, result.state[DECIMAL]);
    CHECK_INT("decimal", 0, result.decimal.coefficient);
}

static void numbers_and_literals_are_told_apart(void **state)
{
    (void)state;
    store(INTEGER, TC3_JSON_PRIMITIVE, "-42");
    CHECK_INT("state", TC3_FIELD_PRESENT, result.state[INTEGER]);
    CHECK_INT("value", -42, result.integer);
    store(DECIMAL, TC3_JSON_PRIMITIVE, "-4.20");
    CHECK_INT("state", TC3_FIELD_PRESENT, result.state[DECIMAL]);
    CHECK_INT("value", -420, result.decimal.coefficient);
    CHECK_INT("value", -2, result.decimal.exponent);
    store(INTEGER, TC3_JSON_PRIMITIVE, "true");
    CHECK_INT("state", TC3_FIELD_WRONG_TYPE, result.state[INTEGER]);
    CHECK_INT("value", 0, result.integer);
    store(DECIMAL, TC3_JSON_PRIMITIVE, "null");
    CHECK_INT("state", TC3_FIELD_NULL, result.state[DECIMAL]);
    CHECK_INT("value", 0, result.decimal.coefficient);
    store(SMALL, TC3_JSON_STRING, "null");
    check_text(SMALL, TC3_FIELD_PRESENT, "null");
    store(SMALL, TC3_JSON_PRIMITIVE, "null");
    check_text(SMALL, TC3_FIELD_NULL, "");
    store(SMALL, TC3_JSON_PRIMITIVE, "1");
    check_text(SMALL, TC3_FIELD_WRONG_TYPE, "");
    store(SMALL, TC3_JSON_OBJECT, NULL);
    check_text(SMALL, TC3_FIELD_WRONG_TYPE, "");
    store(INTEGER, TC3_JSON_ARRAY, NULL);
    CHECK_INT("state", TC3_FIELD_WRONG_TYPE, result.state[INTEGER]);
    check_guards();
}

static void states_are_told_apart_in_words(void **state)
{
    (void)state;
    CHECK_STRING("absent", "absent", tc3_field_state_text(TC3_FIELD_ABSENT));
    CHECK_STRING("null", "null", tc3_field_state_text(TC3_FIELD_NULL));
    CHECK_STRING("present", "present", tc3_field_state_text(TC3_FIELD_PRESENT));
    CHECK_STRING("cut", "truncated", tc3_field_state_text(TC3_FIELD_TRUNCATED));
    CHECK_STRING("type", "of another type", tc3_field_state_text(TC3_FIELD_WRONG_TYPE));
    CHECK_STRING("fraction", "not an integer", tc3_field_state_text(TC3_FIELD_NOT_INTEGER));
    CHECK_STRING("range", "out of range", tc3_field_state_text(TC3_FIELD_OUT_OF_RANGE));
    CHECK_STRING("no state", "unknown",
                 tc3_field_state_text((tc3_field_state)(TC3_FIELD_OUT_OF_RANGE + 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_by_their_whole_name),
        cmocka_unit_test(states_are_told_apart_in_words),
        cmocka_unit_test_setup(clearing_makes_every_field_absent_and_zero, clear_result),
        cmocka_unit_test_setup(texts_fill_their_room_but_for_the_nul, clear_result),
        cmocka_unit_test_setup(pieces_are_put_together, clear_result),
        cmocka_unit_test_setup(nothing_is_put_behind_a_cut, clear_result),
        cmocka_unit_test_setup(long_texts_are_no_numbers, clear_result),
        cmocka_unit_test_setup(what_pads_a_decimal_stays_zero, clear_result),
        cmocka_unit_test_setup(numbers_cut_by_the_window_are_out_of_range, clear_result),
        cmocka_unit_test_setup(numbers_and_literals_are_told_apart, clear_result),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
