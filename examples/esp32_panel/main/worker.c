/* SPDX-License-Identifier: Apache-2.0 */
#include "worker.h"

#include "agenda.h"
#include "deep_sleep.h"
#include "display.h"
#include "network.h"
#include "priorities.h"
#include "server.h"
#include "sleep_record.h"
#include "storage.h"
#include "time_sync.h"
#include "tls_memory.h"

#include "tc3/esp_idf.h"
#include "tc3/mbedtls.h"
#include "tc3/tls.h"

#include <esp_log.h>
#include <esp_random.h>
#include <esp_system.h>
#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>
#include <freertos/task.h>
#include <sdkconfig.h>
#include <string.h>

/* The handshake takes the most: elliptic curves and RSA of mbedTLS. */
#define STACK_SIZE 8192
#define RETRY_MS   5000u
#define REFUSED_MS 3600000u
#define GRACE_MS   20000u
/* Longest wait in a call: how soon the task looks up. */
#define STEP_MS    100u

enum {
    SIGNAL_ASK = 1,
    SIGNAL_SETTINGS = 2
};

static const char tag[] = "worker";
static const agenda_config agenda_settings = {
    .interval_ms = CONFIG_PANEL_INTERVAL_SECONDS * 1000u,
    .jitter_percent = 10,
    .retry_ms = RETRY_MS,
    .refused_ms = REFUSED_MS,
    .grace_ms = GRACE_MS,
#if defined(CONFIG_PANEL_DEEP_SLEEP)
    .show_ms = CONFIG_PANEL_SHOW_SECONDS * 1000u,
#endif
};

static TaskHandle_t task;
static tc3_socket tcp;
static tc3_tls tls;
static tc3_config config;
static tc3_client client;
static tc3_esp_credentials credentials;
static tc3_voucher_pool pool;
static uint8_t session[SLEEP_SESSION_SIZE];
static bool is_set_up;
/* TC3_OK, or why there are none. */
static tc3_status credentials_status;
static agenda plan;
/* The attempt under way has begun a handshake. */
static bool shook_hands;

/* What worker_report() tells, with when it came about. */
static StaticSemaphore_t mutex_memory;
static SemaphoreHandle_t mutex;
static command_report latest;
static uint32_t outcome_ms;
static uint32_t pool_ms;

static tc3_status set_up_tls(void)
{
    tc3_tls_config tls_config = {.transport = tc3_socket_io(&tcp),
                                 .clock = tc3_esp_clock(),
                                 .random = tc3_esp_random(),
                                 .session = session,
                                 .session_size = sizeof(session)};

    server_set_trust(&tls_config);
    const tc3_status status = tc3_tls_init(&tls, &tls_config);
    if (status == TC3_OK) {
        deep_sleep_restore_session(&tls);
    }
    return status;
}

static tc3_status set_up_client(void)
{
    config.host = CONFIG_PANEL_HOST;
    config.io = tc3_tls_io(&tls);
    config.sha256 = tc3_mbedtls_sha256();
    config.clock = tc3_esp_clock();
    config.random = tc3_esp_random();
    config.credentials = tc3_esp_credentials_source(&credentials);
    config.request_client = "tc3-esp32-panel";
    config.keep_alive_ms = agenda_keep_alive_ms(&agenda_settings, TC3_KEEP_ALIVE_MS);
    return tc3_client_init(&client, &config);
}

/** Once the radio is on: only then are random bytes random. */
static tc3_status set_up(void)
{
    tc3_socket_init(&tcp, server_route());
    tc3_esp_credentials_init(&credentials, STORAGE_KEY_NAMESPACE);
    tc3_status status = set_up_tls();
    if (status != TC3_OK) {
        return status;
    }
    status = set_up_client();
    if (status != TC3_OK) {
        tc3_tls_release(&tls);
        return status;
    }
    is_set_up = true;
    return TC3_OK;
}

/** Whether the latest attempt of the call that has ended had a handshake that ended. */
static bool has_shaken_hands(const tc3_details *details)
{
    return shook_hands && details->phase >= TC3_PHASE_SIGN;
}

static void remember(tc3_status status, const tc3_voucher_pool *good, const tc3_details *details)
{
    (void)xSemaphoreTake(mutex, portMAX_DELAY);
    latest.has_outcome = true;
    latest.status = status;
    outcome_ms = tc3_esp_now_ms();
    if (details != NULL) {
        latest.details = *details;
        latest.has_handshake = has_shaken_hands(details);
    } else {
        latest.has_handshake = false;
        memset(&latest.details, 0, sizeof(latest.details));
    }
    if (good != NULL) {
        latest.has_pool = true;
        latest.pool = *good;
        pool_ms = outcome_ms;
    }
    (void)xSemaphoreGive(mutex);
}

static void tell(tc3_status status, const tc3_voucher_pool *good, const tc3_details *details)
{
    remember(status, good, details);
    display_outcome(status, good, details);
    if (status == TC3_OK) {
        ESP_LOGI(tag, "quota received, %s",
                 !has_shaken_hands(details) ? "connection kept"
                 : details->io.tls_resumed  ? "TLS session resumed"
                                            : "TLS session new");
    } else {
        ESP_LOGW(tag, "%s: %s", tc3_status_name(status), tc3_status_text(status));
    }
}

