/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file time_sync.h
 * The wall clock. By SNTP, from the server that DHCP names and from the two of the configuration;
 * where the network is the host's, the host's clock as it is.
 */
#ifndef ESP32_PANEL_TIME_SYNC_H
#define ESP32_PANEL_TIME_SYNC_H

#include <stdbool.h>
#include <stdint.h>

/** Start, before network_start(), and set the time zone. */
void time_sync_start(void);

/**
 * To be called about once a second by a task that may wait for lwIP's: asks by SNTP whenever there
 * is an address again, and keeps the list of servers whole.
 */
void time_sync_tend(bool has_network, uint32_t now_ms);

/** Whether the time is known. */
bool time_sync_is_known(void);

/** The minute of the local day, or PANEL_MINUTE_UNKNOWN. */
int16_t time_sync_minute(void);

#endif
