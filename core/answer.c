/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/answer.h"

#include "static_assert.h"
#include "tc3/fields.h"

#include <string.h>

TC3_STATIC_ASSERT(sizeof(tc3_envelope) <= UINT16_MAX, envelope_fits_a_field_table);

/** What a wanted member is. */
enum {
    MEMBER_RESPONSE,
    MEMBER_ERROR,
    MEMBER_ENVELOPE, /* a field of the envelope */
    MEMBER_RESULT    /* a field of the result */
};

static const tc3_field envelope_fields[TC3_ENVELOPE_FIELD_COUNT] = {
    TC3_FIELD("RequestId", TC3_TYPE_TEXT, tc3_envelope, request_id),
    TC3_FIELD("Code", TC3_TYPE_TEXT, tc3_envelope, code),
    TC3_FIELD("Message", TC3_TYPE_TEXT, tc3_envelope, message),
};

static const tc3_field_table envelope_table = {envelope_fields, TC3_ENVELOPE_FIELD_COUNT,
                                               sizeof(tc3_envelope)};

static bool is_name(const char *name, size_t length, tc3_text expected)
{
    return length == expected.length && memcmp(name, expected.bytes, length) == 0;
}

/** A member of Response: RequestId, Error, or one of the result's. */
static bool want_response_member(tc3_answer *answer, const char *name, size_t length)
{
    static const tc3_text error = TC3_TEXT_LITERAL("Error");

    if (is_name(name, length, error)) {
        answer->member = MEMBER_ERROR;
        return true;
    }
    if (is_name(name, length, envelope_fields[TC3_ENVELOPE_REQUEST_ID].name)) {
        answer->member = MEMBER_ENVELOPE;
        answer->field = TC3_ENVELOPE_REQUEST_ID;
        return true;
    }
    answer->member = MEMBER_RESULT;
    answer->field = (uint8_t)tc3_fields_find(answer->table, name, length);
    return answer->field != TC3_FIELD_NONE;
}

/** A member of Error: Code or Message. */
static bool want_error_member(tc3_answer *answer, const char *name, size_t length)
{
    const unsigned field = tc3_fields_find(&envelope_table, name, length);
    answer->member = MEMBER_ENVELOPE;
    answer->field = (uint8_t)field;
    return field == TC3_ENVELOPE_CODE || field == TC3_ENVELOPE_MESSAGE;
}

static bool on_name(void *context, unsigned depth, const char *name, size_t length)
{
    static const tc3_text response = TC3_TEXT_LITERAL("Response");
    tc3_answer *answer = context;
    switch (depth) {
    case 1:
        answer->member = MEMBER_RESPONSE;
        return is_name(name, length, response);
    case 2:
        return want_response_member(answer, name, length);
    default:
        return want_error_member(answer, name, length);
    }
}

static void clear(tc3_answer *answer)
{
    tc3_fields_clear(answer->table, answer->result);
    tc3_fields_clear(&envelope_table, answer->envelope);
    answer->has_error = false;
}

/** The last of several members Error counts alone: forget what an earlier one said. */
static void clear_error(tc3_envelope *envelope)
{
    memset((uint8_t *)envelope + TC3_ENVELOPE_CODE, TC3_FIELD_ABSENT,
           offsetof(tc3_envelope, request_id) - TC3_ENVELOPE_CODE);
}

static bool on_value(void *context, unsigned depth, const tc3_json_value *value)
{
    tc3_answer *answer = context;
    const bool is_object = value->kind == TC3_JSON_OBJECT;
    (void)depth;

    switch (answer->member) {
    case MEMBER_RESPONSE:
        clear(answer);
        answer->has_response = is_object;
        return is_object;
    case MEMBER_ERROR:
        answer->has_error = value->kind != TC3_JSON_PRIMITIVE || value->text[0] != 'n';
        clear_error(answer->envelope);
        return is_object;
    case MEMBER_ENVELOPE:
        tc3_fields_store(&envelope_table, answer->envelope, answer->field, value);
        return false;
    default:
        tc3_fields_store(answer->table, answer->result, answer->field, value);
        return false;
    }
}

static const tc3_json_listener listener = {on_name, on_value};

void tc3_answer_init(tc3_answer *answer, const tc3_field_table *table, void *result,
                     tc3_envelope *envelope)
{
    tc3_json_init(&answer->json, &listener, answer);
    answer->table = table;
    answer->result = result;
    answer->envelope = envelope;
    answer->has_response = false;
    clear(answer);
}

tc3_status tc3_answer_feed(tc3_answer *answer, const uint8_t *bytes, size_t length)
{
    return tc3_json_feed(&answer->json, bytes, length);
}

tc3_status tc3_answer_finish(const tc3_answer *answer)
{
    const tc3_status document = tc3_json_outcome(&answer->json);

    if (document == TC3_PENDING) {
        return TC3_ERROR_JSON_INCOMPLETE;
    }
    if (document != TC3_OK) {
        return document;
    }
    if (!answer->has_response) {
        return TC3_ERROR_NO_RESPONSE;
    }
    return answer->has_error ? tc3_api_code_status(answer->envelope->code) : TC3_OK;
}
