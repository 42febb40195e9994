/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include "tc3/answer.h"
#include "tc3/fields.h"

#include <stddef.h>

const char *quota_field_fault(uint8_t state)
{
    switch (state) {
    case TC3_FIELD_WRONG_TYPE:
    case TC3_FIELD_NOT_INTEGER:
    case TC3_FIELD_OUT_OF_RANGE:
        return tc3_field_state_text((tc3_field_state)state);
    default:
        return NULL;
    }
}

const char *quota_outcome_message(const quota_outcome *outcome)
{
    if (outcome->problem != NULL) {
        return outcome->problem;
    }
    if (outcome->details->api.message[0] != '\0' &&
        tc3_api_code_status(outcome->details->api.code) == outcome->status) {
        return outcome->details->api.message;
    }
    return tc3_status_text(outcome->status);
}
