/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file time_servers.h
 * The servers that set the clock; where the network is the host's, its clock is set already.
 */
#ifndef ESP32_PANEL_TIME_SERVERS_H
#define ESP32_PANEL_TIME_SERVERS_H

/** Ask them whenever the network gets an address, and hourly after that. Before network_start(). */
void time_servers_start(void);

#endif
