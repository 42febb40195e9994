/* SPDX-License-Identifier: Apache-2.0 */
#include "storage.h"

#include "tc3/esp_idf.h"

#include <esp_err.h>
#include <esp_log.h>
#include <nvs.h>
#include <nvs_flash.h>
#include <sdkconfig.h>
#include <stdatomic.h>
#include <string.h>
#if defined(CONFIG_NVS_ENCRYPTION)
#include <nvs_sec_provider.h>
#endif
#if defined(CONFIG_IDF_TARGET_LINUX)
#include <esp_private/partition_linux.h>
#include <unistd.h>
#endif

#define NAMESPACE "panel"
#define WIFI_NAME "wifi"

static const char tag[] = "storage";
/* Why NVS was not opened: an esp_err_t. */
static atomic_int fault;

/**
 * On the target linux the flash is a file below /tmp. Without its name, what is stored lasts as
 * long as the program, and no key stays behind.
 */
static void hide_flash_file(void)
{
#if defined(CONFIG_IDF_TARGET_LINUX)
    if (unlink(esp_partition_get_file_mmap_ctrl_act()->flash_file_name) != 0) {
        ESP_LOGW(tag, "the flash's file stays behind");
    }
#endif
}

/**
 * Whether the key of NVS can be read, or is to be made at this first start. ESP-IDF would put a new
 * one in place of one that is damaged, with which what is stored is lost.
 */
static esp_err_t check_key(void)
{
#if defined(CONFIG_NVS_ENCRYPTION)
    nvs_sec_scheme_t *const scheme = nvs_flash_get_default_security_scheme();
    nvs_sec_cfg_t key;

    if (scheme == NULL) {
        return ESP_ERR_NOT_FOUND;
    }
    const esp_err_t error = nvs_flash_read_security_cfg_v2(scheme, &key);
    tc3_wipe(&key, sizeof(key));
    return error == ESP_ERR_NVS_KEYS_NOT_INITIALIZED || error == ESP_ERR_NVS_SEC_HMAC_KEY_NOT_FOUND
               ? ESP_OK
               : error;
#else
    return ESP_OK;
#endif
}

void storage_start(void)
{
    esp_err_t error = check_key();

    if (error == ESP_OK) {
        error = nvs_flash_init();
    }
    if (error != ESP_OK) {
        ESP_LOGE(tag, "NVS cannot be read (%s) and is left as it is; the command forget erases it",
                 esp_err_to_name(error));
    }
    atomic_store(&fault, error);
    hide_flash_file();
}

const char *storage_fault(void)
{
    const esp_err_t error = atomic_load(&fault);

    return error == ESP_OK ? NULL : esp_err_to_name(error);
}

bool storage_is_encrypted(void)
{
#if defined(CONFIG_NVS_ENCRYPTION)
    return true;
#else
    return false;
#endif
}

bool storage_load_wifi(wifi_settings *wifi)
{
    nvs_handle_t handle;
    size_t length = sizeof(*wifi);
    esp_err_t error = nvs_open(NAMESPACE, NVS_READONLY, &handle);

    memset(wifi, 0, sizeof(*wifi));
    if (error == ESP_OK) {
        error = nvs_get_blob(handle, WIFI_NAME, wifi, &length);
        nvs_close(handle);
    }
    if (error == ESP_OK && length == sizeof(*wifi) &&
        memchr(wifi->ssid, '\0', sizeof(wifi->ssid)) != NULL &&
        memchr(wifi->password, '\0', sizeof(wifi->password)) != NULL && wifi->ssid[0] != '\0') {
        return true;
    }
    if (error != ESP_ERR_NVS_NOT_FOUND) {
        ESP_LOGE(tag, "the network's settings cannot be read: %s", esp_err_to_name(error));
    }
    tc3_wipe(wifi, sizeof(*wifi));
    return false;
}

bool storage_store_wifi(const wifi_settings *wifi)
{
    nvs_handle_t handle;
    wifi_settings clean;
    esp_err_t error = nvs_open(NAMESPACE, NVS_READWRITE, &handle);

    if (error != ESP_OK) {
        return false;
    }
    memset(&clean, 0, sizeof(clean));
    memcpy(clean.ssid, wifi->ssid, strlen(wifi->ssid));
    memcpy(clean.password, wifi->password, strlen(wifi->password));
    error = nvs_set_blob(handle, WIFI_NAME, &clean, sizeof(clean));
    if (error == ESP_OK) {
        error = nvs_commit(handle);
    }
    nvs_close(handle);
    tc3_wipe(&clean, sizeof(clean));
    return error == ESP_OK;
}

tc3_status storage_load_secret_id(char secret_id[SETTINGS_CREDENTIAL_SIZE])
{
    char stored[TC3_ESP_CREDENTIAL_SIZE];
    const tc3_status status = tc3_esp_credentials_id(STORAGE_KEY_NAMESPACE, stored);

    secret_id[0] = '\0';
    if (status != TC3_OK) {
        return status;
    }
    if (strlen(stored) >= SETTINGS_CREDENTIAL_SIZE) {
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    memcpy(secret_id, stored, strlen(stored) + 1);
    return TC3_OK;
}

bool storage_store_key(const key_settings *key)
{
    return tc3_esp_credentials_store(STORAGE_KEY_NAMESPACE, key->secret_id, key->secret_key) ==
           TC3_OK;
}

static bool forget_wifi(void)
{
    nvs_handle_t handle;
    esp_err_t error = nvs_open(NAMESPACE, NVS_READWRITE, &handle);

    if (error != ESP_OK) {
        return false;
    }
    error = nvs_erase_all(handle);
    if (error == ESP_OK) {
        error = nvs_commit(handle);
    }
    nvs_close(handle);
    return error == ESP_OK;
}

/** With a new key, if it was that which could not be read. */
static bool erase(void)
{
    esp_err_t error = nvs_flash_erase();

    if (error == ESP_OK) {
        error = nvs_flash_init();
    }
    atomic_store(&fault, error);
    return error == ESP_OK;
}

bool storage_forget(void)
{
    if (storage_fault() != NULL) {
        return erase();
    }
    const bool is_key_gone = tc3_esp_credentials_erase(STORAGE_KEY_NAMESPACE) == TC3_OK;

    return forget_wifi() && is_key_gone;
}
