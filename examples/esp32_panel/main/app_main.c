/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a reseller's voucher quota on an LED panel. What is done when stands in agenda.h. */
#include "console.h"
#include "display.h"
#include "network.h"
#include "storage.h"
#include "time_sync.h"
#include "tls_memory.h"
#include "worker.h"

#include <esp_err.h>
#include <esp_event.h>
#include <esp_log.h>
#include <esp_netif.h>
#include <stdlib.h>

void app_main(void)
{
    tc3_mbedtls_arena_usage usage;

    if (!tls_memory_usage(&usage)) {
        ESP_LOGE("main", "mbedTLS does not take its memory from the arena");
        abort();
    }
    storage_start();
    display_start(worker_ask);
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    time_sync_start();
    network_start();
    worker_start();
    console_start();
}
