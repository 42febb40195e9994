/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_nvs.h"

#include <nvs.h>
#include <string.h>

#define BLOB_SIZE 512

static struct {
    bool exists; /* the namespace */
    bool has_number;
    uint32_t number;
    bool has_blob;
    size_t length;
    uint8_t blob[BLOB_SIZE];
    int open;
    int fail_at;
} nvs;

void fake_nvs_reset(void)
{
    memset(&nvs, 0, sizeof(nvs));
}

void fake_nvs_fail_at(int number)
{
    nvs.fail_at = number;
}

int fake_nvs_open_handles(void)
{
    return nvs.open;
}

uint8_t *fake_nvs_blob(size_t **length)
{
    *length = &nvs.length;
    return nvs.blob;
}

static bool fails(void)
{
    return nvs.fail_at > 0 && --nvs.fail_at == 0;
}

esp_err_t nvs_open(const char *name_space, nvs_open_mode_t mode, nvs_handle_t *handle)
{
    (void)name_space;
    if (fails()) {
        return ESP_ERR_NVS_NOT_INITIALIZED;
    }
    if (mode == NVS_READONLY && !nvs.exists) {
        return ESP_ERR_NVS_NOT_FOUND;
    }
    nvs.exists = true;
    nvs.open++;
    *handle = 1;
    return ESP_OK;
}

void nvs_close(nvs_handle_t handle)
{
    (void)handle;
    nvs.open--;
}

esp_err_t nvs_get_u32(nvs_handle_t handle, const char *name, uint32_t *value)
{
    (void)handle;
    (void)name;
    if (fails()) {
        return ESP_ERR_NVS_INVALID_LENGTH;
    }
    if (!nvs.has_number) {
        return ESP_ERR_NVS_NOT_FOUND;
    }
    *value = nvs.number;
    return ESP_OK;
}

esp_err_t nvs_set_u32(nvs_handle_t handle, const char *name, uint32_t value)
{
    (void)handle;
    (void)name;
    if (fails()) {
        return ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    }
    nvs.has_number = true;
    nvs.number = value;
    return ESP_OK;
}

esp_err_t nvs_get_blob(nvs_handle_t handle, const char *name, void *bytes, size_t *length)
{
    (void)handle;
    (void)name;
    if (fails()) {
        return ESP_ERR_NVS_INVALID_STATE;
    }
    if (!nvs.has_blob) {
        return ESP_ERR_NVS_NOT_FOUND;
    }
    if (*length < nvs.length) {
        return ESP_ERR_NVS_INVALID_LENGTH;
    }
    memcpy(bytes, nvs.blob, nvs.length);
    *length = nvs.length;
    return ESP_OK;
}

esp_err_t nvs_set_blob(nvs_handle_t handle, const char *name, const void *bytes, size_t length)
{
    (void)handle;
    (void)name;
    if (fails() || length > sizeof(nvs.blob)) {
        return ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    }
    memcpy(nvs.blob, bytes, length);
    nvs.length = length;
    nvs.has_blob = true;
    return ESP_OK;
}

esp_err_t nvs_erase_key(nvs_handle_t handle, const char *name)
{
    (void)handle;
    (void)name;
    if (fails()) {
        return ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    }
    if (!nvs.has_blob) {
        return ESP_ERR_NVS_NOT_FOUND;
    }
    nvs.has_blob = false;
    return ESP_OK;
}

esp_err_t nvs_erase_all(nvs_handle_t handle)
{
    (void)handle;
    if (fails()) {
        return ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    }
    nvs.has_blob = false;
    return ESP_OK;
}

esp_err_t nvs_commit(nvs_handle_t handle)
{
    (void)handle;
    return fails() ? ESP_ERR_NVS_NOT_ENOUGH_SPACE : ESP_OK;
}
