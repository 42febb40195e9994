/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if !defined(CONFIG_PANEL_NETWORK_HOST)

#include "network.h"
#include "time_servers.h"

#include <esp_event.h>
#include <esp_log.h>
#include <esp_netif_sntp.h>

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

void time_servers_start(void)
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
}

#endif
