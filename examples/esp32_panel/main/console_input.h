/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file console_input.h
 * Bytes typed on the console.
 */
#ifndef ESP32_PANEL_CONSOLE_INPUT_H
#define ESP32_PANEL_CONSOLE_INPUT_H

/** Once the console is set up, before it is started. */
void console_input_start(void);

/** The next byte; waits for it, so that other tasks run. -1: the console failed. */
int console_input_read(void);

#endif
