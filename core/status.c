/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/status.h"

tc3_class tc3_status_class(tc3_status status)
{
    return (tc3_class)((unsigned)status / 16);
}
