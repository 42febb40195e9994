/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/number.h"
#include "panel/pen.h"
#include "support/claim.h"
#include "support/test.h"

#include <stdbool.h>
#include <string.h>

/** A number and how it is shown in a number of columns; "" if no form fits. */
typedef struct sample {
    const char *value;
    int columns;
    const char *shown;
} sample;

static tc3_decimal decimal_of(const char *text)
{
    tc3_decimal value = {0, 0};
    assert_int_equal(tc3_decimal_parse(text, strlen(text), &value), TC3_NUMBER_OK);
    return value;
}

static void check_samples(const sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[PANEL_NUMBER_SIZE];
        const size_t length = panel_number_fit(decimal_of(samples[i].value), PANEL_FACE_NUMERAL,
                                               samples[i].columns, text);
        assert_string_equal(text, samples[i].shown);
        assert_int_equal(length, strlen(text));
    }
}

#define CHECK(samples) check_samples(samples, sizeof(samples) / sizeof((samples)[0]))

static void a_number_that_fits_is_shown_as_the_server_wrote_it(void **state)
{
    static const sample samples[] = {
        {"0", 32, "0"},           {"0.0", 32, "0.0"},       {"5", 5, "5"},
        {"1234", 21, "1234"},     {"1234.5", 32, "1234.5"}, {"100.10", 32, "100.10"},
        {"-42.5", 32, "-42.5"},   {"99999", 32, "99999"},   {"1e3", 32, "1000"},
        {"123456", 64, "123456"}, {"0.05", 32, "0.05"},     {"-0.25", 32, "-0.25"},
    };
    (void)state;
    CHECK(samples);
}

static void decimals_go_first_when_the_columns_are_few(void **state)
{
    static const sample samples[] = {
        {"1234.56", 32, "1234.5"}, {"1234.56", 28, "1234"},   {"1234.05", 32, "1234"},
        {"100.109", 32, "100.1"},  {"9999.99", 32, "9999.9"}, {"0.797104", 32, "0.7971"},
        {"0.797104", 14, "<1"},    {"1.999", 14, "1.9"},      {"12.50", 22, "12.5"},
    };
    (void)state;
    CHECK(samples);
}

static void thousands_to_trillions_get_a_letter(void **state)
{
    static const sample samples[] = {
        {"12500", 26, "12.5k"},           {"123456", 32, "123.4k"},
        {"1200000", 32, "1.2M"},          {"3400000000", 32, "3.4B"},
        {"1234567", 32, "1.234M"},        {"5e12", 32, "5T"},
        {"999999", 32, "999.9k"},         {"1000000", 32, "1M"},
        {"999999999", 32, "999.9M"},      {"1234", 16, "1.2k"},
        {"12345678901234", 32, "12.34T"}, {"999999999999999", 32, "999.9T"},
    };
    (void)state;
    CHECK(samples);
}

static void what_is_beyond_trillions_is_a_bound(void **state)
{
    static const sample samples[] = {
        {"1e15", 27, ">999T"},
        {"1e15", 26, ""},
        {"1e400", 32, ">999T"},
        {"-1e400", 31, "<-999T"},
        {"-1e400", 30, ""},
        {"1e32767", 32, ">999T"},
        {"-999999999999999", 31, "<-999T"},
    };
    (void)state;
    CHECK(samples);
}

static void a_small_rest_never_looks_like_zero(void **state)
{
    static const sample samples[] = {
        {"0.000001", 33, "<0.0001"},
        {"0.000001", 32, "<0.001"},
        {"0.000001", 24, "<0.01"},
        {"0.000001", 15, "<0.1"},
        {"0.000001", 14, "<1"},
        {"1e-400", 22, "<0.01"},
        {"0.5", 8, "<1"},
        {"0.04", 15, "<0.1"},
        {"0.999999", 12, "<1"},
        {"0.1", 6, ""},
        {"-0.000001", 32, ">-0.001"},
        {"-0.000001", 24, ">-0.1"},
        {"-0.5", 10, ""},
        {"-0.5", 11, ">-1"},
        {"-1e-400", 15, ">-1"},
    };
    (void)state;
    CHECK(samples);
}

static void a_negative_number_is_rounded_to_the_larger_debt(void **state)
{
    static const sample samples[] = {
        {"-1234.5", 26, "-1235"}, {"-999.5", 25, "-1000"},      {"-999.5", 21, "-1k"},
        {"-999999", 32, "-1M"},   {"-199004.2", 32, "-199.1k"}, {"-0.95", 9, "-1"},
        {"-9.99", 14, "-10"},     {"-1.01", 16, "-1.1"},
    };
    (void)state;
    CHECK(samples);
}

