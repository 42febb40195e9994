/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fields.h
 * From JSON members to the fields of a result struct, as a tc3_field_table says.
 */
#ifndef TC3_FIELDS_H
#define TC3_FIELDS_H

#include "tc3/action.h"
#include "tc3/json.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Returned by tc3_fields_find() for a name that the table does not have. */
#define TC3_FIELD_NONE 255u

/** The index of the member `name` of `length` bytes in `table`, or TC3_FIELD_NONE. */
unsigned tc3_fields_find(const tc3_field_table *table, const char *name, size_t length);

/** Fill `result`, all `result_size` bytes of it, with zeros: every field is absent. */
void tc3_fields_clear(const tc3_field_table *table, void *result);

/**
 * Store `value`, a wanted value or a piece of one, in field `index` of `result`, and its state. The
 * last of several members of one name wins.
 */
void tc3_fields_store(const tc3_field_table *table, void *result, unsigned index,
                      const tc3_json_value *value);

/**
 * What is to be said of a member in `state`, to follow its name: "absent", "null", "present",
 * "truncated", "of another type", "not an integer", "out of range", and "unknown" for any other
 * number. A constant string.
 */
const char *tc3_field_state_text(tc3_field_state state);

#ifdef __cplusplus
}
#endif

#endif
