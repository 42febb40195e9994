/* SPDX-License-Identifier: Apache-2.0 */
#include "support/data.h"
#include "support/test.h"

#include "tc3/decimal.h"

#include <stdlib.h>

/* A value that no test expects, to see that it stays. */
static const tc3_decimal untouched = {-77, 1234};

static void check_same(const char *label, tc3_decimal expected, tc3_decimal actual)
{
    CHECK_INT(label, expected.coefficient, actual.coefficient);
    CHECK_INT(label, expected.exponent, actual.exponent);
}

static tc3_decimal parse(tc3_text text)
{
    tc3_decimal decimal = untouched;

    CHECK_INT(text.bytes, TC3_NUMBER_OK, tc3_decimal_parse(text.bytes, text.length, &decimal));
    return decimal;
}

static tc3_decimal parse_string(const char *text)
{
    return parse(tc3_text_of(text));
}

static tc3_decimal expected_decimal(data_node entry)
{
    tc3_decimal decimal;

    decimal.coefficient = strtoll(data_string(entry, "coefficient"), NULL, 10);
    decimal.exponent = (int16_t)data_integer(data_member(entry, "exponent"));
    return decimal;
}

/* The same value without zeros at the coefficient's end; the exponent no longer fits 16 bits. */
static void normalise(tc3_decimal decimal, long long *coefficient, long *exponent)
{
    *coefficient = decimal.coefficient;
    *exponent = decimal.exponent;
    while (*coefficient != 0 && *coefficient % 10 == 0) {
        *coefficient /= 10;
        ++*exponent;
    }
    if (*coefficient == 0) {
        *exponent = 0;
    }
}

static void check_same_value(const char *label, tc3_decimal expected, tc3_decimal actual)
{
    long long coefficients[2];
    long exponents[2];

    normalise(expected, &coefficients[0], &exponents[0]);
    normalise(actual, &coefficients[1], &exponents[1]);
    CHECK_INT(label, coefficients[0], coefficients[1]);
    CHECK_INT(label, exponents[0], exponents[1]);
    CHECK_INT(label, 0, tc3_decimal_compare(expected, actual));
}

/* Formats, and checks what holds for every text that comes out. */
static const char *format(tc3_decimal decimal)
{
    static char buffer[TC3_DECIMAL_TEXT_SIZE + 1];
    size_t length;

    memset(buffer, '#', sizeof(buffer));
    length = tc3_decimal_format(decimal, buffer);
    CHECK("room", length < TC3_DECIMAL_TEXT_SIZE);
    CHECK_INT("NUL", 0, buffer[length]);
    CHECK_INT("length", strlen(buffer), length);
    CHECK_INT("nothing behind", '#', buffer[TC3_DECIMAL_TEXT_SIZE]);
    check_same_value(buffer, decimal, parse_string(buffer));
    return buffer;
}

static void numbers_are_read_and_written_as_sent(void **state)
{
    data_node root = data_load("decimals.json");
    data_node entry;

    (void)state;
    for (entry = data_first(data_member(root, "exact")); entry != DATA_NONE;
         entry = data_next(entry)) {
        tc3_text text = data_text(data_member(entry, "text"));
        data_node written = data_member(entry, "written");
        tc3_decimal decimal = parse(text);

        check_same(text.bytes, expected_decimal(entry), decimal);
        if (data_is_null(written)) {
            CHECK(text.bytes, strchr(format(decimal), 'e') != NULL);
        } else {
            CHECK_STRING(text.bytes, data_text(written).bytes, format(decimal));
        }
    }
}

static void zeros_at_either_end_never_count(void **state)
{
    data_node root = data_load("decimals.json");
    data_node entry;

    (void)state;
    for (entry = data_first(data_member(root, "by_value")); entry != DATA_NONE;
         entry = data_next(entry)) {
        tc3_text text = data_text(data_member(entry, "text"));

        check_same_value(text.bytes, expected_decimal(entry), parse(text));
    }
}

static void check_refused(data_node list, tc3_number_form expected)
{
    data_node entry;

    for (entry = data_first(list); entry != DATA_NONE; entry = data_next(entry)) {
        tc3_text text = data_text(entry);
        tc3_decimal decimal = untouched;

        CHECK_INT(text.bytes, expected, tc3_decimal_parse(text.bytes, text.length, &decimal));
        check_same(text.bytes, untouched, decimal);
    }
}

