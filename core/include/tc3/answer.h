/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file answer.h
 * The envelope of every API answer: {"Response":{...,"RequestId":"..."}} or
 * {"Response":{"Error":{"Code":"..","Message":".."},"RequestId":".."}}. The presence of Error
 * decides. Of several members of one name the last one counts, and nothing of those before it: an
 * Error that is null, too, takes back the one before.
 */
#ifndef TC3_ANSWER_H
#define TC3_ANSWER_H

#include "tc3/action.h"
#include "tc3/config.h"
#include "tc3/json.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Index of each field in `tc3_envelope.state`. */
typedef enum tc3_envelope_field {
    TC3_ENVELOPE_REQUEST_ID,
    TC3_ENVELOPE_CODE,
    TC3_ENVELOPE_MESSAGE,
    TC3_ENVELOPE_FIELD_COUNT
} tc3_envelope_field;

/** What every answer may carry. Texts are NUL-terminated UTF-8, empty if absent. */
typedef struct tc3_envelope {
    uint8_t state[TC3_ENVELOPE_FIELD_COUNT]; /**< a tc3_field_state each */
    char code[TC3_API_CODE_SIZE];            /**< Error.Code */
    char message[TC3_API_MESSAGE_SIZE];      /**< Error.Message, in the requested language */
    char request_id[TC3_REQUEST_ID_SIZE];    /**< names the request to Tencent Cloud's support */
} tc3_envelope;

/** A reader of an answer's body. Private; placed by the caller, nothing to release. */
typedef struct tc3_answer {
    tc3_json json;
    const tc3_field_table *table;
    void *result;
    tc3_envelope *envelope;
    uint8_t member;    /* what the wanted member is */
    uint8_t field;     /* its index in its table */
    bool has_response; /* the object "Response" was seen */
    bool has_error;    /* its member "Error" was seen and is not null */
} tc3_answer;

/**
 * Prepare `answer` to fill `result` by `table`, and `envelope`; both are cleared. All three stay
 * the caller's and must not move until the body has been read.
 */
void tc3_answer_init(tc3_answer *answer, const tc3_field_table *table, void *result,
                     tc3_envelope *envelope);

/**
 * Take `length` bytes of the body. TC3_PENDING while the document is not complete, TC3_OK once it
 * is, or an error of the class protocol.
 */
tc3_status tc3_answer_feed(tc3_answer *answer, const uint8_t *bytes, size_t length);

/**
 * The body has ended: what it says. TC3_OK: `result` is filled. Else the status that stands for the
 * API's error code, TC3_ERROR_JSON_INCOMPLETE, TC3_ERROR_NO_RESPONSE, or, as tc3_answer_feed() has
 * said before, TC3_ERROR_JSON_SYNTAX or TC3_ERROR_JSON_DEPTH.
 */
tc3_status tc3_answer_finish(const tc3_answer *answer);

/** The status for an API error code: by its prefix, since new sub-codes appear. */
tc3_status tc3_api_code_status(const char *code);

#ifdef __cplusplus
}
#endif

#endif
