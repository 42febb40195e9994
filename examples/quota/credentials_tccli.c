/* SPDX-License-Identifier: Apache-2.0 */
#include "key_set.h"

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

bool quota_tccli_read(const char *text, size_t length, quota_tccli_keys *keys)
{
    static const tc3_json_listener listener = {want_member, take_value};
    tccli_reader reader;
    tc3_status status;

    memset(&reader, 0, sizeof reader);
    reader.keys = keys;
    tc3_fields_clear(&table, keys);
    tc3_json_init(&reader.json, &listener, &reader);
    status = tc3_json_feed(&reader.json, (const uint8_t *)text, length);
    tc3_wipe(&reader, sizeof reader);
    return status == TC3_OK;
}