static void numbers_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    check_refused(data_member(data_load("decimals.json"), "out_of_range"), TC3_NUMBER_RANGE);
}

static void texts_that_are_no_numbers_are_refused(void **state)
{
    (void)state;
    check_refused(data_member(data_load("decimals.json"), "invalid"), TC3_NUMBER_INVALID);
}

static void the_text_needs_no_nul(void **state)
{
    tc3_decimal decimal = untouched;
    char text[] = {'1', '2', '.', '5', '9'};

    (void)state;
    CHECK_INT("cut", TC3_NUMBER_OK, tc3_decimal_parse(text, 4, &decimal));
    check_same("cut", parse_string("12.5"), decimal);
    CHECK_INT("cut", TC3_NUMBER_INVALID, tc3_decimal_parse(text, 3, &decimal));
}

static void eighteen_digits_always_fit(void **state)
{
    char text[24];
    size_t point;

    (void)state;
    for (point = 1; point <= 18; point++) {
        tc3_decimal decimal;

        memset(text, '9', sizeof(text));
        text[point] = '.';
        text[19] = '\0';
        if (point == 18) {
            text[18] = '\0';
        }
        decimal = parse_string(text);
        CHECK_INT(text, 999999999999999999, decimal.coefficient);
        CHECK_INT(text, (int)point - 18, decimal.exponent);
        CHECK_STRING(text, text, format(decimal));
    }
}

/* A generator of repeatable numbers (Knuth's MMIX constants). */
static uint64_t next_number(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed ^ *seed >> 29;
}

static void what_is_written_reads_back(void **state)
{
    static const int64_t coefficients[] = {
        0, 1, -1, 9, 10, -10, 99, 1000000, 999999999999999999, INT64_MAX, INT64_MIN, -INT64_MAX};
    uint64_t seed = 20261123;
    unsigned round;

    (void)state;
    for (round = 0; round < 20000; round++) {
        tc3_decimal decimal;

        if (round % 4 == 0) {
            decimal.coefficient = coefficients[round / 4 % COUNT_OF(coefficients)];
        } else {
            decimal.coefficient = (int64_t)next_number(&seed) >> (next_number(&seed) % 63);
        }
        decimal.exponent = (int16_t)((int64_t)next_number(&seed) >> (48 + round % 15));
        (void)format(decimal);
    }
    for (round = 0; round < COUNT_OF(coefficients); round++) {
        tc3_decimal decimal = {coefficients[round], INT16_MIN};

        (void)format(decimal);
        decimal.exponent = INT16_MAX;
        (void)format(decimal);
    }
}

static void plain_text_keeps_the_form(void **state)
{
    int exponent;

    (void)state;
    for (exponent = 0; exponent >= -15; exponent--) {
        tc3_decimal decimal = {1234500, (int16_t)exponent};

        check_same("form", decimal, parse_string(format(decimal)));
    }
}

static void whole_numbers_become_integers(void **state)
{
    static const struct {
        tc3_decimal decimal;
        int64_t integer;
    } cases[] = {
        {{0, 0}, 0},
        {{0, 400}, 0},
        {{0, -400}, 0},
        {{0, INT16_MAX}, 0},
        {{0, INT16_MIN}, 0},
        {{12, 0}, 12},
        {{120, -1}, 12},
        {{12, 1}, 120},
        {{-1200, -2}, -12},
        {{1, 18}, 1000000000000000000},
        {{9, 18}, 9000000000000000000},
        {{-9, 18}, -9000000000000000000},
        {{1000000000000000000, -18}, 1},
        {{INT64_MAX, 0}, INT64_MAX},
        {{INT64_MIN, 0}, INT64_MIN},
        {{922337203685477580, 1}, 9223372036854775800},
        {{-922337203685477580, 1}, -9223372036854775800},
        {{INT64_MIN + 8, -1}, -922337203685477580},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        int64_t integer = -42;

        CHECK_INT("form", TC3_NUMBER_OK, tc3_decimal_to_integer(cases[i].decimal, &integer));
        CHECK_INT("integer", cases[i].integer, integer);
    }
}

