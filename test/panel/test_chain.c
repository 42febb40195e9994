/* SPDX-License-Identifier: Apache-2.0 */
/* The model of the chips against the facts of the MAX7219's datasheet. */
#include "panel/model/chain.h"
#include "support/test.h"

static void send(chain *wired, uint8_t address, uint8_t data)
{
    const uint8_t word[] = {address, data};
    chain_transfer(wired, word, sizeof word);
}

static int lit_count(const chain *wired, int chip)
{
    int count = 0;
    for (int digit = 0; digit < 8; digit++) {
        for (int segment = 0; segment < 8; segment++) {
            count += chain_is_lit(wired, chip, digit, segment) ? 1 : 0;
        }
    }
    return count;
}

/** A chip that shows what is written. */
static void start(chain *wired)
{
    chain_power_up(wired, 1);
    send(wired, 0x0b, 7);
    send(wired, 0x0c, 1);
}

static void after_power_up_all_is_dark(void **state)
{
    chain wired;
    (void)state;
    chain_power_up(&wired, 2);
    assert_int_equal(lit_count(&wired, 0), 0);
    assert_int_equal(lit_count(&wired, 1), 0);
    const uint8_t rows[] = {1, 0xff, 1, 0xff};
    chain_transfer(&wired, rows, sizeof rows);
    assert_int_equal(lit_count(&wired, 0), 0);
}

static void after_power_up_only_one_digit_is_scanned(void **state)
{
    chain wired;
    (void)state;
    chain_power_up(&wired, 1);
    send(&wired, 0x0c, 1);
    send(&wired, 1, 0xff);
    send(&wired, 2, 0xff);
    assert_int_equal(lit_count(&wired, 0), 8);
}

static void the_scan_limit_is_the_last_digit_lit(void **state)
{
    chain wired;
    (void)state;
    start(&wired);
    for (uint8_t digit = 1; digit <= 8; digit++) {
        send(&wired, digit, 0xff);
    }
    for (uint8_t limit = 0; limit < 8; limit++) {
        send(&wired, 0x0b, limit);
        assert_int_equal(lit_count(&wired, 0), 8 * (limit + 1));
    }
}

static void a_data_bit_is_a_segment_with_dp_first(void **state)
{
    chain wired;
    (void)state;
    start(&wired);
    send(&wired, 3, 0x81);
    assert_true(chain_is_lit(&wired, 0, 2, 0));
    assert_true(chain_is_lit(&wired, 0, 2, 7));
    assert_int_equal(lit_count(&wired, 0), 2);
}

static void shutdown_darkens_and_keeps_the_registers(void **state)
{
    chain wired;
    (void)state;
    start(&wired);
    send(&wired, 1, 0x0f);
    send(&wired, 0x0c, 0);
    assert_int_equal(lit_count(&wired, 0), 0);
    send(&wired, 0x0c, 1);
    assert_int_equal(lit_count(&wired, 0), 4);
}

static void display_test_lights_all_and_overrides_shutdown(void **state)
{
    chain wired;
    panel_frame seen;
    const chain_mounting upright = {false, false, 0};
    (void)state;
    start(&wired);
    send(&wired, 0x0c, 0);
    send(&wired, 0x0f, 1);
    assert_int_equal(lit_count(&wired, 0), 64);
    chain_look(&wired, &upright, &seen);
    assert_int_equal(seen.intensity, 15);
    send(&wired, 0x0f, 0);
    assert_int_equal(lit_count(&wired, 0), 0);
}

static void the_intensity_has_four_bits(void **state)
{
    chain wired;
    panel_frame seen;
    const chain_mounting upright = {false, false, 0};
    (void)state;
    start(&wired);
    send(&wired, 0x0a, 0xf7);
    chain_look(&wired, &upright, &seen);
    assert_int_equal(seen.intensity, 7);
}

static void decode_mode_shows_code_b(void **state)
{
    static const char *const segments[] = {
        "ABCDEF",  "BC",     "ABDEG", "ABCDG", "BCFG",  "ACDFG", "ACDEFG", "ABC",
        "ABCDEFG", "ABCDFG", "G",     "ADEFG", "BCEFG", "DEF",   "ABEFG",  "",
    };
    chain wired;
    (void)state;
    start(&wired);
    send(&wired, 0x09, 0x02);
    for (uint8_t value = 0; value < 16; value++) {
        send(&wired, 2, value);
        int wanted = 0;
        for (const char *at = segments[value]; *at != '\0'; at++) {
            assert_true(chain_is_lit(&wired, 0, 1, *at - 'A' + 1));
            wanted++;
        }
        assert_int_equal(lit_count(&wired, 0), wanted);
    }
    send(&wired, 2, 0x8f);
    assert_true(chain_is_lit(&wired, 0, 1, 0));
    assert_int_equal(lit_count(&wired, 0), 1);
}

