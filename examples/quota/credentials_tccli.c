/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials_tccli.h"

#include "tc3/fields.h"
#include "tc3/json.h"

#include <string.h>

static const tc3_field fields[QUOTA_KEY_PART_COUNT] = {
    TC3_FIELD("secretId", TC3_TYPE_TEXT, quota_tccli_keys, secret_id),
    TC3_FIELD("secretKey", TC3_TYPE_TEXT, quota_tccli_keys, secret_key),
    TC3_FIELD("token", TC3_TYPE_TEXT, quota_tccli_keys, token),
};

static const tc3_field_table table = {fields, QUOTA_KEY_PART_COUNT,
                                      (uint16_t)sizeof(quota_tccli_keys)};

typedef struct tccli_reader {
    tc3_json json;
    quota_tccli_keys *keys;
    unsigned field; /* of the wanted member */
} tccli_reader;

static bool want_member(void *context, unsigned depth, const char *name, size_t length)
{
    tccli_reader *reader = context;

    reader->field = depth == 1 ? tc3_fields_find(&table, name, length) : TC3_FIELD_NONE;
    return reader->field != TC3_FIELD_NONE;
}

static bool take_value(void *context, unsigned depth, const tc3_json_value *value)
{
    tccli_reader *reader = context;

    (void)depth;
    tc3_fields_store(&table, reader->keys, reader->field, value);
    return false;
}

/** Bytes of the first line of `text`, with its line end. */
static size_t line_length(const char *text, size_t length)
{
    const char *end = memchr(text, '\n', length);

    return end == NULL ? length : (size_t)(end - text) + 1;
}

/** Feed line by line up to the first that is malformed, whose number ends up in `*line`. */
static tc3_status feed(tc3_json *json, const char *text, size_t length, unsigned *line)
{
    tc3_status status = TC3_PENDING;

    *line = 1;
    while (length > 0) {
        size_t part = line_length(text, length);

        status = tc3_json_feed(json, (const uint8_t *)text, part);
        text += part;
        length -= part;
        if (status != TC3_PENDING && status != TC3_OK) {
            break;
        }
        *line += length > 0;
    }
    return status;
}

bool quota_tccli_read(const char *text, size_t length, quota_tccli_keys *keys,
                      quota_line_fault *fault)
{
    static const tc3_json_listener listener = {want_member, take_value};
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    size_t mark_length = strlen(byte_order_mark);
    tccli_reader reader;
    tc3_status status;

    memset(&reader, 0, sizeof reader);
    reader.keys = keys;
    tc3_fields_clear(&table, keys);
    tc3_json_init(&reader.json, &listener, &reader);
    if (length >= mark_length && memcmp(text, byte_order_mark, mark_length) == 0) {
        text += mark_length;
        length -= mark_length;
    }
    status = feed(&reader.json, text, length, &fault->line);
    tc3_wipe(&reader, sizeof reader);
    fault->reason = status == TC3_PENDING ? "ends too early to be valid JSON; run: tccli configure"
                                          : "is not valid JSON; run: tccli configure";
    return status == TC3_OK;
}
