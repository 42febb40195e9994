/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file storage.h
 * Settings in NVS: the Wi-Fi network, and the API's key pair as tc3/esp_idf.h keeps it.
 */
#ifndef ESP32_PANEL_STORAGE_H
#define ESP32_PANEL_STORAGE_H

#include "settings.h"

/** The NVS namespace of the key pair. */
#define STORAGE_KEY_NAMESPACE "tc3"

/** Open NVS, encrypted if the build says so. Stops the program if the flash cannot be used. */
void storage_start(void);

/** Whether NVS is encrypted. */
bool storage_is_encrypted(void);

/** The network; false, with `wifi` cleared, if there is none. */
bool storage_load_wifi(wifi_settings *wifi);

/** Store the network; false if the flash did not take it: then the one before stays. */
bool storage_store_wifi(const wifi_settings *wifi);

/** The SecretId; false, with it empty, if there is no key pair. */
bool storage_load_secret_id(char secret_id[SETTINGS_CREDENTIAL_SIZE]);

/** Store the key pair; false if the flash did not take it: then the one before stays. */
bool storage_store_key(const key_settings *key);

/** Forget all of it; false if some of it may still be there. */
bool storage_forget(void);

#endif
