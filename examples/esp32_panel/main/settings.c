/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include <string.h>

#define SHORTEST_PASSWORD   8
#define LONGEST_PASSPHRASE  63
#define SHORTEST_CREDENTIAL 16
#define SHOWN_AT_EACH_END   4

static bool is_printable(char character)
{
    return character >= 0x20 && character < 0x7f;
}

static bool is_hexadecimal(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f') ||
           (character >= 'A' && character <= 'F');
}

static bool all(const char *text, bool (*is_allowed)(char))
{
    while (*text != '\0') {
        if (!is_allowed(*text++)) {
            return false;
        }
    }
    return true;
}

static bool is_no_control(char character)
{
    return (unsigned char)character >= 0x20 && character != 0x7f;
}

const char *settings_check_ssid(const char *ssid)
{
    if (ssid[0] == '\0') {
        return "The network's name is empty.";
    }
    if (strlen(ssid) >= SETTINGS_SSID_SIZE) {
        return "The network's name is longer than 32 bytes.";
    }
    return all(ssid, is_no_control) ? NULL : "The network's name has a control character in it.";
}

const char *settings_check_password(const char *password)
{
    const size_t length = strlen(password);

    if (length == 0) {
        return NULL;
    }
    if (length < SHORTEST_PASSWORD) {
        return "A Wi-Fi password has at least 8 characters (none at all: an open network).";
    }
    if (length > LONGEST_PASSPHRASE + 1) {
        return "A Wi-Fi password has at most 63 characters.";
    }
    if (length == LONGEST_PASSPHRASE + 1 && !all(password, is_hexadecimal)) {
        return "A Wi-Fi password of 64 characters must be hexadecimal digits.";
    }
    return all(password, is_printable) ? NULL
                                       : "A Wi-Fi password has printable ASCII characters only.";
}

static bool has_blank_at_an_end(const char *text)
{
    const size_t length = strlen(text);

    return length > 0 && (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' ||
                          text[length - 1] == '\t');
}

static bool is_visible(char character)
{
    return character > 0x20 && character < 0x7f;
}

const char *settings_check_secret_id(const char *secret_id)
{
    if (secret_id[0] == '\0') {
        return "The SecretId is empty.";
    }
    if (has_blank_at_an_end(secret_id)) {
        return "The SecretId has a blank at its begin or end; copy it without.";
    }
    if (!all(secret_id, is_visible) || strpbrk(secret_id, "/,") != NULL) {
        return "The SecretId has a character in it that none has.";
    }
    if (strlen(secret_id) >= SETTINGS_CREDENTIAL_SIZE) {
        return "The SecretId is too long; keys of temporary credentials do not suit a device.";
    }
    return strlen(secret_id) < SHORTEST_CREDENTIAL ? "The SecretId is too short; is it whole?"
                                                   : NULL;
}

const char *settings_check_secret_key(const char *secret_key)
{
    if (secret_key[0] == '\0') {
        return "The SecretKey is empty.";
    }
    if (has_blank_at_an_end(secret_key)) {
        return "The SecretKey has a blank at its begin or end; copy it without.";
    }
    if (!all(secret_key, is_visible)) {
        return "The SecretKey has a character in it that none has.";
    }
    if (strlen(secret_key) >= SETTINGS_CREDENTIAL_SIZE) {
        return "The SecretKey is too long; keys of temporary credentials do not suit a device.";
    }
    return strlen(secret_key) < SHORTEST_CREDENTIAL ? "The SecretKey is too short; is it whole?"
                                                    : NULL;
}

void settings_mask(const char *secret_id, char masked[SETTINGS_MASKED_SIZE])
{
    const size_t length = strlen(secret_id);

    if (length < 3 * SHOWN_AT_EACH_END) {
        memcpy(masked, "****", sizeof("****"));
        return;
    }
    memcpy(masked, secret_id, SHOWN_AT_EACH_END);
    memcpy(masked + SHOWN_AT_EACH_END, "...", 3);
    memcpy(masked + SHOWN_AT_EACH_END + 3, secret_id + length - SHOWN_AT_EACH_END,
           SHOWN_AT_EACH_END + 1);
}
