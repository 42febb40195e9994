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

/**
 * Start, before the network has an address. Asks by SNTP whenever it gets one, and hourly after
 * that, and sets the time zone.
 */
void time_sync_start(void);

/** Whether the time is known. */
bool time_sync_is_known(void);

/** The minute of the local day, or PANEL_MINUTE_UNKNOWN. */
int16_t time_sync_minute(void);

#endif
