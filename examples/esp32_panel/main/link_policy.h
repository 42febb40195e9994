/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file link_policy.h
 * When to try the Wi-Fi network again: soon after the first failure, ever more rarely after that,
 * and never all devices of a building at once. Knows no platform.
 */
#ifndef ESP32_PANEL_LINK_POLICY_H
#define ESP32_PANEL_LINK_POLICY_H

#include <stdbool.h>
#include <stdint.h>

/** Longest pause after the first failure, in milliseconds; doubles with each further one. */
#define LINK_FIRST_MS   1000u
/** The pause grows to this many milliseconds at most. */
#define LINK_MOST_MS    300000u
/** Least pause after the access point refused the password: some lock out who tries faster. */
#define LINK_REFUSED_MS 30000u
/** A link that held this long counts as good: the next loss is a first one again. */
#define LINK_GOOD_MS    60000u

/** Why there is no link. */
typedef enum link_fault {
    LINK_FAULT_LOST,   /**< it was there, or something on the way to it failed */
    LINK_FAULT_NO_AP,  /**< no such network in reach */
    LINK_FAULT_REFUSED /**< the password is wrong, or the access point keeps us out */
} link_fault;

/** The state of trying. Private; zeros are a fresh one. */
typedef struct link_policy {
    uint32_t up_ms;
    uint8_t failures;
    bool is_up;
} link_policy;

/** Forget the failures: the settings have changed. */
void link_policy_reset(link_policy *policy);

/** There is a link with an address. */
void link_policy_up(link_policy *policy, uint32_t now_ms);

/** There is none: how many milliseconds to wait before trying again, between half and all of the
 * pause that is due, by `random`, any random number. */
uint32_t link_policy_down(link_policy *policy, link_fault fault, uint32_t random, uint32_t now_ms);

#endif
