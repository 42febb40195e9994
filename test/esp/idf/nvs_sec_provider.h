/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEST_ESP_IDF_NVS_SEC_PROVIDER_H
#define TEST_ESP_IDF_NVS_SEC_PROVIDER_H

#define ESP_ERR_NVS_SEC_HMAC_KEY_NOT_FOUND 0xf001

#endif
