/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shows the voucher quota on bare metal: a loop that takes in frames, lets the library do a piece
 * of work, refreshes the panel, and sleeps until there is something to do.
 */
#include "boards/board.h"
#include "caller.h"
#include "console.h"
#include "display.h"
#include "measure.h"
#include "network.h"
#include "report.h"
#include "settings.h"
#include "usage.h"

#include "tc3/lwip.h"

/**
 * Milliseconds to wait for an address and the time before calling anyway, and failing: enough to
 * ask a time server twice.
 */
#define NETWORK_WAIT_MS (TC3_LWIP_SNTP_RETRY_MS + 5000u)

/** What the loop does whatever it waits for. */
static void do_chores(void)
{
    network_poll();
    display_tick(board_now_ms());
}

/** A battery-backed clock is better than what has been counted since it was read last. */
static void take_time_from_board(void)
{
    uint32_t seconds;

    if (settings_bytes(SETTING_SNTP_ADDRESS).length == 0 && board_unix_time(&seconds)) {
        tc3_lwip_set_unix_time(seconds);
    }
}

static bool is_time_known(void)
{
    uint32_t seconds;

    return tc3_lwip_clock()->unix_time(tc3_lwip_clock()->context, &seconds);
}

static void await_network(void)
{
    const uint32_t start_ms = board_now_ms();

    take_time_from_board();
    do_chores();
    while ((!network_is_up() || !is_time_known()) && board_now_ms() - start_ms < NETWORK_WAIT_MS) {
        board_sleep();
        do_chores();
    }
}

/** Wait for the time of the next call, or for a key. */
static void await_interval(void)
{
    const uint32_t interval_ms = settings_number(SETTING_INTERVAL_MS, SETTINGS_DEFAULT_INTERVAL_MS);
    const uint32_t start_ms = board_now_ms();
    char key;

    while (board_now_ms() - start_ms < interval_ms && !board_console_get(&key)) {
        board_sleep();
        do_chores();
        caller_idle(board_now_ms());
    }
}

static tc3_status call(void)
{
    tc3_wait wait;
    tc3_status status;

    take_time_from_board();
    status = caller_begin(board_now_ms());
    while (status == TC3_PENDING) {
        do_chores();
        status = caller_step(board_now_ms(), &wait);
        if (status == TC3_PENDING && wait.timeout_ms != 0) {
            board_sleep();
        }
    }
    return status;
}

static void tell(tc3_status status)
{
    report_call(status, caller_pool(), caller_details());
    display_outcome(status, caller_pool(), caller_details(), board_now_ms());
    if (settings_number(SETTING_MEASURE, 0) != 0) {
        measure_report();
    }
}

/** Call as often as the settings say; the outcome of the last call. */
static tc3_status call_repeatedly(void)
{
    const uint32_t calls = settings_number(SETTING_CALLS, 0);
    tc3_status status;
    uint32_t made = 0;

    for (;;) {
        status = call();
        tell(status);
        made++;
        if (made == calls) {
            return status;
        }
        await_interval();
    }
}

int main(void)
{
    tc3_status status = TC3_ERROR_UNREACHABLE;

    usage_paint_stack();
    board_start();
    console_text("tc3 firmware\r\n");
    if (settings_number(SETTING_MEASURE, 0) != 0) {
        console_text("measuring: random numbers are repeatable, nothing is secret\r\n");
    }
    display_start(board_now_ms());
    if (network_start()) {
        status = caller_start();
    }
    if (status == TC3_OK) {
        await_network();
        status = call_repeatedly();
    } else {
        tell(status);
    }
    usage_report();
    caller_stop();
    board_stop((int)tc3_status_class(status));
}
