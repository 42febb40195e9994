/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file storage.h
 * Settings in NVS: the Wi-Fi network, and the API's key pair as tc3/esp_idf.h keeps it.
 */
#ifndef ESP32_PANEL_STORAGE_H
#define ESP32_PANEL_STORAGE_H

#include "settings.h"
#include "tc3/status.h"

/** The NVS namespace of the key pair. */
#define STORAGE_KEY_NAMESPACE "tc3"

/**
 * Open NVS, encrypted if the build says so. If it cannot be read, nothing of it is changed: the
 * program goes on without settings until storage_forget() erases it.
 */
void storage_start(void);

/** Why the storage cannot be read, as ESP-IDF calls it; NULL: it can. From any task. */
const char *storage_fault(void);

/** Whether NVS is encrypted. */
bool storage_is_encrypted(void);

/** The network; false, with `wifi` cleared, if there is none. */
bool storage_load_wifi(wifi_settings *wifi);

/** Store the network; false if the flash did not take it: then the one before stays. */
bool storage_store_wifi(const wifi_settings *wifi);

/**
 * The SecretId. Otherwise it is empty: TC3_ERROR_CONFIG_CREDENTIALS: there is no key pair;
 * TC3_ERROR_CONFIG_MEMORY: it cannot be read.
 */
tc3_status storage_load_secret_id(char secret_id[SETTINGS_CREDENTIAL_SIZE]);

/** Store the key pair; false if the flash did not take it: then the one before stays. */
bool storage_store_key(const key_settings *key);

/**
 * Forget all of it; a storage that cannot be read is erased as a whole, and then used. False if
 * some of it may still be there, or the storage still cannot be used.
 */
bool storage_forget(void);

#endif
