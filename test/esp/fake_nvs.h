/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fake_nvs.h
 * NVS in memory, with one namespace, that can fail on demand.
 */
#ifndef TEST_ESP_FAKE_NVS_H
#define TEST_ESP_FAKE_NVS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** As after erasing the flash; nothing fails, no handle is open. */
void fake_nvs_reset(void);

/** From now on the call with this number, 1 being the next, fails; 0: none does. */
void fake_nvs_fail_at(int number);

/** Handles that were opened and not closed. */
int fake_nvs_open_handles(void);

/** The blob as stored, to look at and to damage; its length in `*length`. */
uint8_t *fake_nvs_blob(size_t **length);

#endif
