/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file network.h
 * The way to the Internet: a Wi-Fi station, the Ethernet of Espressif's emulator, or on the target
 * linux the network of the host.
 */
#ifndef ESP32_PANEL_NETWORK_H
#define ESP32_PANEL_NETWORK_H

#include <stdbool.h>

/** Start; connecting goes on by itself from then on. After storage_start() and the event loop. */
void network_start(void);

/** Whether there is an address. */
bool network_is_up(void);

/** The stored settings have changed: use them. */
void network_settings_changed(void);

/** Turn the radio off before a deep sleep. */
void network_stop(void);

#endif
