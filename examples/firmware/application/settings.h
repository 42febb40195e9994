/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file settings.h
 * What the device was provisioned with: a page of flash, written apart from the program, so that
 * one image serves all devices and no secret is in it or on a command line.
 *
 * The page begins with the bytes "TC3S"; records follow, each at a multiple of 4: a tag (one byte),
 * a zero byte, the value's length (two bytes, little-endian), the value. Tag 0 or 255 (erased
 * flash) ends them. Texts end with a NUL that their length counts; numbers are four bytes,
 * little-endian. tools/lib/firmware/settings.py writes such a page.
 */
#ifndef FIRMWARE_SETTINGS_H
#define FIRMWARE_SETTINGS_H

#include "tc3/text.h"

#include <stdbool.h>
#include <stdint.h>

/** Milliseconds of SETTING_INTERVAL_MS where it is absent. */
#define SETTINGS_DEFAULT_INTERVAL_MS 60000u

/** The tags; every setting may be absent. */
typedef enum setting {
    SETTING_HOST = 1,            /**< text: the API's host; TC3_VOUCHER_POOL_HOST */
    SETTING_CONNECT_ADDRESS = 2, /**< text: connect there instead, still verifying the host */
    SETTING_CONNECT_PORT = 3,    /**< number: TCP port instead of 443 */
    SETTING_SECRET_ID = 4,       /**< bytes */
    SETTING_SECRET_KEY = 5,      /**< bytes */
    SETTING_TOKEN = 6,           /**< bytes: of temporary credentials */
    SETTING_TRUST_ANCHORS = 7,   /**< bytes: DER certificates instead of the built-in ones */
    SETTING_LANGUAGE = 8,        /**< text: "en-US" or "zh-CN" */
    SETTING_DNS_ADDRESS = 9,     /**< text: IPv4 address of a server instead of DHCP's */
    SETTING_DNS_PORT = 10,       /**< number: its UDP port instead of 53 */
    SETTING_SNTP_ADDRESS = 11,   /**< text: IPv4 address of a time server; none: the board's time */
    SETTING_SNTP_PORT = 12,      /**< number: its UDP port instead of 123 */
    SETTING_DEADLINE_MS = 13,    /**< number: of a call */
    SETTING_ATTEMPTS = 14,       /**< number: of a call */
    SETTING_CALLS = 15,          /**< number: end after so many calls; absent or 0: never */
    SETTING_INTERVAL_MS = 16,    /**< number: from outcome to next call. A key skips it */
    SETTING_PANEL_COLUMNS = 17,  /**< number: of the LED panel; absent or 0: none */
    SETTING_MEASURE = 18         /**< number: not 0: seed from a constant, print what calls cost */
} setting;

/** The value of `which`, in flash, without copying; empty if absent. */
tc3_text settings_bytes(setting which);

/** The same as a NUL-terminated text; `otherwise` if it is absent or not terminated. */
const char *settings_text(setting which, const char *otherwise);

/** The same as a number; `otherwise` if it is absent or not of four bytes. */
uint32_t settings_number(setting which, uint32_t otherwise);

#endif
