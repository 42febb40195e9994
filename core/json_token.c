/* SPDX-License-Identifier: Apache-2.0 */
#include "json_token.h"

#define JSMN_STATIC
#define JSMN_STRICT
#include <jsmn.h>

const char *tc3_json_token(char *window, size_t used, tc3_json_kind kind, size_t *length)
{
    const bool is_string = kind == TC3_JSON_STRING;
    jsmn_parser parser;
    jsmntok_t token;

    window[used] = is_string ? '"' : ',';
    jsmn_init(&parser);
    if (jsmn_parse(&parser, window, used + 1, &token, 1) != 1 ||
        token.type != (is_string ? JSMN_STRING : JSMN_PRIMITIVE)) {
        return NULL;
    }
    *length = (size_t)(token.end - token.start);
    return window + token.start;
}
