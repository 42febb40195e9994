/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file priorities.h
 * Which task goes before which.
 */
#ifndef ESP32_PANEL_PRIORITIES_H
#define ESP32_PANEL_PRIORITIES_H

#include <sdkconfig.h>

#if defined(CONFIG_IDF_TARGET_LINUX)
/* A task that waits for a lock of the host's, as printf() does, is running in FreeRTOS's eyes. It
 * would keep a lower one, which may hold that lock, from ever going on. Equal ones take turns. */
#define PRIORITY_DISPLAY 1
#define PRIORITY_CONSOLE 1
#else
#define PRIORITY_DISPLAY 5
#define PRIORITY_CONSOLE 2
#endif

/** Just above the idle task, so that nothing waits for cryptography. */
#define PRIORITY_WORKER 1

#endif