static void no_form_is_further_than_a_tenth_from_the_number(void **state)
{
    static const sample samples[] = {
        {"-123", 19, "-123"},  {"-123", 18, ""},     {"-12345", 18, "-13k"}, {"-12345", 17, ""},
        {"-1.01", 12, ""},     {"2994", 18, "2.9k"}, {"2994", 17, ""},       {"8888", 17, ""},
        {"1.10", 8, "1"},      {"1.12", 8, ""},      {"9.99", 8, "9"},       {"-0.9", 16, ">-1"},
        {"1100000", 12, "1M"}, {"1120000", 12, ""},  {"-999.9", 15, "-1k"},  {"-905", 15, ""},
    };
    (void)state;
    CHECK(samples);
}

static void no_form_fits_where_not_even_a_digit_does(void **state)
{
    static const sample samples[] = {
        {"1234", 0, ""}, {"12", 8, ""}, {"0", 4, ""}, {"-5", 8, ""}, {"5000", 8, ""},
    };
    (void)state;
    CHECK(samples);
}

static int width_of(const char *text)
{
    panel_pen pen = {NULL, 0, 0, 0, 0, PANEL_FACE_NUMERAL, false};
    panel_pen_text(&pen, text);
    return pen.x;
}

/** Check all widths; a wider one may not show less. */
static void check_widths(tc3_decimal value)
{
    claim narrower = {'?', {0, 0}, 0};
    for (int columns = 1; columns <= 44; columns++) {
        char text[PANEL_NUMBER_SIZE];
        if (panel_number_fit(value, PANEL_FACE_NUMERAL, columns, text) == 0) {
            assert_int_equal(narrower.bound, '?');
            continue;
        }
        const claim made = claim_read(text);
        assert_in_range(width_of(text), 1, columns);
        claim_check(value, &made);
        if (narrower.bound == '\0') {
            assert_true(tc3_decimal_compare(made.number, narrower.number) >= 0);
        }
        narrower = made;
    }
}

static void check_both_signs(int64_t coefficient, int16_t exponent)
{
    const tc3_decimal positive = {coefficient, exponent};
    const tc3_decimal negative = {-coefficient, exponent};
    check_widths(positive);
    check_widths(negative);
}

static void no_shown_number_exceeds_the_true_one_around_powers_of_ten(void **state)
{
    (void)state;
    for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10) {
        for (int16_t exponent = -20; exponent <= 4; exponent++) {
            for (int64_t offset = -2; offset <= 2; offset++) {
                check_both_signs(power + offset, exponent);
            }
        }
    }
}

static void no_shown_number_exceeds_the_true_one_for_any_digits(void **state)
{
    uint64_t seed = 1;
    (void)state;
    for (int i = 0; i < 1500; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const int64_t coefficient = (int64_t)(seed >> (1 + (seed >> 3) % 62));
        check_both_signs(coefficient, (int16_t)((int)(seed >> 33 & 31u) - 22));
    }
}

static void the_largest_and_smallest_numbers_have_a_form(void **state)
{
    static const int64_t coefficients[] = {INT64_MIN, INT64_MAX, 1, -1, 0};
    static const int16_t exponents[] = {INT16_MIN, -400, -19, 0, 1, 400, INT16_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof coefficients / sizeof coefficients[0]; i++) {
        for (size_t j = 0; j < sizeof exponents / sizeof exponents[0]; j++) {
            const tc3_decimal value = {coefficients[i], exponents[j]};
            char text[PANEL_NUMBER_SIZE];
            assert_int_not_equal(panel_number_fit(value, PANEL_FACE_NUMERAL, 32, text), 0);
            const claim made = claim_read(text);
            claim_check(value, &made);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_that_fits_is_shown_as_the_server_wrote_it),
        cmocka_unit_test(decimals_go_first_when_the_columns_are_few),
        cmocka_unit_test(thousands_to_trillions_get_a_letter),
        cmocka_unit_test(what_is_beyond_trillions_is_a_bound),
        cmocka_unit_test(a_small_rest_never_looks_like_zero),
        cmocka_unit_test(a_negative_number_is_rounded_to_the_larger_debt),
        cmocka_unit_test(no_form_is_further_than_a_tenth_from_the_number),
        cmocka_unit_test(no_form_fits_where_not_even_a_digit_does),
        cmocka_unit_test(no_shown_number_exceeds_the_true_one_around_powers_of_ten),
        cmocka_unit_test(no_shown_number_exceeds_the_true_one_for_any_digits),
        cmocka_unit_test(the_largest_and_smallest_numbers_have_a_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
