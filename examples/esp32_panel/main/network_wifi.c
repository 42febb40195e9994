/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Wi-Fi station. All decisions are made in the task of the event loop; the clock's ticks and
 * the console only post events to it.
 */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_NETWORK_WIFI)

#include "link_policy.h"
#include "network.h"
#include "storage.h"
#include "tc3/esp_idf.h"

#include <esp_event.h>
#include <esp_log.h>
#include <esp_netif.h>
#include <esp_random.h>
#include <esp_timer.h>
#include <esp_wifi.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

ESP_EVENT_DEFINE_BASE(PANEL_EVENT);

enum {
    PANEL_EVENT_TICK,
    PANEL_EVENT_SETTINGS
};

/* How often it is looked whether something is due. */
#define TICK_US 500000u

static const char tag[] = "network";
static atomic_bool is_up;
static link_policy policy;
static esp_netif_t *interface;
static bool is_configured;
/* The driver is being stopped for new settings: what it reports meanwhile is no fault. */
static bool is_restarting;
static atomic_bool is_shut_down;

static void try_later(link_fault fault)
{
    const uint32_t delay_ms = link_policy_down(&policy, fault, esp_random(), tc3_esp_now_ms());

    ESP_LOGI(tag, "next attempt in %" PRIu32 " ms", delay_ms);
}

static void try_now(void)
{
    if (!is_configured) {
        return;
    }
    link_policy_try(&policy, tc3_esp_now_ms());
    const esp_err_t error = esp_wifi_connect();
    if (error != ESP_OK) {
        ESP_LOGW(tag, "esp_wifi_connect: %s", esp_err_to_name(error));
        try_later(LINK_FAULT_LOST);
    }
}

/** Ask the interface itself: an event may have found no place in the queue. */
static bool has_address(void)
{
    esp_netif_ip_info_t info;

    return esp_netif_get_ip_info(interface, &info) == ESP_OK && info.ip.addr != 0;
}

static void give_up(void)
{
    if (has_address()) {
        link_policy_up(&policy, tc3_esp_now_ms());
        atomic_store(&is_up, true);
        return;
    }
    ESP_LOGW(tag, "no address for %u s: starting anew", LINK_ADDRESS_MS / 1000u);
    (void)esp_wifi_disconnect();
    try_later(LINK_FAULT_LOST);
}

static link_fault fault_of(uint8_t reason)
{
    switch (reason) {
    case WIFI_REASON_NO_AP_FOUND:
    case WIFI_REASON_NO_AP_FOUND_IN_RSSI_THRESHOLD:
        return LINK_FAULT_NO_AP;
    case WIFI_REASON_AUTH_FAIL:
    case WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_MIC_FAILURE:
    /* It is there, but open where a password is stored, or otherwise not as it should be. */
    case WIFI_REASON_NO_AP_FOUND_W_COMPATIBLE_SECURITY:
    case WIFI_REASON_NO_AP_FOUND_IN_AUTHMODE_THRESHOLD:
        return LINK_FAULT_REFUSED;
    default:
        return LINK_FAULT_LOST;
    }
}

static void configure(void)
{
    wifi_settings stored;
    wifi_config_t config;
    esp_err_t error;

    memset(&config, 0, sizeof(config));
    is_configured = storage_load_wifi(&stored);
    if (is_configured) {
        memcpy(config.sta.ssid, stored.ssid, strlen(stored.ssid));
        memcpy(config.sta.password, stored.password, strlen(stored.password));
        config.sta.threshold.authmode =
            stored.password[0] == '\0' ? WIFI_AUTH_OPEN : WIFI_AUTH_WPA2_PSK;
        config.sta.sae_pwe_h2e = WPA3_SAE_PWE_BOTH;
        config.sta.pmf_cfg.capable = true;
        /* Of several access points with this name the strongest, not the first one heard. */
        config.sta.scan_method = WIFI_ALL_CHANNEL_SCAN;
        config.sta.sort_method = WIFI_CONNECT_AP_BY_SIGNAL;
    } else {
        ESP_LOGW(tag, "%s",
                 storage_fault() == NULL ? "no network is set: type wifi"
                                         : "no network: the storage cannot be read");
    }
    /* An empty one too: the driver must not keep what was forgotten. */
    error = esp_wifi_set_config(WIFI_IF_STA, &config);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "the driver refuses these settings: %s", esp_err_to_name(error));
        is_configured = false;
    }
    tc3_wipe(&stored, sizeof(stored));
    tc3_wipe(&config, sizeof(config));
}

