/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/fields.h"

const char *tc3_field_state_text(tc3_field_state state)
{
    switch (state) {
    case TC3_FIELD_ABSENT:
        return "absent";
    case TC3_FIELD_NULL:
        return "null";
    case TC3_FIELD_PRESENT:
        return "present";
    case TC3_FIELD_TRUNCATED:
        return "truncated";
    case TC3_FIELD_WRONG_TYPE:
        return "of another type";
    case TC3_FIELD_NOT_INTEGER:
        return "not an integer";
    case TC3_FIELD_OUT_OF_RANGE:
        return "out of range";
    default:
        return "unknown";
    }
}
