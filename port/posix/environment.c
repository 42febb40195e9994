/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/posix.h"

#include <stdlib.h>

static tc3_status borrow(void *context, tc3_credentials *credentials)
{
    (void)context;
    credentials->secret_id = tc3_text_of(getenv("TENCENTCLOUD_SECRET_ID"));
    credentials->secret_key = tc3_text_of(getenv("TENCENTCLOUD_SECRET_KEY"));
    credentials->token = tc3_text_of(getenv("TENCENTCLOUD_TOKEN"));
    if (credentials->secret_id.length == 0 || credentials->secret_key.length == 0) {
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    return TC3_OK;
}

const tc3_credential_source *tc3_posix_environment_credentials(void)
{
    static const tc3_credential_source source = {NULL, borrow, NULL};

    return &source;
}
