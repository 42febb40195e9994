/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file console.h
 * The commands of commands.h on the serial console, whichever the configuration names.
 */
#ifndef ESP32_PANEL_CONSOLE_H
#define ESP32_PANEL_CONSOLE_H

/** Start it, after the worker; it runs in a task of its own. */
void console_start(void);

#endif
