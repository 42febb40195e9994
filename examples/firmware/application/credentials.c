/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials.h"

#include "settings.h"

static tc3_status borrow(void *context, tc3_credentials *credentials)
{
    (void)context;
    credentials->secret_id = settings_bytes(SETTING_SECRET_ID);
    credentials->secret_key = settings_bytes(SETTING_SECRET_KEY);
    credentials->token = settings_bytes(SETTING_TOKEN);
    credentials->generation = 0;
    if (credentials->secret_id.length == 0 || credentials->secret_key.length == 0) {
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    return TC3_OK;
}

const tc3_credential_source firmware_credentials = {NULL, borrow, NULL};
