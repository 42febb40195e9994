/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/age.h"
#include "support/test.h"

static void an_age_is_told_in_whole_units_that_have_passed(void **state)
{
    static const struct {
        uint32_t seconds;
        const char *text;
    } samples[] = {
        {0, "0s"},      {1, "1s"},      {59, "59s"},        {60, "1m"},       {119, "1m"},
        {3599, "59m"},  {3600, "1h"},   {14399, "3h"},      {14400, "4h"},    {172799, "47h"},
        {172800, "2d"}, {259199, "2d"}, {63071999, "729d"}, {63072000, "2y"}, {UINT32_MAX, "136y"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        char text[PANEL_AGE_SIZE];
        panel_age_write(panel_age_of(samples[i].seconds), text);
        assert_string_equal(text, samples[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_age_is_told_in_whole_units_that_have_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
