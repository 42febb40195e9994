/* SPDX-License-Identifier: Apache-2.0 */
#include "wall.h"

#include "support/test.h"

#include <string.h>

static bool transfer(void *context, const uint8_t *bytes, size_t length)
{
    wall *on = context;
    chain_transfer(&on->chips, bytes, length);
    return true;
}

static void look(wall *on)
{
    static const chain_mounting upright = {false, false, 0};
    const bool changed = panel_tick(&on->display, on->now_ms);
    assert_true(max7219_show(&on->driver, panel_picture(&on->display),
                             panel_intensity(&on->display), changed, on->now_ms));
    chain_look(&on->chips, &upright, &on->seen);
}

void wall_hang_configured(wall *on, uint32_t now_ms)
{
    const uint8_t modules = (uint8_t)(on->config.columns / 8);
    memset(&on->wiring, 0, sizeof on->wiring);
    memset(&on->seen, 0, sizeof on->seen); /* tests compare whole frames */
    on->wiring.transfer = transfer;
    on->wiring.context = on;
    on->wiring.modules = modules;
    on->now_ms = now_ms;
    chain_power_up(&on->chips, modules);
    assert_true(max7219_init(&on->driver, &on->wiring));
    assert_true(panel_init(&on->display, &on->config, on->pixels, sizeof on->pixels, on->now_ms));
    look(on);
}

void wall_hang(wall *on, uint16_t columns, uint32_t now_ms)
{
    memset(&on->config, 0, sizeof on->config);
    on->config.columns = columns;
    wall_hang_configured(on, now_ms);
}

void wall_wait(wall *on, uint32_t ms)
{
    on->now_ms += ms;
    look(on);
}

void wall_run(wall *on, uint32_t ms, uint32_t tick_ms)
{
    for (uint32_t passed = 0; passed < ms; passed += tick_ms) {
        wall_wait(on, tick_ms);
    }
}

void wall_tell_error(wall *on, tc3_status status)
{
    panel_result(&on->display, status, NULL, NULL, on->now_ms);
    look(on);
}

void wall_tell(wall *on, const tc3_voucher_pool *pool)
{
    panel_result(&on->display, TC3_OK, pool, NULL, on->now_ms);
    look(on);
}

tc3_decimal wall_decimal(const char *text)
{
    tc3_decimal value = {0, 0};
    assert_int_equal(tc3_decimal_parse(text, strlen(text), &value), TC3_NUMBER_OK);
    return value;
}

tc3_voucher_pool wall_pool(const char *remaining, const char *total)
{
    tc3_voucher_pool pool;
    memset(&pool, 0, sizeof pool);
    pool.state[TC3_VOUCHER_POOL_AGENT_NAME] = TC3_FIELD_PRESENT;
    strcpy(pool.agent_name, "Example Reseller");
    pool.state[TC3_VOUCHER_POOL_ACCOUNT_TYPE] = TC3_FIELD_PRESENT;
    pool.account_type = 1;
    pool.state[TC3_VOUCHER_POOL_ISSUED_NUM] = TC3_FIELD_PRESENT;
    pool.issued_num = 42;
    if (remaining != NULL) {
        pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA] = TC3_FIELD_PRESENT;
        pool.remaining_quota = wall_decimal(remaining);
    }
    if (total != NULL) {
        pool.state[TC3_VOUCHER_POOL_TOTAL_QUOTA] = TC3_FIELD_PRESENT;
        pool.total_quota = wall_decimal(total);
    }
    return pool;
}
