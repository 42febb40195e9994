/* SPDX-License-Identifier: Apache-2.0 */
#include "sleep_record.h"

#include "tc3/text.h"

/** Starting value of the check; to be changed with the layout of the record. */
#define LAYOUT 0x74633301u

/** CRC-32 (ISO-HDLC, polynomial 0xEDB88320), bit by bit: it runs once a wake-up. */
static uint32_t crc32(uint32_t crc, const uint8_t *bytes, size_t length)
{
    crc = ~crc;
    while (length-- > 0) {
        crc ^= *bytes++;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xedb88320u : 0u);
        }
    }
    return ~crc;
}

static uint32_t check_of(const sleep_record *record)
{
    uint32_t crc =
        crc32(LAYOUT, (const uint8_t *)&record->session_length, sizeof(record->session_length));

    crc = crc32(crc, record->session, sizeof(record->session));
    return crc32(crc, &record->failures, sizeof(record->failures));
}

void sleep_record_seal(sleep_record *record)
{
    record->check = check_of(record);
}

bool sleep_record_open(sleep_record *record)
{
    if (record->session_length <= sizeof(record->session) && record->check == check_of(record)) {
        return true;
    }
    sleep_record_wipe(record);
    return false;
}

void sleep_record_wipe(sleep_record *record)
{
    tc3_wipe(record, sizeof(*record));
}
