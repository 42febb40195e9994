/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include "tc3/sign.h"

#include <string.h>

#define FIRST_VALUE 0200u
#define OPTIONAL    0100u
#define VALUE_MASK  0077u

static void set(tc3_text *value, const char *bytes, size_t length)
{
    value->bytes = bytes;
    value->length = length;
}

void tc3_values_init(tc3_text values[TC3_VALUE_COUNT], char text[TC3_VALUES_TEXT_SIZE],
                     uint32_t timestamp)
{
    char *date = text + TC3_NUMBER_TEXT_LENGTH;

    memset(values, 0, TC3_VALUE_COUNT * sizeof values[0]);
    tc3_date_text(timestamp, date);
    set(&values[TC3_VALUE_TIMESTAMP], text, tc3_number_text(timestamp, text));
    set(&values[TC3_VALUE_DATE], date, TC3_DATE_LENGTH);
    set(&values[TC3_VALUE_DIGEST], text + TC3_VALUES_DIGEST_AT, TC3_HEX_LENGTH);
    set(&values[TC3_VALUE_SIGNED_HEADERS], "content-type;host;x-tc-action", 29);
}

bool tc3_template_next(const char **rest, const tc3_text values[TC3_VALUE_COUNT], tc3_text *piece)
{
    const char *start = *rest;
    const char *end = start;

    /* Up to a value or the end: one comparison, as the NUL wraps to the top. */
    while ((uint8_t)(*end - 1) < FIRST_VALUE - 1) {
        end++;
    }
    const unsigned byte = (uint8_t)*end;
    if (byte == '\0') {
        return false;
    }
    const tc3_text *value = &values[byte & VALUE_MASK];
    piece->bytes = start;
    piece->length = (size_t)(end - start);
    if (end == start) {
        *piece = *value;
        end++;
    } else if ((byte & OPTIONAL) != 0 && value->length == 0) {
        piece->length = 0;
        end++;
    }
    *rest = end;
    return true;
}
