/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file nvs_flash.h
 * As much of it as the panel's storage uses, with encryption; for the fake of this folder.
 */
#ifndef TEST_ESP_IDF_NVS_FLASH_H
#define TEST_ESP_IDF_NVS_FLASH_H

#include <nvs.h>

typedef struct nvs_sec_cfg {
    uint8_t key[64];
} nvs_sec_cfg_t;
typedef struct nvs_sec_scheme nvs_sec_scheme_t;

nvs_sec_scheme_t *nvs_flash_get_default_security_scheme(void);
esp_err_t nvs_flash_read_security_cfg_v2(nvs_sec_scheme_t *scheme, nvs_sec_cfg_t *key);
esp_err_t nvs_flash_init(void);
esp_err_t nvs_flash_erase(void);

#endif
