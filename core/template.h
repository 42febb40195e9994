/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file template.h
 * Text with values in it. In a template a character from 0200 on stands for a value: its lower six
 * bits are a tc3_value. One from 0300 on is optional: while it is empty, the text between it and
 * the value before it is left out, too. Internal to the core.
 */
#ifndef TC3_TEMPLATE_H
#define TC3_TEMPLATE_H

#include "number_text.h"
#include "tc3/text.h"

#include <stdbool.h>

/** What the signature and the request consist of. */
enum tc3_value {
    TC3_VALUE_METHOD,
    TC3_VALUE_QUERY,
    TC3_VALUE_CONTENT_TYPE,
    TC3_VALUE_HOST,
    TC3_VALUE_SERVICE,
    TC3_VALUE_ACTION,
    TC3_VALUE_VERSION,
    TC3_VALUE_BODY,
    TC3_VALUE_SIGNED_HEADERS,
    TC3_VALUE_TIMESTAMP,
    TC3_VALUE_DATE,
    TC3_VALUE_DIGEST,
    TC3_VALUE_LENGTH,
    TC3_VALUE_TOKEN,
    TC3_VALUE_LANGUAGE,
    TC3_VALUE_REQUEST_CLIENT,
    TC3_VALUE_SECRET_ID,
    TC3_VALUE_COUNT
};

/* The same as characters of a template: octal escapes, as these end after three digits. */
#define TC3_PUT_METHOD         "\200"
#define TC3_PUT_QUERY          "\201"
#define TC3_PUT_CONTENT_TYPE   "\202"
#define TC3_PUT_HOST           "\203"
#define TC3_PUT_SERVICE        "\204"
#define TC3_PUT_ACTION         "\305"
#define TC3_PUT_VERSION        "\306"
#define TC3_PUT_BODY           "\207"
#define TC3_PUT_SIGNED_HEADERS "\210"
#define TC3_PUT_TIMESTAMP      "\211"
#define TC3_PUT_DATE           "\212"
#define TC3_PUT_DIGEST         "\213"
#define TC3_PUT_LENGTH         "\214"
#define TC3_PUT_TOKEN          "\315"
#define TC3_PUT_LANGUAGE       "\316"
#define TC3_PUT_REQUEST_CLIENT "\317"
#define TC3_PUT_SECRET_ID      "\220"

/** Bytes for the text of values that have to be made: time, date, length and digest. */
#define TC3_VALUES_TEXT_SIZE (3 * TC3_NUMBER_TEXT_LENGTH + TC3_HEX_LENGTH)
#define TC3_VALUES_LENGTH_AT (2 * TC3_NUMBER_TEXT_LENGTH)
#define TC3_VALUES_DIGEST_AT (3 * TC3_NUMBER_TEXT_LENGTH)

/**
 * Make those values that follow from the time alone, their text at `text`, and clear the others.
 * The digest's text is written later.
 */
void tc3_values_init(tc3_text values[TC3_VALUE_COUNT], char text[TC3_VALUES_TEXT_SIZE],
                     uint32_t timestamp);

/**
 * Take the next piece off the template `*rest`: text that stands for itself, or a value. It may be
 * empty. False at the end, which comes with a value: text after the last one is not seen.
 */
bool tc3_template_next(const char **rest, const tc3_text values[TC3_VALUE_COUNT], tc3_text *piece);

#endif
