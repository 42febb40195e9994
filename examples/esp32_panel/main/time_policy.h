/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file time_policy.h
 * When to tend the list of time servers. lwIP takes the servers that DHCP names at each renewal of
 * the lease, drops all others from the list, and nobody is told: so the others are put back again
 * and again. Knows no platform.
 */
#ifndef ESP32_PANEL_TIME_POLICY_H
#define ESP32_PANEL_TIME_POLICY_H

#include <stdbool.h>
#include <stdint.h>

/** How long the list may lack servers, in milliseconds. */
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

/** What is due at `now_ms`; it counts as done. */
time_step time_policy_next(time_policy *policy, bool has_network, uint32_t now_ms);

#endif
