/* SPDX-License-Identifier: Apache-2.0 */
/* On the target linux the network and the resolver are the host's. */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_NETWORK_HOST)

#include "network.h"

#include <esp_log.h>

static const char tag[] = "network";

void network_start(void)
{
}

bool network_is_up(void)
{
    return true;
}

void network_settings_changed(void)
{
    ESP_LOGI(tag, "the host's network needs no settings");
}

void network_stop(void)
{
}

#endif
