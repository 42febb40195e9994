/* SPDX-License-Identifier: Apache-2.0 */
#include "debounce.h"
#include "test.h"

static void counts_a_press_once(void **state)
{
    debounce button = {0};
    int presses = 0;

    (void)state;
    for (int i = 0; i < 50; i++) {
        presses += debounce_sample(&button, true);
    }
    assert_int_equal(presses, 1);
}

static void ignores_chatter(void **state)
{
    debounce button = {0};

    (void)state;
    for (int i = 0; i < 50; i++) {
        assert_false(debounce_sample(&button, i % DEBOUNCE_SAMPLES != 0));
    }
}

static void counts_again_after_release(void **state)
{
    debounce button = {0};
    int presses = 0;

    (void)state;
    for (int i = 0; i < 8 * DEBOUNCE_SAMPLES; i++) {
        presses += debounce_sample(&button, i / DEBOUNCE_SAMPLES % 2 == 0);
    }
    assert_int_equal(presses, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_a_press_once),
        cmocka_unit_test(ignores_chatter),
        cmocka_unit_test(counts_again_after_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
