/* SPDX-License-Identifier: Apache-2.0 */
/* What a firmware calls of the core, so that the linker keeps what such a firmware pulls in. */
#include "tc3/tc3.h"

static tc3_client client;
static tc3_voucher_pool pool;
static char text[TC3_DECIMAL_TEXT_SIZE];
volatile uint32_t now_ms;
volatile const tc3_config *volatile config;
volatile size_t length;

int main(void)
{
    tc3_wait wait;
    tc3_status status = tc3_client_init(&client, (const tc3_config *)config);

    if (status == TC3_OK) {
        status = tc3_client_start(&client, &tc3_query_voucher_pool, &pool, now_ms);
    }
    do {
        status = tc3_client_step(&client, now_ms, &wait);
    } while (status == TC3_PENDING);
    length = tc3_decimal_format(pool.remaining_quota, text) +
             tc3_client_details(&client)->http_status + tc3_status_class(status);
    tc3_client_close(&client);
    return 0;
}
