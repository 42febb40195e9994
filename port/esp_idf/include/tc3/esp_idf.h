/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file esp_idf.h
 * ESP-IDF for the client: its clocks, its random bytes, waiting, and credentials kept in NVS. The
 * byte stream is tc3/socket.h, on which tc3/tls.h goes.
 */
#ifndef TC3_ESP_IDF_H
#define TC3_ESP_IDF_H

#include "tc3/client.h"
#include "tc3/platform.h"
#include "tc3/socket.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The system's wall clock, as SNTP sets it and as it goes on in deep sleep. Unknown before
 * TC3_EARLIEST_TIME, which is what it shows after power-up, and after 2106.
 */
const tc3_clock *tc3_esp_clock(void);

/**
 * The hardware's random bytes (esp_fill_random()). **They are unpredictable only while Wi-Fi or
 * Bluetooth is on**, or between bootloader_random_enable() and bootloader_random_disable(); so call
 * tc3_tls_init() after esp_wifi_start(). On Ethernet alone, use the latter pair around it. Never
 * fails. From mbedTLS 4.x on TLS takes its random bytes from ESP-IDF by itself; the same holds.
 */
const tc3_random *tc3_esp_random(void);

/** Milliseconds since boot that wrap at 2^32: the `now_ms` of the client. */
uint32_t tc3_esp_now_ms(void);

/**
 * Sleep until `wait` is met on `socket`'s connection, but at most `limit_ms` milliseconds
 * (TC3_WAIT_FOREVER: no such limit). Blocks the calling task for one tick at least, so that the
 * tasks below it run and the task watchdog is content, also in the middle of a handshake.
 */
void tc3_esp_wait(const tc3_socket *socket, const tc3_wait *wait, uint32_t limit_ms);

/** Bytes for a SecretId or SecretKey in NVS with its NUL; permanent ones have 36 and 32 characters.
 */
#ifndef TC3_ESP_CREDENTIAL_SIZE
#define TC3_ESP_CREDENTIAL_SIZE 129
#endif

/**
 * Credentials in NVS's default partition, which is to be encrypted. They are in RAM only from the
 * client's borrow() to its give_back(), the time in which a request is written. Placed by the
 * caller; its members are private. One client at a time may use it.
 */
typedef struct tc3_esp_credentials {
    tc3_credential_source source;
    const char *name_space;
    uint8_t pair[4 + 2 * TC3_ESP_CREDENTIAL_SIZE]; /* generation, SecretId, NUL, SecretKey, NUL */
} tc3_esp_credentials;

/**
 * Prepare `credentials` to read the NVS namespace `name_space` (at most 15 characters, stays the
 * caller's). nvs_flash_init() comes first. Reading takes time (a few milliseconds) and a little
 * heap of NVS's, at each request. A call ends with TC3_ERROR_CONFIG_CREDENTIALS if there is no
 * pair, and with TC3_ERROR_CONFIG_MEMORY if NVS cannot be read.
 */
void tc3_esp_credentials_init(tc3_esp_credentials *credentials, const char *name_space);

/** The source for tc3_config.credentials; valid as long as `credentials`. */
const tc3_credential_source *tc3_esp_credentials_source(tc3_esp_credentials *credentials);

/**
 * Store a pair, in place of what is there, at one go: after a loss of power it is the old or the
 * new pair. May be called from any task. TC3_OK; TC3_ERROR_CONFIG_CREDENTIALS_FORMAT: empty, or too
 * long for TC3_ESP_CREDENTIAL_SIZE; TC3_ERROR_CONFIG_MEMORY: NVS refused it, as when it is full or
 * not initialised.
 */
tc3_status tc3_esp_credentials_store(const char *name_space, const char *secret_id,
                                     const char *secret_key);

/**
 * Copy the SecretId, which is not secret by itself, to show which key is in use. TC3_OK, or
 * TC3_ERROR_CONFIG_CREDENTIALS: there is no pair, or none that this build can hold; or
 * TC3_ERROR_CONFIG_MEMORY: NVS cannot be read, as when it is not initialised.
 */
tc3_status tc3_esp_credentials_id(const char *name_space, char secret_id[TC3_ESP_CREDENTIAL_SIZE]);

/**
 * Forget the pair. NVS marks it as erased and overwrites it when it needs the place; erase the
 * whole partition (idf.py erase-flash) before a device is given away. TC3_OK, also if there was
 * none, or TC3_ERROR_CONFIG_MEMORY: NVS failed.
 */
tc3_status tc3_esp_credentials_erase(const char *name_space);

#ifdef __cplusplus
}
#endif

#endif
