/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/answer.h"

#include "static_assert.h"

#include <string.h>

static const uint8_t statuses[] = {
    TC3_ERROR_API_SIGNATURE_EXPIRED, /* 0 */
    TC3_ERROR_API_ROLE,              /* 1 */
    TC3_ERROR_API_PERMISSION,        /* 2 */
    TC3_ERROR_API_RATE_LIMIT,        /* 3 */
    TC3_ERROR_API_BUSY,              /* 4 */
    TC3_ERROR_API_REQUEST,           /* 5 */
    TC3_ERROR_API_CREDENTIALS,       /* 6 */
};

/*
 * Beginnings of error codes, each behind the index of its status and with a NUL: Tencent Cloud API
 * 3.0, common error codes, and those of QueryVoucherPool. The first match wins.
 */
static const char beginnings[] = "0AuthFailure.SignatureExpire\0"
                                 "1UnauthorizedOperation.UinNoAuth\0"
                                 "2AuthFailure.UnauthorizedOperation\0"
                                 "2UnauthorizedOperation\0"
                                 "2IpInBlacklist\0"
                                 "2IpNotInWhitelist\0"
                                 "3RequestLimitExceeded\0"
                                 "4InternalError\0"
                                 "4ServiceUnavailable\0"
                                 "4OperationDenied.ServiceBusy\0"
                                 "4ResourceInUse\0"
                                 "4ResourceInsufficient\0"
                                 "4ResourceUnavailable\0"
                                 "5AuthFailure.InvalidAuthorization\0"
                                 "5Invalid\0"
                                 "5MissingParameter\0"
                                 "5NoSuch\0"
                                 "5RequestSizeLimitExceeded\0"
                                 "5UnknownParameter\0"
                                 "5UnsupportedProtocol\0"
                                 "5UnsupportedRegion\0"
                                 "6AuthFailure\0";

/* A code that is cut before the longest of them ends would be taken for another. */
TC3_STATIC_ASSERT(TC3_API_CODE_SIZE >= sizeof "AuthFailure.UnauthorizedOperation",
                  code_holds_what_its_status_depends_on);

static bool begins_with(const char *code, const char *prefix)
{
    while (*prefix != '\0' && *prefix == *code) {
        prefix++;
        code++;
    }
    return *prefix == '\0';
}

tc3_status tc3_api_code_status(const char *code)
{
    for (const char *at = beginnings; *at != '\0'; at += strlen(at) + 1) {
        if (begins_with(code, at + 1)) {
            return (tc3_status)statuses[*at - '0'];
        }
    }
    return TC3_ERROR_API_OTHER;
}
