/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEST_ESP_IDF_ESP_ERR_H
#define TEST_ESP_IDF_ESP_ERR_H

typedef int esp_err_t;
enum {
    ESP_OK = 0,
    ESP_ERR_NOT_FOUND = 0x105
};

const char *esp_err_to_name(esp_err_t error);

#endif
