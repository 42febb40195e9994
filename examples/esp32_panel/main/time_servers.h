/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file time_servers.h
 * The servers that set the clock; where the network is the host's, its clock is set already. The
 * functions wait for lwIP's task: they are not for an event handler or a timer.
 */
#ifndef ESP32_PANEL_TIME_SERVERS_H
#define ESP32_PANEL_TIME_SERVERS_H

/** Set them up, before network_start(). */
void time_servers_start(void);

/** Put those of the configuration back on the list, behind the one that DHCP names. */
void time_servers_restore(void);

/** Ask now, and hourly after that. */
void time_servers_ask(void);

#endif
