/* SPDX-License-Identifier: Apache-2.0 */
/* The Ethernet of Espressif's QEMU; it has no radio, so true random bytes are asked for here. */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_NETWORK_EMULATED)

#include "network.h"

#include <bootloader_random.h>
#include <esp_eth.h>
#include <esp_event.h>
#include <esp_idf_version.h>
#include <esp_log.h>
#include <esp_netif.h>
#include <stdatomic.h>
#if __has_include(<esp_eth_mac_openeth.h>)
#include <esp_eth_mac_openeth.h>
#endif

static const char tag[] = "network";
static atomic_bool is_up;

static void on_address(void *context, esp_event_base_t base, int32_t id, void *data)
{
    (void)context;
    (void)base;
    if (id == IP_EVENT_ETH_GOT_IP) {
        const ip_event_got_ip_t *const event = data;
        ESP_LOGI(tag, "address " IPSTR, IP2STR(&event->ip_info.ip));
    }
    atomic_store(&is_up, id == IP_EVENT_ETH_GOT_IP);
}

static esp_eth_phy_t *new_phy(const eth_phy_config_t *config)
{
#if ESP_IDF_VERSION >= ESP_IDF_VERSION_VAL(5, 4, 0)
    return esp_eth_phy_new_generic(config);
#else
    return esp_eth_phy_new_dp83848(config);
#endif
}

void network_start(void)
{
    const eth_mac_config_t mac_config = ETH_MAC_DEFAULT_CONFIG();
    eth_phy_config_t phy_config = ETH_PHY_DEFAULT_CONFIG();
    const esp_netif_config_t netif_config = ESP_NETIF_DEFAULT_ETH();
    esp_eth_handle_t handle = NULL;

    bootloader_random_enable();
    phy_config.autonego_timeout_ms = 100;
    const esp_eth_config_t config =
        ETH_DEFAULT_CONFIG(esp_eth_mac_new_openeth(&mac_config), new_phy(&phy_config));
    ESP_ERROR_CHECK(esp_eth_driver_install(&config, &handle));
    ESP_ERROR_CHECK(esp_netif_attach(esp_netif_new(&netif_config), esp_eth_new_netif_glue(handle)));
    ESP_ERROR_CHECK(
        esp_event_handler_instance_register(IP_EVENT, IP_EVENT_ETH_GOT_IP, on_address, NULL, NULL));
    ESP_ERROR_CHECK(esp_event_handler_instance_register(IP_EVENT, IP_EVENT_ETH_LOST_IP, on_address,
                                                        NULL, NULL));
    ESP_ERROR_CHECK(esp_eth_start(handle));
}

bool network_is_up(void)
{
    return atomic_load(&is_up);
}

void network_settings_changed(void)
{
    ESP_LOGI(tag, "the emulated Ethernet needs no settings");
}

void network_stop(void)
{
}

#endif
