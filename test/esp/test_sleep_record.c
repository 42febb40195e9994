/* SPDX-License-Identifier: Apache-2.0 */
#include "sleep_record.h"
#include "test.h"

#include <string.h>

static void fill(sleep_record *record)
{
    memset(record, 0x5a, sizeof(*record));
    record->session_length = 300;
    record->failures = 4;
    sleep_record_seal(record);
}

static void outlives_a_sleep(void **state)
{
    sleep_record record;

    (void)state;
    fill(&record);
    assert_true(sleep_record_open(&record));
    assert_int_equal(record.session_length, 300);
    assert_int_equal(record.failures, 4);
    assert_int_equal(record.session[299], 0x5a);
}

static void any_flipped_bit_makes_it_a_first_start(void **state)
{
    const size_t last = offsetof(sleep_record, failures);

    (void)state;
    for (size_t bit = 0; bit < (last + 1) * 8; bit++) {
        sleep_record record;
        fill(&record);
        ((uint8_t *)&record)[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(sleep_record_open(&record));
        assert_int_equal(record.session_length, 0);
        assert_int_equal(record.failures, 0);
    }
}

static void what_memory_holds_at_power_up_is_no_record(void **state)
{
    static const uint8_t fillings[] = {0x00, 0xff, 0x55, 0xaa};

    (void)state;
    for (size_t i = 0; i < sizeof(fillings); i++) {
        sleep_record record;
        memset(&record, fillings[i], sizeof(record));
        assert_false(sleep_record_open(&record));
    }
}

static void wiping_leaves_no_key_and_no_record(void **state)
{
    static const uint8_t nothing[SLEEP_SESSION_SIZE];
    sleep_record record;

    (void)state;
    fill(&record);
    sleep_record_wipe(&record);
    assert_memory_equal(record.session, nothing, sizeof(nothing));
    assert_false(sleep_record_open(&record));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outlives_a_sleep),
        cmocka_unit_test(any_flipped_bit_makes_it_a_first_start),
        cmocka_unit_test(what_memory_holds_at_power_up_is_no_record),
        cmocka_unit_test(wiping_leaves_no_key_and_no_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
