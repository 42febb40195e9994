/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fake_device.h
 * What the commands of the console need of a device, with somebody typing at it.
 */
#ifndef TEST_ESP_FAKE_DEVICE_H
#define TEST_ESP_FAKE_DEVICE_H

#include "commands.h"

/** Bytes of what was written that are kept. */
#define FAKE_WRITTEN_SIZE 4096

/** A device. */
typedef struct fake_device {
    const char *keys; /**< what will be typed */
    char written[FAKE_WRITTEN_SIZE];
    bool has_wifi;
    bool has_key;
    wifi_settings wifi;
    key_settings key;
    bool is_encrypted;
    bool is_full; /**< storing fails */
    bool is_key_unreadable;
    const char *fault; /**< of the storage; forgetting mends it */
    int refreshes;
    int stores;
    command_report report;
    terminal terminal;
    command_edge edge;
} fake_device;

/** An empty device; `device` must not move after that. */
void fake_device_init(fake_device *device);

/** Type `name`, then `keys` at what it asks; its result. `written` holds this command's output. */
int fake_device_run(fake_device *device, const char *name, const char *keys);

#endif
