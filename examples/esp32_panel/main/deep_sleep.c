/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_DEEP_SLEEP)

#include "deep_sleep.h"

#include "display.h"
#include "network.h"
#include "sleep_record.h"

#include <esp_attr.h>
#include <esp_log.h>
#include <esp_sleep.h>
#include <esp_system.h>
#include <inttypes.h>

static const char tag[] = "sleep";
static RTC_NOINIT_ATTR sleep_record record;

/** Whether `record` is from a sleep that just ended. */
static bool is_usable(void)
{
    if (esp_reset_reason() != ESP_RST_DEEPSLEEP) {
        sleep_record_wipe(&record);
        return false;
    }
    return sleep_record_open(&record);
}

uint8_t deep_sleep_failures(void)
{
    return is_usable() ? record.failures : 0;
}

void deep_sleep_restore_session(tc3_tls *tls)
{
    if (is_usable() && record.session_length > 0) {
        (void)tc3_tls_session_load(tls, record.session, record.session_length);
    }
    sleep_record_wipe(&record);
}

/** Record the session of `tls`; without `tls` one from the sleep before stays. */
static void keep_session(const tc3_tls *tls)
{
    size_t length = 0;

    if (tls == NULL && is_usable()) {
        return;
    }
    sleep_record_wipe(&record);
    if (tls != NULL &&
        tc3_tls_session_save(tls, record.session, sizeof(record.session), &length) != TC3_OK) {
        length = 0;
    }
    record.session_length = (uint32_t)length;
}

void deep_sleep_enter(const tc3_tls *tls, uint8_t failures, uint32_t milliseconds)
{
    keep_session(tls);
    record.failures = failures;
    sleep_record_seal(&record);
    ESP_LOGI(tag, "asleep for %" PRIu32 " ms", milliseconds);
    display_stop();
    network_stop();
    ESP_ERROR_CHECK(esp_sleep_enable_timer_wakeup((uint64_t)milliseconds * 1000u));
    esp_deep_sleep_start();
}

#endif
