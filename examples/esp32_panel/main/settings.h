/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file settings.h
 * What a person types in, and whether it can be right. Knows no platform.
 */
#ifndef ESP32_PANEL_SETTINGS_H
#define ESP32_PANEL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/** Bytes with a NUL: a network's name has at most 32 bytes (IEEE 802.11), its password 63
 * characters or 64 hexadecimal digits. */
#define SETTINGS_SSID_SIZE       33
#define SETTINGS_PASSWORD_SIZE   65
/** Bytes with a NUL for a SecretId and a SecretKey; permanent ones have 36 and 32 characters. */
#define SETTINGS_CREDENTIAL_SIZE 129
/** Bytes for a masked SecretId with its NUL. */
#define SETTINGS_MASKED_SIZE     12

/** A Wi-Fi network. An empty password is an open network. */
typedef struct wifi_settings {
    char ssid[SETTINGS_SSID_SIZE];
    char password[SETTINGS_PASSWORD_SIZE];
} wifi_settings;

/** A key pair of the API. */
typedef struct key_settings {
    char secret_id[SETTINGS_CREDENTIAL_SIZE];
    char secret_key[SETTINGS_CREDENTIAL_SIZE];
} key_settings;

/*
 * Each of these returns NULL if the text can be right, or else one English sentence that says what
 * is wrong with it and does not repeat it.
 */

const char *settings_check_ssid(const char *ssid);
const char *settings_check_password(const char *password);
const char *settings_check_secret_id(const char *secret_id);
const char *settings_check_secret_key(const char *secret_key);

/**
 * Write enough of `secret_id` to recognise it: its first and last four characters, or "****" if it
 * has less than twelve.
 */
void settings_mask(const char *secret_id, char masked[SETTINGS_MASKED_SIZE]);

#endif
