/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include "boards/board.h"

#include <string.h>

#define HEADER_SIZE 4u
#define TAG_END     0u
#define TAG_ERASED  255u

static const char magic[HEADER_SIZE] = {'T', 'C', '3', 'S'};

static tc3_text find(const uint8_t *record, const uint8_t *end, setting which)
{
    tc3_text value = {NULL, 0};

    while ((size_t)(end - record) >= HEADER_SIZE && record[0] != TAG_END &&
           record[0] != TAG_ERASED) {
        const size_t length = record[2] | (size_t)record[3] << 8;

        if (length > (size_t)(end - record) - HEADER_SIZE) {
            break;
        }
        if (record[0] == which) {
            value.bytes = (const char *)record + HEADER_SIZE;
            value.length = length;
            break;
        }
        record += HEADER_SIZE + ((length + 3u) & ~(size_t)3u);
    }
    return value;
}

tc3_text settings_bytes(setting which)
{
    static const tc3_text absent = {NULL, 0};

    if (memcmp(firmware_settings, magic, sizeof magic) != 0) {
        return absent;
    }
    return find(firmware_settings + sizeof magic, firmware_settings_end, which);
}

const char *settings_text(setting which, const char *otherwise)
{
    const tc3_text value = settings_bytes(which);

    return value.length != 0 && value.bytes[value.length - 1] == '\0' ? value.bytes : otherwise;
}

uint32_t settings_number(setting which, uint32_t otherwise)
{
    const tc3_text value = settings_bytes(which);
    const uint8_t *bytes = (const uint8_t *)value.bytes;

    if (value.length != 4) {
        return otherwise;
    }
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}
