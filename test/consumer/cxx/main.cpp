// SPDX-License-Identifier: Apache-2.0
// A client that is not set up says so.
#include "tc3/posix.h"
#include "tc3/tc3.h"

int main()
{
    static tc3_client client;
    static tc3_voucher_pool pool;
    const tc3_config config = {};

    if (tc3_client_init(&client, &config) != TC3_ERROR_CONFIG_MISSING) {
        return 1;
    }
    return tc3_client_start(&client, &tc3_query_voucher_pool, &pool, tc3_posix_now_ms()) ==
                   TC3_ERROR_CONFIG_MISSING
               ? 0
               : 1;
}
