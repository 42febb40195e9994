/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file report_text.h
 * What is known about the latest call, in words.
 */
#ifndef ESP32_PANEL_REPORT_TEXT_H
#define ESP32_PANEL_REPORT_TEXT_H

#include "commands.h"

/** Write `report` to `on`, a line for each thing that is known. It holds no secret. */
void report_text_write(const command_report *report, terminal *on);

#endif
