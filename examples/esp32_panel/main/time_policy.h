/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file time_policy.h
 * When to tend the list of time servers, and what of their answers is believed. lwIP takes the
 * servers that DHCP names at each renewal of the lease, drops all others from the list, and nobody
 * is told: so the others are put back again and again. And after any answer lwIP is silent for an
 * hour: so it is made to ask again while there is no time. Knows no platform.
 */
#ifndef ESP32_PANEL_TIME_POLICY_H
#define ESP32_PANEL_TIME_POLICY_H

#include <stdbool.h>
#include <stdint.h>

/** How long the list may lack servers, and the clock the time, in milliseconds. */
#define TIME_RESTORE_MS 60000u

/** What is due. */
typedef enum time_step {
    TIME_NOTHING,
    TIME_RESTORE, /**< put the servers of the configuration back */
    TIME_ASK      /**< the same, and ask for the time now */
} time_step;

/** Private; zeros are a fresh one. */
typedef struct time_policy {
    uint32_t restored_ms;
    bool has_network;
} time_policy;

/** What is due at `now_ms`; it counts as done. `has_time`: the clock is set. */
time_step time_policy_next(time_policy *policy, bool has_network, bool has_time, uint32_t now_ms);

/**
 * Whether `seconds` since 1970 can be the time. A server that does not know it may send zeros (RFC
 * 4330 section 5), which lwIP takes for the beginning of NTP's second era, or the time since it was
 * switched on.
 */
bool time_policy_believes(int64_t seconds);

#endif
