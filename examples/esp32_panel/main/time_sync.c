/* SPDX-License-Identifier: Apache-2.0 */
#include "time_sync.h"

#include "time_policy.h"
#include "time_servers.h"

#include "panel/schedule.h"
#include "tc3/esp_idf.h"

#include <sdkconfig.h>
#include <stdlib.h>
#include <time.h>

void time_sync_start(void)
{
    time_servers_start();
    if (setenv("TZ", CONFIG_PANEL_TIME_ZONE, 1) == 0) {
        tzset();
    }
}

void time_sync_tend(bool has_network, uint32_t now_ms)
{
    static time_policy policy;
    const time_step step = time_policy_next(&policy, has_network, time_sync_is_known(), now_ms);

    if (step != TIME_NOTHING) {
        time_servers_restore();
    }
    if (step == TIME_ASK) {
        time_servers_ask();
    }
}

bool time_sync_is_known(void)
{
    uint32_t seconds;

    return tc3_esp_clock()->unix_time(NULL, &seconds);
}

int16_t time_sync_minute(void)
{
    const time_t now = time(NULL);
    struct tm local;

    if (!time_sync_is_known() || localtime_r(&now, &local) == NULL) {
        return PANEL_MINUTE_UNKNOWN;
    }
    return (int16_t)(local.tm_hour * 60 + local.tm_min);
}
