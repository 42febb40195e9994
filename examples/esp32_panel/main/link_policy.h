/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file link_policy.h
 * When to try the Wi-Fi network again: soon after the first failure, ever more rarely after that,
 * and never all devices of a building at once. A link without an address is none. Knows no
 * platform.
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
/** How long an attempt may take to bring an address, and how long a link may be without one. */
#define LINK_ADDRESS_MS 60000u

/** Why there is no link. */
typedef enum link_fault {
    LINK_FAULT_LOST,   /**< it was there, or something on the way to it failed */
    LINK_FAULT_NO_AP,  /**< no such network in reach */
    LINK_FAULT_REFUSED /**< the password is wrong, or the access point keeps us out */
} link_fault;

/** What is due. */
typedef enum link_step {
    LINK_NOTHING,
    LINK_CONNECT, /**< the pause is over: begin an attempt, and say so by link_policy_try() */
    LINK_GIVE_UP  /**< no address came in time: end the attempt, and say so by link_policy_down() */
} link_step;

/** The state of trying. Private; zeros are a fresh one. */
typedef struct link_policy {
    uint32_t since_ms; /* of the state */
    uint32_t pause_ms;
    uint8_t failures;
    uint8_t state;
} link_policy;

/** Forget the failures and whatever was due: the settings have changed. */
void link_policy_reset(link_policy *policy);

/** An attempt begins, or goes on without an address: with the access point, or with another one. */
void link_policy_try(link_policy *policy, uint32_t now_ms);

/** There is a link with an address. */
void link_policy_up(link_policy *policy, uint32_t now_ms);

/** The address is lost. If there was a link with it, another address may still come. */
void link_policy_address_lost(link_policy *policy, uint32_t now_ms);

/**
 * There is no link: how many milliseconds to wait before trying again, between half and all of the
 * pause that is due, by `random`, any random number. What is told while the pause lasts belongs to
 * the same failure: then it is what is left of the pause.
 */
uint32_t link_policy_down(link_policy *policy, link_fault fault, uint32_t random, uint32_t now_ms);

/** What is due at `now_ms`, to be asked now and then; asking changes nothing. */
link_step link_policy_next(const link_policy *policy, uint32_t now_ms);

#endif
