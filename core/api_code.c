/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/answer.h"

#include <string.h>

/** A beginning of error codes and what it stands for. */
typedef struct code_prefix {
    tc3_text prefix;
    uint8_t status;
} code_prefix;

/* Tencent Cloud API 3.0, common error codes, and those of QueryVoucherPool. The first match wins. */
static const code_prefix prefixes[] = {
    {TC3_TEXT_LITERAL("AuthFailure.SignatureExpire"), TC3_ERROR_API_SIGNATURE_EXPIRED},
    {TC3_TEXT_LITERAL("AuthFailure.InvalidAuthorization"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("AuthFailure.UnauthorizedOperation"), TC3_ERROR_API_PERMISSION},
    {TC3_TEXT_LITERAL("AuthFailure"), TC3_ERROR_API_CREDENTIALS},
    {TC3_TEXT_LITERAL("UnauthorizedOperation.UinNoAuth"), TC3_ERROR_API_ROLE},
    {TC3_TEXT_LITERAL("UnauthorizedOperation"), TC3_ERROR_API_PERMISSION},
    {TC3_TEXT_LITERAL("IpInBlacklist"), TC3_ERROR_API_PERMISSION},
    {TC3_TEXT_LITERAL("IpNotInWhitelist"), TC3_ERROR_API_PERMISSION},
    {TC3_TEXT_LITERAL("RequestLimitExceeded"), TC3_ERROR_API_RATE_LIMIT},
    {TC3_TEXT_LITERAL("InternalError"), TC3_ERROR_API_BUSY},
    {TC3_TEXT_LITERAL("ServiceUnavailable"), TC3_ERROR_API_BUSY},
    {TC3_TEXT_LITERAL("OperationDenied.ServiceBusy"), TC3_ERROR_API_BUSY},
    {TC3_TEXT_LITERAL("ResourceInUse"), TC3_ERROR_API_BUSY},
    {TC3_TEXT_LITERAL("ResourceInsufficient"), TC3_ERROR_API_BUSY},
    {TC3_TEXT_LITERAL("ResourceUnavailable"), TC3_ERROR_API_BUSY},
    {TC3_TEXT_LITERAL("Invalid"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("MissingParameter"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("NoSuch"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("RequestSizeLimitExceeded"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("UnknownParameter"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("UnsupportedProtocol"), TC3_ERROR_API_REQUEST},
    {TC3_TEXT_LITERAL("UnsupportedRegion"), TC3_ERROR_API_REQUEST},
};

tc3_status tc3_api_code_status(const char *code)
{
    const size_t length = strlen(code);
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        const code_prefix *candidate = &prefixes[i];
        if (length >= candidate->prefix.length &&
            memcmp(code, candidate->prefix.bytes, candidate->prefix.length) == 0) {
            return (tc3_status)candidate->status;
        }
    }
    return TC3_ERROR_API_OTHER;
}
