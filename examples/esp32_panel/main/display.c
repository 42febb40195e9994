/* SPDX-License-Identifier: Apache-2.0 */
#include "display.h"

#include "debounce.h"
#include "frame_time.h"
#include "panel_output.h"
#include "priorities.h"
#include "time_sync.h"

#include "panel/panel.h"
#include "panel/schedule.h"
#include "tc3/esp_idf.h"

#include <esp_err.h>
#include <esp_log.h>
#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>
#include <freertos/task.h>
#include <sdkconfig.h>
#include <stdlib.h>
#if CONFIG_PANEL_BUTTON_PIN >= 0
#include <driver/gpio.h>
#endif

#define COLUMNS        (CONFIG_PANEL_MODULES * 8)
#define INTERVAL_MS    (CONFIG_PANEL_INTERVAL_SECONDS * 1000u)
#define STALE_MS       (CONFIG_PANEL_STALE_MINUTES * 60000u)
#define FRAME_TICKS    FRAME_TIME_TICKS(configTICK_RATE_HZ)
#define LEVEL_EVERY_MS 10000u
#define STACK_SIZE     3072

static const char tag[] = "display";
static panel_config config = {
    .columns = COLUMNS,
    .low_percent = CONFIG_PANEL_LOW_PERCENT,
    .column_ms = FRAME_TIME_COLUMN_MS(configTICK_RATE_HZ),
};
static const panel_schedule schedule = {
    .day_start = CONFIG_PANEL_DAY_HOUR * 60,
    .night_start = CONFIG_PANEL_NIGHT_HOUR * 60,
    .day_level = CONFIG_PANEL_DAY_LEVEL,
    .night_level = CONFIG_PANEL_NIGHT_LEVEL,
};

static uint8_t pixels[PANEL_PIXELS_SIZE(COLUMNS)];
static panel display;
static bool is_stopped;
static StaticSemaphore_t mutex_memory;
static SemaphoreHandle_t mutex;
static void (*on_press)(void);

static void lock(void)
{
    (void)xSemaphoreTake(mutex, portMAX_DELAY);
}

static void unlock(void)
{
    (void)xSemaphoreGive(mutex);
}

static bool is_button_down(void)
{
#if CONFIG_PANEL_BUTTON_PIN >= 0
    return gpio_get_level(CONFIG_PANEL_BUTTON_PIN) == 0;
#else
    return false;
#endif
}

static void start_button(void)
{
#if CONFIG_PANEL_BUTTON_PIN >= 0
    const gpio_config_t button = {.pin_bit_mask = 1ULL << CONFIG_PANEL_BUTTON_PIN,
                                  .mode = GPIO_MODE_INPUT,
                                  .pull_up_en = GPIO_PULLUP_ENABLE};

    ESP_ERROR_CHECK(gpio_config(&button));
#endif
}

static void refresh(uint32_t now_ms)
{
    lock();
    if (!is_stopped) {
        const bool changed = panel_tick(&display, now_ms);
        panel_output_show(panel_picture(&display), panel_intensity(&display), changed, now_ms);
    }
    unlock();
}

static void adjust_level(void)
{
    const uint8_t level = panel_schedule_level(&schedule, time_sync_minute());

    lock();
    panel_set_level(&display, level);
    unlock();
}

static void run(void *argument)
{
    TickType_t wake = xTaskGetTickCount();
    uint32_t adjusted_ms = tc3_esp_now_ms() - LEVEL_EVERY_MS;
    debounce button = {0};

    (void)argument;
    for (;;) {
        const uint32_t now_ms = tc3_esp_now_ms();
        if (now_ms - adjusted_ms >= LEVEL_EVERY_MS) {
            adjusted_ms = now_ms;
            adjust_level();
        }
        refresh(now_ms);
        if (debounce_sample(&button, is_button_down())) {
            on_press();
        }
        (void)xTaskDelayUntil(&wake, FRAME_TICKS);
    }
}

static uint32_t stale_after(void)
{
    const uint32_t least_ms = panel_stale_after(INTERVAL_MS);

    return STALE_MS > least_ms ? STALE_MS : least_ms;
}

void display_start(void (*pressed)(void))
{
    static StaticTask_t task;
    static StackType_t stack[STACK_SIZE];

    on_press = pressed;
    config.stale_ms = stale_after();
    mutex = xSemaphoreCreateMutexStatic(&mutex_memory);
    if (!panel_output_start() ||
        !panel_init(&display, &config, pixels, sizeof(pixels), tc3_esp_now_ms())) {
        ESP_LOGE(tag, "the panel's configuration cannot work: see menuconfig, LED panel");
        abort();
    }
    start_button();
    (void)xTaskCreateStatic(run, "display", STACK_SIZE, NULL, PRIORITY_DISPLAY, stack, &task);
}

void display_outcome(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details)
{
    lock();
    panel_result(&display, status, pool, details, tc3_esp_now_ms());
    unlock();
}

void display_stop(void)
{
    lock();
    is_stopped = true;
    panel_output_stop();
    unlock();
}