/** Note a handshake, which an attempt over a kept connection does without. */
static void watch_handshake(unsigned *attempt, const tc3_wait *wait)
{
    const unsigned now = tc3_client_details(&client)->attempts;

    if (*attempt != now) {
        *attempt = now;
        shook_hands = false;
    }
    shook_hands = shook_hands || wait->phase == TC3_PHASE_HANDSHAKE;
}

static tc3_status step_to_the_end(void)
{
    tc3_wait wait;
    unsigned attempt = 0;
    tc3_status status = tc3_client_start(&client, &tc3_query_voucher_pool, &pool, tc3_esp_now_ms());

    shook_hands = false;
    while (status == TC3_PENDING) {
        status = tc3_client_step(&client, tc3_esp_now_ms(), &wait);
        watch_handshake(&attempt, &wait);
        if (status == TC3_PENDING) {
            tc3_esp_wait(&tcp, &wait, STEP_MS);
        }
    }
    return status;
}

static void call(void)
{
    const tc3_details *details = NULL;
    tc3_status status = is_set_up ? TC3_OK : set_up();

    if (status == TC3_OK) {
        status = step_to_the_end();
        details = tc3_client_details(&client);
    }
    tell(status, status == TC3_OK ? &pool : NULL, details);
    agenda_call_ended(&plan, status, esp_random(), tc3_esp_now_ms());
}

static void look_for_credentials(void)
{
    char secret_id[SETTINGS_CREDENTIAL_SIZE];

    credentials_status = storage_load_secret_id(secret_id);
}

static void heed(uint32_t signals)
{
    if ((signals & SIGNAL_SETTINGS) != 0) {
        look_for_credentials();
        agenda_settings_changed(&plan);
    }
    if ((signals & SIGNAL_ASK) != 0) {
        agenda_ask(&plan);
    }
}

static void idle(uint32_t milliseconds)
{
    uint32_t signals = 0;

    if (is_set_up) {
        (void)tc3_client_idle(&client, tc3_esp_now_ms());
    }
    if (xTaskNotifyWait(0, UINT32_MAX, &signals, pdMS_TO_TICKS(milliseconds)) == pdTRUE) {
        heed(signals);
    }
}

static void fall_asleep(uint32_t milliseconds)
{
    if (is_set_up) {
        tc3_client_close(&client);
    }
    deep_sleep_enter(is_set_up ? &tls : NULL, agenda_failures(&plan), milliseconds);
}

static void follow(const agenda_plan *next)
{
    switch (next->step) {
    case AGENDA_CALL:
        call();
        break;
    case AGENDA_TELL:
        tell(next->status, NULL, NULL);
        break;
    case AGENDA_SLEEP:
        fall_asleep(next->wait_ms);
        break;
    case AGENDA_WAIT:
        idle(next->wait_ms);
        break;
    }
}

static void run(void *argument)
{
    (void)argument;
    agenda_init(&plan, &agenda_settings, deep_sleep_failures(), tc3_esp_now_ms());
    look_for_credentials();
    for (;;) {
        const bool has_network = network_is_up();
        time_sync_tend(has_network, tc3_esp_now_ms());
        const agenda_facts facts = {.credentials = credentials_status,
                                    .has_network = has_network,
                                    .has_time = time_sync_is_known(),
                                    .random = esp_random()};
        const agenda_plan next = agenda_next(&plan, &facts, tc3_esp_now_ms());
        follow(&next);
    }
}

void worker_start(void)
{
    static StaticTask_t memory;
    static StackType_t stack[STACK_SIZE];

    mutex = xSemaphoreCreateMutexStatic(&mutex_memory);
    task = xTaskCreateStatic(run, "worker", STACK_SIZE, NULL, PRIORITY_WORKER, stack, &memory);
}

void worker_ask(void)
{
    if (task != NULL) {
        (void)xTaskNotify(task, SIGNAL_ASK, eSetBits);
    }
}

void worker_settings_changed(void)
{
    (void)xTaskNotify(task, SIGNAL_SETTINGS, eSetBits);
}

void worker_report(command_report *report)
{
    tc3_mbedtls_arena_usage usage;
    const uint32_t now_ms = tc3_esp_now_ms();

    (void)tls_memory_usage(&usage);
    (void)xSemaphoreTake(mutex, portMAX_DELAY);
    *report = latest;
    report->age_s = (now_ms - outcome_ms) / 1000u;
    report->pool_age_s = (now_ms - pool_ms) / 1000u;
    (void)xSemaphoreGive(mutex);
    report->has_network = network_is_up();
    report->has_time = time_sync_is_known();
    report->arena_peak = (uint32_t)usage.peak;
    report->arena_size = (uint32_t)usage.size;
    report->stack_left = (uint32_t)(uxTaskGetStackHighWaterMark(task) * sizeof(StackType_t));
#if !defined(CONFIG_IDF_TARGET_LINUX)
    report->heap_left = esp_get_minimum_free_heap_size();
#endif
}
