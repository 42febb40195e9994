/* SPDX-License-Identifier: Apache-2.0 */
/* A user's program: reaches each library that it asked for, by public headers alone. */
#include <tc3/tc3.h>

#include <stdio.h>
#include <string.h>

static tc3_client client;

int main(void)
{
    static const tc3_config empty_config;
    tc3_status status = tc3_client_init(&client, &empty_config);

    if (status != TC3_ERROR_CONFIG_MISSING) {
        fprintf(stderr, "an empty configuration gave: %s\n", tc3_status_text(status));
        return 1;
    }
    if (strlen(tc3_status_text(status)) == 0) {
        fprintf(stderr, "the status has no text\n");
        return 1;
    }
    printf("tc3 %s: %s\n", TC3_VERSION, tc3_status_text(status));
    return 0;
}
