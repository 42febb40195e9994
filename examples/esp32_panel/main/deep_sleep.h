/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file deep_sleep.h
 * Deep sleep between two calls, with the TLS session kept in RTC memory meanwhile.
 */
#ifndef ESP32_PANEL_DEEP_SLEEP_H
#define ESP32_PANEL_DEEP_SLEEP_H

#include "tc3/tls.h"

#include <stdint.h>

/** Faults in a row that were counted before the sleep; 0 after any other start. */
uint8_t deep_sleep_failures(void);

/** Give `tls`, which is initialised, the session from before the sleep, if there is one. */
void deep_sleep_restore_session(tc3_tls *tls);

/**
 * Keep the session of `tls` (NULL: the one from the sleep before, if deep_sleep_restore_session()
 * did not take it) and `failures`, turn panel and radio off, and sleep for `milliseconds`. Does not
 * return: the program starts anew.
 */
void deep_sleep_enter(const tc3_tls *tls, uint8_t failures, uint32_t milliseconds)
    __attribute__((noreturn));

#endif