static void restart(void)
{
    is_restarting = true;
    link_policy_reset(&policy);
    ESP_ERROR_CHECK(esp_wifi_stop());
    atomic_store(&is_up, false);
}

static void on_disconnected(const wifi_event_sta_disconnected_t *event)
{
    /* The driver is on its way to another access point: the address may even stay. */
    if (event->reason == WIFI_REASON_ROAMING) {
        atomic_store(&is_up, has_address());
        link_policy_try(&policy, tc3_esp_now_ms());
        return;
    }
    atomic_store(&is_up, false);
    if (!is_restarting && !atomic_load(&is_shut_down)) {
        ESP_LOGW(tag, "no link, reason %u of wifi_err_reason_t", (unsigned)event->reason);
        try_later(fault_of(event->reason));
    }
}

static void on_wifi(void *context, esp_event_base_t base, int32_t id, void *data)
{
    (void)context;
    (void)base;
    switch (id) {
    case WIFI_EVENT_STA_START:
        is_restarting = false;
        try_now();
        break;
    case WIFI_EVENT_STA_CONNECTED:
        link_policy_try(&policy, tc3_esp_now_ms());
        break;
    case WIFI_EVENT_STA_STOP:
        if (!atomic_load(&is_shut_down)) {
            configure();
            ESP_ERROR_CHECK(esp_wifi_start());
        }
        break;
    case WIFI_EVENT_STA_DISCONNECTED:
        on_disconnected(data);
        break;
    default:
        break;
    }
}

static void on_address(void *context, esp_event_base_t base, int32_t id, void *data)
{
    (void)context;
    (void)base;
    if (id == IP_EVENT_STA_GOT_IP) {
        const ip_event_got_ip_t *const event = data;
        ESP_LOGI(tag, "address " IPSTR, IP2STR(&event->ip_info.ip));
        link_policy_up(&policy, tc3_esp_now_ms());
        atomic_store(&is_up, true);
    } else if (id == IP_EVENT_STA_LOST_IP) {
        atomic_store(&is_up, false);
        link_policy_address_lost(&policy, tc3_esp_now_ms());
    }
}

static void on_tick(void)
{
    if (is_restarting || atomic_load(&is_shut_down)) {
        return;
    }
    switch (link_policy_next(&policy, tc3_esp_now_ms())) {
    case LINK_CONNECT:
        try_now();
        break;
    case LINK_GIVE_UP:
        give_up();
        break;
    case LINK_NOTHING:
        break;
    }
}

static void on_panel(void *context, esp_event_base_t base, int32_t id, void *data)
{
    (void)context;
    (void)base;
    (void)data;
    if (id == PANEL_EVENT_SETTINGS) {
        restart();
    } else {
        on_tick();
    }
}

/** Without waiting, for it would hold up all timers: the next tick makes up for a lost one. */
static void on_timer(void *context)
{
    (void)context;
    (void)esp_event_post(PANEL_EVENT, PANEL_EVENT_TICK, NULL, 0, 0);
}

static void listen(esp_event_base_t base, int32_t id, esp_event_handler_t handler)
{
    ESP_ERROR_CHECK(esp_event_handler_instance_register(base, id, handler, NULL, NULL));
}

void network_start(void)
{
    const esp_timer_create_args_t timer_config = {
        .callback = on_timer, .name = "network", .skip_unhandled_events = true};
    esp_timer_handle_t timer;
    wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();

    /* The driver must not keep the password in a place of its own, nor need NVS to start. */
    config.nvs_enable = 0;
    interface = esp_netif_create_default_wifi_sta();
    ESP_ERROR_CHECK(esp_wifi_init(&config));
    ESP_ERROR_CHECK(esp_wifi_set_storage(WIFI_STORAGE_RAM));
    listen(WIFI_EVENT, ESP_EVENT_ANY_ID, on_wifi);
    listen(IP_EVENT, ESP_EVENT_ANY_ID, on_address);
    listen(PANEL_EVENT, ESP_EVENT_ANY_ID, on_panel);
    ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
    configure();
    ESP_ERROR_CHECK(esp_wifi_start());
    ESP_ERROR_CHECK(esp_timer_create(&timer_config, &timer));
    ESP_ERROR_CHECK(esp_timer_start_periodic(timer, TICK_US));
}

bool network_is_up(void)
{
    return atomic_load(&is_up);
}

void network_settings_changed(void)
{
    ESP_ERROR_CHECK(esp_event_post(PANEL_EVENT, PANEL_EVENT_SETTINGS, NULL, 0, portMAX_DELAY));
}

void network_stop(void)
{
    atomic_store(&is_shut_down, true);
    (void)esp_wifi_stop();
}

#endif
