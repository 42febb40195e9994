/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file display.h
 * The LED panel, kept moving by a task of its own while the worker is busy with TLS.
 */
#ifndef ESP32_PANEL_DISPLAY_H
#define ESP32_PANEL_DISPLAY_H

#include "tc3/client.h"
#include "tc3/voucher_pool.h"

/** Start panel and button; a press calls `pressed`, in the task of the display. */
void display_start(void (*pressed)(void));

/** Show the outcome of a call, or what is missing for one; as panel_result(). From any task. */
void display_outcome(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details);

/** Turn the panel dark and leave it so, before a deep sleep. From any task. */
void display_stop(void);

#endif