static void other_numbers_do_not_become_integers(void **state)
{
    static const struct {
        tc3_decimal decimal;
        tc3_number_form form;
    } cases[] = {
        {{121, -1}, TC3_NUMBER_INVALID},
        {{214, -6}, TC3_NUMBER_INVALID},
        {{-5, -1}, TC3_NUMBER_INVALID},
        {{1, -400}, TC3_NUMBER_INVALID},
        {{1, INT16_MIN}, TC3_NUMBER_INVALID},
        {{1000000000000000000, -19}, TC3_NUMBER_INVALID},
        {{INT64_MIN, -1}, TC3_NUMBER_INVALID},
        {{INT64_MAX, -19}, TC3_NUMBER_INVALID},
        {{922337203685477581, 1}, TC3_NUMBER_RANGE},
        {{-922337203685477581, 1}, TC3_NUMBER_RANGE},
        {{INT64_MAX, 1}, TC3_NUMBER_RANGE},
        {{INT64_MIN, 1}, TC3_NUMBER_RANGE},
        {{10, 18}, TC3_NUMBER_RANGE},
        {{1, 19}, TC3_NUMBER_RANGE},
        {{-1, 19}, TC3_NUMBER_RANGE},
        {{1, 64}, TC3_NUMBER_RANGE},
        {{1, INT16_MAX}, TC3_NUMBER_RANGE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        int64_t integer = -42;

        CHECK_INT("form", cases[i].form, tc3_decimal_to_integer(cases[i].decimal, &integer));
        CHECK_INT("untouched", -42, integer);
    }
}

static int sign_of(int number)
{
    return (number > 0) - (number < 0);
}

/* Ascending; numbers of one rank are equal. */
static const struct {
    int rank;
    tc3_decimal decimal;
} ordered[] = {
    {0, {INT64_MIN, INT16_MAX}},
    {1, {-1, INT16_MAX}},
    {2, {-1, 400}},
    {3, {INT64_MIN, 1}},
    {4, {-922337203685477581, 1}},
    {5, {INT64_MIN, 0}},
    {6, {-INT64_MAX, 0}},
    {7, {-922337203685477580, 1}},
    {8, {-2, 0}},
    {9, {-1, 0}},
    {9, {-10, -1}},
    {9, {-1000000000000000000, -18}},
    {10, {-5, -1}},
    {11, {-1, INT16_MIN}},
    {12, {0, 0}},
    {12, {0, -5}},
    {12, {0, INT16_MAX}},
    {13, {1, INT16_MIN}},
    {14, {2, INT16_MIN}},
    {15, {123456789012345678, -18}},
    {16, {1234567890123456789, -19}},
    {17, {5, -1}},
    {18, {1, 0}},
    {18, {100, -2}},
    {18, {1000000000000000000, -18}},
    {19, {1000000000000000001, -18}},
    {20, {10001, -2}},
    {21, {1001, -1}},
    {21, {10010, -2}},
    {22, {1, 18}},
    {22, {1000000000000000000, 0}},
    {23, {922337203685477580, 1}},
    {24, {INT64_MAX, 0}},
    {25, {922337203685477581, 1}},
    {26, {1, 19}},
    {27, {1, 400}},
    {28, {1, INT16_MAX}},
    {29, {INT64_MAX, INT16_MAX}},
};

static void decimals_compare_by_value(void **state)
{
    size_t i;
    size_t j;

    (void)state;
    for (i = 0; i < COUNT_OF(ordered); i++) {
        for (j = 0; j < COUNT_OF(ordered); j++) {
            char label[64];

            snprintf(label, sizeof(label), "entry %u with entry %u", (unsigned)i, (unsigned)j);
            CHECK_INT(label, sign_of(ordered[i].rank - ordered[j].rank),
                      sign_of(tc3_decimal_compare(ordered[i].decimal, ordered[j].decimal)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_and_written_as_sent),
        cmocka_unit_test(zeros_at_either_end_never_count),
        cmocka_unit_test(numbers_that_do_not_fit_are_refused),
        cmocka_unit_test(texts_that_are_no_numbers_are_refused),
        cmocka_unit_test(the_text_needs_no_nul),
        cmocka_unit_test(eighteen_digits_always_fit),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(plain_text_keeps_the_form),
        cmocka_unit_test(whole_numbers_become_integers),
        cmocka_unit_test(other_numbers_do_not_become_integers),
        cmocka_unit_test(decimals_compare_by_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
