/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file network.h
 * The board's Ethernet as lwIP's only interface, with an address by DHCP, and the time by SNTP
 * where the settings name a server.
 */
#ifndef FIRMWARE_NETWORK_H
#define FIRMWARE_NETWORK_H

#include <stdbool.h>

/** Start lwIP and ask for an address; false if the board's Ethernet does not start. */
bool network_start(void);

/** Take in what has arrived and let lwIP's timers run. Call it whenever the CPU wakes. */
void network_poll(void);

/** True once there is an address. */
bool network_is_up(void);

#endif