static void the_first_word_ends_in_the_farthest_chip(void **state)
{
    const uint8_t words[] = {1, 0x11, 2, 0x22, 3, 0x33};
    chain wired;
    (void)state;
    chain_power_up(&wired, 3);
    chain_transfer(&wired, words, sizeof words);
    assert_int_equal(wired.chips[2].digits[0], 0x11);
    assert_int_equal(wired.chips[1].digits[1], 0x22);
    assert_int_equal(wired.chips[0].digits[2], 0x33);
}

static void a_short_transfer_moves_old_words_on_and_latches_them_again(void **state)
{
    const uint8_t words[] = {1, 0x11, 2, 0x22};
    const uint8_t word[] = {3, 0x33};
    chain wired;
    (void)state;
    chain_power_up(&wired, 2);
    chain_transfer(&wired, words, sizeof words);
    chain_transfer(&wired, word, sizeof word);
    assert_int_equal(wired.chips[0].digits[2], 0x33);
    assert_int_equal(wired.chips[1].digits[1], 0x22);
    assert_int_equal(wired.chips[1].digits[0], 0x11);
}

static void a_no_operation_changes_nothing(void **state)
{
    chain wired;
    (void)state;
    start(&wired);
    send(&wired, 4, 0x55);
    const chain_chip before = wired.chips[0];
    send(&wired, 0, 0xff);
    assert_memory_equal(before.digits, wired.chips[0].digits, sizeof before.digits);
    assert_int_equal(lit_count(&wired, 0), 4);
}

static void the_high_four_bits_of_an_address_are_ignored(void **state)
{
    chain wired;
    (void)state;
    start(&wired);
    send(&wired, 0xf1, 0xff);
    assert_int_equal(lit_count(&wired, 0), 8);
}

static void modules_stand_where_they_are_mounted(void **state)
{
    const uint8_t off[] = {0x0b, 7, 0x0b, 7};
    const uint8_t on[] = {0x0c, 1, 0x0c, 1};
    const uint8_t corner[] = {0, 0, 1, 0x80};
    static const struct {
        chain_mounting mounting;
        int x;
        int y;
    } samples[] = {
        {{false, false, 0}, 8, 0}, {{false, false, 1}, 15, 0}, {{false, false, 2}, 15, 7},
        {{false, false, 3}, 8, 7}, {{true, false, 0}, 0, 0},   {{false, true, 0}, 15, 0},
        {{false, true, 1}, 15, 7}, {{true, true, 3}, 0, 0},
    };
    chain wired;
    (void)state;
    chain_power_up(&wired, 2);
    chain_transfer(&wired, off, sizeof off);
    chain_transfer(&wired, on, sizeof on);
    chain_transfer(&wired, corner, sizeof corner);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        panel_frame seen;
        chain_look(&wired, &samples[i].mounting, &seen);
        for (int x = 0; x < 16; x++) {
            for (int y = 0; y < 8; y++) {
                assert_int_equal(panel_frame_is_lit(&seen, x, y),
                                 x == samples[i].x && y == samples[i].y);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_power_up_all_is_dark),
        cmocka_unit_test(after_power_up_only_one_digit_is_scanned),
        cmocka_unit_test(the_scan_limit_is_the_last_digit_lit),
        cmocka_unit_test(a_data_bit_is_a_segment_with_dp_first),
        cmocka_unit_test(shutdown_darkens_and_keeps_the_registers),
        cmocka_unit_test(display_test_lights_all_and_overrides_shutdown),
        cmocka_unit_test(the_intensity_has_four_bits),
        cmocka_unit_test(decode_mode_shows_code_b),
        cmocka_unit_test(the_first_word_ends_in_the_farthest_chip),
        cmocka_unit_test(a_short_transfer_moves_old_words_on_and_latches_them_again),
        cmocka_unit_test(a_no_operation_changes_nothing),
        cmocka_unit_test(the_high_four_bits_of_an_address_are_ignored),
        cmocka_unit_test(modules_stand_where_they_are_mounted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
