/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file json_token.h
 * What the JSON reader does with the text of one token. Internal to the core.
 */
#ifndef TC3_JSON_TOKEN_H
#define TC3_JSON_TOKEN_H

#include "tc3/json.h"

/**
 * Tokenise with jsmn what `window` holds: `used` bytes that are a string without its closing quote,
 * or a primitive; there must be room for one byte more. Returns where the token's text begins, its
 * size in `*length`; NULL if jsmn sees anything but one token of `kind`.
 */
const char *tc3_json_token(char *window, size_t used, tc3_json_kind kind, size_t *length);

#endif
