/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials_tccli.h"

#include "credentials_member.h"

#include "tc3/fields.h"
#include "tc3/json.h"

#include <string.h>

/** Instead of a field's index: a member that should be empty. */
#define MEMBER_OF_NO_USE (TC3_FIELD_NONE - 1u)

static const tc3_field fields[QUOTA_TCCLI_MEMBER_COUNT] = {
    TC3_FIELD("secretId", TC3_TYPE_TEXT, quota_tccli_keys, secret_id),
    TC3_FIELD("secretKey", TC3_TYPE_TEXT, quota_tccli_keys, secret_key),
    TC3_FIELD("token", TC3_TYPE_TEXT, quota_tccli_keys, token),
    TC3_FIELD("type", TC3_TYPE_TEXT, quota_tccli_keys, type),
    TC3_FIELD("role-arn", TC3_TYPE_TEXT, quota_tccli_keys, role),
    TC3_FIELD("expiresAt", TC3_TYPE_INTEGER, quota_tccli_keys, expires_at),
};

static const tc3_field_table table = {fields, QUOTA_TCCLI_MEMBER_COUNT,
                                      (uint16_t)sizeof(quota_tccli_keys)};

typedef struct tccli_reader {
    tc3_json json;
    quota_tccli_keys *keys;
    unsigned field;                           /* of the wanted member */
    unsigned line;                            /* that is being read */
    unsigned lines[QUOTA_TCCLI_MEMBER_COUNT]; /* of the members; 0: not there */
    quota_line_fault of_no_use;               /* of the wanted member, if it is not empty */
    quota_line_fault fault;                   /* the first one */
} tccli_reader;

static void refuse(tccli_reader *reader, unsigned line, tc3_text name, const char *reason)
{
    if (reader->fault.reason == NULL) {
        quota_member_refuse(&reader->fault, line, name.bytes, name.length, reason);
    }
}

static bool want_member(void *context, unsigned depth, const char *name, size_t length)
{
    tccli_reader *reader = context;
    const char *reason;

    if (depth != 1) {
        return false;
    }
    reader->field = tc3_fields_find(&table, name, length);
    if (reader->field == TC3_FIELD_NONE) {
        reason = quota_member_find_fault(name, length);
        quota_member_refuse(&reader->of_no_use, reader->line, name, length, reason);
        reader->field = MEMBER_OF_NO_USE;
        return reason != NULL;
    }
    if (reader->lines[reader->field] != 0) {
        refuse(reader, reader->line, fields[reader->field].name,
               "is there for the second time: remove one of them");
    }
    reader->lines[reader->field] = reader->line;
    return true;
}

/** Whether a member's value says nothing: null, false or "". */
static bool is_empty(const tc3_json_value *value)
{
    switch (value->kind) {
    case TC3_JSON_STRING:
        return value->length == 0;
    case TC3_JSON_PRIMITIVE:
        return value->text[0] == 'n' || value->text[0] == 'f';
    default:
        return false;
    }
}

static bool take_value(void *context, unsigned depth, const tc3_json_value *value)
{
    tccli_reader *reader = context;

    (void)depth;
    if (value->first && is_empty(value)) {
        return false; /* to tccli it is as if it were not there */
    }
    if (reader->field != MEMBER_OF_NO_USE) {
        tc3_fields_store(&table, reader->keys, reader->field, value);
    } else if (value->first && reader->fault.reason == NULL) {
        reader->fault = reader->of_no_use;
    }
    return false;
}

/** Bytes of the first line of `text`, with its line end. */
static size_t line_length(const char *text, size_t length)
{
    const char *end = memchr(text, '\n', length);

    return end == NULL ? length : (size_t)(end - text) + 1;
}

/** Feed line by line up to the first that is malformed. */
static tc3_status feed(tccli_reader *reader, const char *text, size_t length)
{
    tc3_status status = TC3_PENDING;

    reader->line = 1;
    while (length > 0) {
        size_t part = line_length(text, length);

        status = tc3_json_feed(&reader->json, (const uint8_t *)text, part);
        text += part;
        length -= part;
        if (status != TC3_PENDING && status != TC3_OK) {
            break;
        }
        reader->line += length > 0;
    }
    return status;
}

static bool is_type(const quota_tccli_keys *keys, const char *type)
{
    return keys->state[QUOTA_TCCLI_TYPE] == TC3_FIELD_PRESENT && strcmp(keys->type, type) == 0;
}

static bool is_given(const quota_tccli_keys *keys, quota_tccli_member member)
{
    return keys->state[member] != TC3_FIELD_ABSENT;
}

/** Whether the pair is an ordinary one. */
static bool is_of_pair(const quota_tccli_keys *keys)
{
    return !is_given(keys, QUOTA_TCCLI_TYPE) || is_type(keys, "default");
}

/** Whether the pair is temporary, as a login gave it. */
static bool is_of_login(const quota_tccli_keys *keys)
{
    return is_type(keys, "oauth") || is_type(keys, "sso");
}

/** tccli signs with the keys of a role that the file names. */
static void check_role(tccli_reader *reader)
{
    if (is_given(reader->keys, QUOTA_TCCLI_ROLE)) {
        refuse(reader, reader->lines[QUOTA_TCCLI_ROLE], fields[QUOTA_TCCLI_ROLE].name,
               quota_member_of_role);
    }
}

/** It signs with those of the server's role, or, later on, with who knows which. */
static void check_type(tccli_reader *reader)
{
    const quota_tccli_keys *keys = reader->keys;
    const char *reason = NULL;

    if (is_type(keys, "cvm-role")) {
        reason = quota_member_of_role;
    } else if (!is_of_pair(keys) && !is_of_login(keys)) {
        reason = "is none that tc3-quota knows, which are default, oauth and sso: use another "
                 "profile";
    }
    if (reason != NULL) {
        refuse(reader, reader->lines[QUOTA_TCCLI_TYPE], fields[QUOTA_TCCLI_TYPE].name, reason);
    }
}

/** The outcome of feeding all of the file. */
static void check(tccli_reader *reader, tc3_status status)
{
    if (status == TC3_OK) {
        check_role(reader);
        check_type(reader);
        return;
    }
    reader->fault.line = reader->line;
    reader->fault.member[0] = '\0';
    reader->fault.reason = status == TC3_PENDING
                               ? "ends too early to be valid JSON; run: tccli configure"
                               : "is not valid JSON; run: tccli configure";
}

bool quota_tccli_read(const char *text, size_t length, quota_tccli_keys *keys,
                      quota_line_fault *fault)
{
    static const tc3_json_listener listener = {want_member, take_value};
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    size_t mark_length = strlen(byte_order_mark);
    tccli_reader reader;

    memset(&reader, 0, sizeof reader);
    reader.keys = keys;
    tc3_fields_clear(&table, keys);
    tc3_json_init(&reader.json, &listener, &reader);
    if (length >= mark_length && memcmp(text, byte_order_mark, mark_length) == 0) {
        text += mark_length;
        length -= mark_length;
    }
    check(&reader, feed(&reader, text, length));
    *fault = reader.fault;
    tc3_wipe(&reader, sizeof reader);
    return fault->reason == NULL;
}

bool quota_tccli_is_expired(const quota_tccli_keys *keys, uint32_t now)
{
    return is_of_login(keys) && keys->state[QUOTA_TCCLI_EXPIRY] == TC3_FIELD_PRESENT &&
           keys->expires_at <= (int64_t)now;
}
