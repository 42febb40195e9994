/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file worker.h
 * The task that asks for the quota: follows the agenda, steps the client, tells the panel.
 */
#ifndef ESP32_PANEL_WORKER_H
#define ESP32_PANEL_WORKER_H

#include "commands.h"

/** Start it, after the network and the display. */
void worker_start(void);

/** A person asks: call soon. From any task; before worker_start() nothing happens. */
void worker_ask(void);

/** Credentials or network settings have changed. From any task. */
void worker_settings_changed(void);

/** What is known about the latest call. From any task. */
void worker_report(command_report *report);

#endif
