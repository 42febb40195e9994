/* SPDX-License-Identifier: Apache-2.0 */
#include "time_sync.h"

#include "network.h"

#include "panel/schedule.h"
#include "tc3/esp_idf.h"

#include <esp_event.h>
#include <esp_log.h>
#include <esp_netif_sntp.h>
#include <sdkconfig.h>
#include <stdlib.h>
#include <time.h>

static const char tag[] = "time";

static void on_time(struct timeval *now)
{
    (void)now;
    ESP_LOGI(tag, "set by SNTP");
}

static void on_address(void *context, esp_event_base_t base, int32_t id, void *data)
{
    (void)context;
    (void)base;
    (void)id;
    (void)data;
    ESP_ERROR_CHECK_WITHOUT_ABORT(esp_netif_sntp_start());
}

void time_sync_start(void)
{
    esp_sntp_config_t config = ESP_NETIF_SNTP_DEFAULT_CONFIG_MULTIPLE(
        2, ESP_SNTP_SERVER_LIST(CONFIG_PANEL_SNTP_SERVER_1, CONFIG_PANEL_SNTP_SERVER_2));

    config.start = false;
    config.wait_for_sync = false;
    config.sync_cb = on_time;
    /* DHCP's server takes the first place of the list; ours come after it. */
    config.server_from_dhcp = true;
    config.renew_servers_after_new_IP = true;
    config.index_of_first_server = 1;
    config.ip_event_to_renew = network_got_address;
    ESP_ERROR_CHECK(esp_netif_sntp_init(&config));
    ESP_ERROR_CHECK(
        esp_event_handler_instance_register(IP_EVENT, network_got_address, on_address, NULL, NULL));
    if (setenv("TZ", CONFIG_PANEL_TIME_ZONE, 1) == 0) {
        tzset();
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
