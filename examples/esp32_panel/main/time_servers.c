/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if !defined(CONFIG_PANEL_NETWORK_HOST)

#include "time_policy.h"
#include "time_servers.h"

#include <esp_err.h>
#include <esp_log.h>
#include <esp_netif_sntp.h>
#include <esp_sntp.h>
#include <sys/time.h>

/* DHCP's server takes the first place of the list; ours come after it. */
#define FIRST_PLACE 1u

static const char tag[] = "time";
static const char *const servers[] = {CONFIG_PANEL_SNTP_SERVER_1, CONFIG_PANEL_SNTP_SERVER_2};

/** In place of ESP-IDF's function of this name, which is weak and believes any time. */
void sntp_sync_time(struct timeval *now)
{
    if (!time_policy_believes((int64_t)now->tv_sec)) {
        ESP_LOGW(tag, "a server answers that has no time itself");
        return;
    }
    (void)settimeofday(now, NULL);
    sntp_set_sync_status(SNTP_SYNC_STATUS_COMPLETED);
    ESP_LOGI(tag, "set by SNTP");
}

void time_servers_start(void)
{
    esp_sntp_config_t config = ESP_NETIF_SNTP_DEFAULT_CONFIG_MULTIPLE(
        2, ESP_SNTP_SERVER_LIST(CONFIG_PANEL_SNTP_SERVER_1, CONFIG_PANEL_SNTP_SERVER_2));

    config.start = false;
    config.wait_for_sync = false;
    config.server_from_dhcp = true;
    ESP_ERROR_CHECK(esp_netif_sntp_init(&config));
}

void time_servers_restore(void)
{
    for (uint8_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
        esp_sntp_setservername((uint8_t)(FIRST_PLACE + i), servers[i]);
    }
}

void time_servers_ask(void)
{
    ESP_ERROR_CHECK_WITHOUT_ABORT(esp_netif_sntp_start());
}

#endif
