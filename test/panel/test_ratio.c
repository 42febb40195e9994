/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/ratio.h"
#include "support/test.h"

#include <string.h>

static tc3_decimal decimal_of(const char *text)
{
    tc3_decimal value = {0, 0};
    assert_int_equal(tc3_decimal_parse(text, strlen(text), &value), TC3_NUMBER_OK);
    return value;
}

static void small_integers_agree_with_division(void **state)
{
    (void)state;
    for (int64_t whole = 1; whole <= 40; whole++) {
        for (int64_t part = 0; part <= whole; part++) {
            for (uint16_t steps = 1; steps <= 256; steps = (uint16_t)(steps * 2 + 1)) {
                const tc3_decimal left = {part, 0};
                const tc3_decimal right = {whole, 0};
                assert_int_equal(panel_ratio(left, right, steps), part * steps / whole);
            }
        }
    }
}

static void decimals_of_different_forms_are_compared_by_value(void **state)
{
    (void)state;
    assert_int_equal(panel_ratio(decimal_of("1234.5"), decimal_of("5000"), 100), 24);
    assert_int_equal(panel_ratio(decimal_of("2500.00"), decimal_of("5e3"), 30), 15);
    assert_int_equal(panel_ratio(decimal_of("2499.99"), decimal_of("5e3"), 30), 14);
    assert_int_equal(panel_ratio(decimal_of("0.1"), decimal_of("1"), 10), 1);
    assert_int_equal(panel_ratio(decimal_of("1"), decimal_of("1000"), 1000), 1);
    assert_int_equal(panel_ratio(decimal_of("0.999"), decimal_of("1000"), 1000), 0);
}

static void a_part_of_zero_or_less_is_nothing(void **state)
{
    (void)state;
    assert_int_equal(panel_ratio(decimal_of("0"), decimal_of("7"), 100), 0);
    assert_int_equal(panel_ratio(decimal_of("0.00"), decimal_of("7"), 100), 0);
    assert_int_equal(panel_ratio(decimal_of("-3"), decimal_of("7"), 100), 0);
}

static void a_part_as_large_as_the_whole_is_all(void **state)
{
    (void)state;
    assert_int_equal(panel_ratio(decimal_of("5000.0"), decimal_of("5000"), 30), 30);
    assert_int_equal(panel_ratio(decimal_of("6000"), decimal_of("5000"), 30), 30);
    assert_int_equal(panel_ratio(decimal_of("1e400"), decimal_of("5000"), 30), 30);
}

static void nineteen_digits_are_exact(void **state)
{
    (void)state;
    const tc3_decimal whole = {INT64_MAX, 0};
    const tc3_decimal almost = {INT64_MAX - 1, 0};
    assert_int_equal(panel_ratio(almost, whole, 1000), 999);
    assert_int_equal(panel_ratio(whole, whole, 1000), 1000);
    const tc3_decimal half = {INT64_MAX / 2, 0};
    const tc3_decimal over_half = {INT64_MAX / 2 + 1, 0};
    assert_int_equal(panel_ratio(half, whole, 2), 0);
    assert_int_equal(panel_ratio(over_half, whole, 2), 1);
}

static void digits_that_hardly_overlap_are_exact(void **state)
{
    static const char *const parts[] = {"9999.99999999999999", "9999999999999999.9e-16",
                                        "123456789.123456789", "0.00123456789012345678"};
    (void)state;
    assert_int_equal(panel_ratio(decimal_of(parts[0]), decimal_of("1000000"), 1000), 9);
    assert_int_equal(panel_ratio(decimal_of(parts[1]), decimal_of("100"), 1000), 9);
    assert_int_equal(panel_ratio(decimal_of(parts[2]), decimal_of("1e9"), 1000), 123);
    assert_int_equal(panel_ratio(decimal_of(parts[3]), decimal_of("999999999999999999e-17"), 1000),
                     0);
    const tc3_decimal part = {INT64_MAX, -4};
    const tc3_decimal whole = {INT64_MAX, 0};
    assert_int_equal(panel_ratio(part, whole, 1000), 0);
    const tc3_decimal larger = {INT64_MAX, -3};
    assert_int_equal(panel_ratio(larger, whole, 1000), 1);
}

static void exponents_of_any_size_are_no_trouble(void **state)
{
    (void)state;
    const tc3_decimal huge = {1, INT16_MAX};
    const tc3_decimal half_of_huge = {5, INT16_MAX - 1};
    const tc3_decimal tiny = {1, INT16_MIN};
    const tc3_decimal thrice_tiny = {3, INT16_MIN};
    assert_int_equal(panel_ratio(tiny, huge, 1000), 0);
    assert_int_equal(panel_ratio(huge, tiny, 1000), 1000);
    assert_int_equal(panel_ratio(half_of_huge, huge, 1000), 500);
    assert_int_equal(panel_ratio(tiny, thrice_tiny, 1000), 333);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_integers_agree_with_division),
        cmocka_unit_test(decimals_of_different_forms_are_compared_by_value),
        cmocka_unit_test(a_part_of_zero_or_less_is_nothing),
        cmocka_unit_test(a_part_as_large_as_the_whole_is_all),
        cmocka_unit_test(nineteen_digits_are_exact),
        cmocka_unit_test(digits_that_hardly_overlap_are_exact),
        cmocka_unit_test(exponents_of_any_size_are_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
