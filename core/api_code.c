/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/answer.h"

#include <string.h>

/** Beginnings of error codes, each with a NUL and an empty one last, and what they stand for. */
typedef struct code_group {
    const char *prefixes;
    uint8_t status;
} code_group;

/*
 * Tencent Cloud API 3.0, common error codes, and those of QueryVoucherPool. The first match wins.
 */
static const code_group groups[] = {
    {"AuthFailure.SignatureExpire\0", TC3_ERROR_API_SIGNATURE_EXPIRED},
    {"UnauthorizedOperation.UinNoAuth\0", TC3_ERROR_API_ROLE},
    {"AuthFailure.UnauthorizedOperation\0"
     "UnauthorizedOperation\0"
     "IpInBlacklist\0"
     "IpNotInWhitelist\0",
     TC3_ERROR_API_PERMISSION},
    {"RequestLimitExceeded\0", TC3_ERROR_API_RATE_LIMIT},
    {"InternalError\0"
     "ServiceUnavailable\0"
     "OperationDenied.ServiceBusy\0"
     "ResourceInUse\0"
     "ResourceInsufficient\0"
     "ResourceUnavailable\0",
     TC3_ERROR_API_BUSY},
    {"AuthFailure.InvalidAuthorization\0"
     "Invalid\0"
     "MissingParameter\0"
     "NoSuch\0"
     "RequestSizeLimitExceeded\0"
     "UnknownParameter\0"
     "UnsupportedProtocol\0"
     "UnsupportedRegion\0",
     TC3_ERROR_API_REQUEST},
    {"AuthFailure\0", TC3_ERROR_API_CREDENTIALS},
};

static bool begins_with(const char *code, const char *prefix)
{
    while (*prefix != '\0' && *prefix == *code) {
        prefix++;
        code++;
    }
    return *prefix == '\0';
}

static bool is_in_group(const char *code, const char *prefixes)
{
    for (; *prefixes != '\0'; prefixes += strlen(prefixes) + 1) {
        if (begins_with(code, prefixes)) {
            return true;
        }
    }
    return false;
}

tc3_status tc3_api_code_status(const char *code)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (is_in_group(code, groups[i].prefixes)) {
            return (tc3_status)groups[i].status;
        }
    }
    return TC3_ERROR_API_OTHER;
}
