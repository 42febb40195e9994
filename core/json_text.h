/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file json_text.h
 * The escapes of JSON strings; what they stand for is tc3_json_unescape()'s. Internal to the core.
 */
#ifndef TC3_JSON_TEXT_H
#define TC3_JSON_TEXT_H

#include <stdbool.h>

/** True for the first half of a surrogate pair (RFC 8259 section 7). */
bool tc3_is_high_surrogate(unsigned code_unit);

#endif
