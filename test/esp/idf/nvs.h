/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file nvs.h
 * As much of ESP-IDF's NVS interface as port/esp_idf uses, for the fake of this folder.
 */
#ifndef TEST_ESP_IDF_NVS_H
#define TEST_ESP_IDF_NVS_H

#include <esp_err.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t nvs_handle_t;
typedef enum {
    NVS_READONLY,
    NVS_READWRITE
} nvs_open_mode_t;

enum {
    ESP_ERR_NVS_NOT_INITIALIZED = 0x1101,
    ESP_ERR_NVS_NOT_FOUND = 0x1102,
    ESP_ERR_NVS_NOT_ENOUGH_SPACE = 0x1105,
    ESP_ERR_NVS_INVALID_STATE = 0x110b,
    ESP_ERR_NVS_INVALID_LENGTH = 0x110c,
    ESP_ERR_NVS_KEYS_NOT_INITIALIZED = 0x1116,
    ESP_ERR_NVS_CORRUPT_KEY_PART = 0x1117
};

esp_err_t nvs_open(const char *name_space, nvs_open_mode_t mode, nvs_handle_t *handle);
void nvs_close(nvs_handle_t handle);
esp_err_t nvs_get_u32(nvs_handle_t handle, const char *name, uint32_t *value);
esp_err_t nvs_set_u32(nvs_handle_t handle, const char *name, uint32_t value);
esp_err_t nvs_get_blob(nvs_handle_t handle, const char *name, void *bytes, size_t *length);
esp_err_t nvs_set_blob(nvs_handle_t handle, const char *name, const void *bytes, size_t length);
esp_err_t nvs_erase_key(nvs_handle_t handle, const char *name);
esp_err_t nvs_erase_all(nvs_handle_t handle);
esp_err_t nvs_commit(nvs_handle_t handle);

#endif
