/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/voucher_pool.h"

const char *tc3_account_type_name(int64_t account_type)
{
    switch (account_type) {
    case 1:
        return "reseller";
    case 2:
        return "distributor";
    case 3:
        return "second-level reseller";
    default:
        return "unknown role";
    }
}
