/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sleep_record.h
 * What outlives a deep sleep in RTC memory. Knows no platform.
 */
#ifndef ESP32_PANEL_SLEEP_RECORD_H
#define ESP32_PANEL_SLEEP_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes for a TLS session; see tc3_tls_config.session. */
#define SLEEP_SESSION_SIZE 1024

/** The record; it holds keys of TLS. After power-up its content is anything. */
typedef struct sleep_record {
    uint32_t check;
    uint32_t session_length;
    uint8_t session[SLEEP_SESSION_SIZE];
    uint8_t failures;
} sleep_record;

/** Make `record` valid after its other members were filled in. */
void sleep_record_seal(sleep_record *record);

/**
 * True if `record` is as it was sealed, by this version of the program. Otherwise it is cleared: a
 * first start.
 */
bool sleep_record_open(sleep_record *record);

/** Wipe `record`, so that it is not valid. */
void sleep_record_wipe(sleep_record *record);

#endif
