/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/esp_idf.h"

#include <esp_random.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <limits.h>
#include <sdkconfig.h>
#include <stdlib.h>
#include <sys/poll.h>
#include <time.h>
#if !defined(CONFIG_IDF_TARGET_LINUX)
#include <esp_timer.h>
#endif

static bool unix_time(void *context, uint32_t *seconds)
{
    const int64_t now = (int64_t)time(NULL);

    (void)context;
    if (now < (int64_t)TC3_EARLIEST_TIME || now > (int64_t)UINT32_MAX) {
        return false;
    }
    *seconds = (uint32_t)now;
    return true;
}

const tc3_clock *tc3_esp_clock(void)
{
    static const tc3_clock clock = {NULL, unix_time};

    return &clock;
}

static tc3_status fill_random(void *context, uint8_t *bytes, size_t length)
{
    (void)context;
    esp_fill_random(bytes, length);
    return TC3_OK;
}

const tc3_random *tc3_esp_random(void)
{
    static const tc3_random random = {NULL, fill_random};

    return &random;
}

uint32_t tc3_esp_now_ms(void)
{
#if defined(CONFIG_IDF_TARGET_LINUX)
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        /* Time that stands still is a deadline that never comes: better an end than a hang. */
        abort();
    }
    return (uint32_t)now.tv_sec * 1000u + (uint32_t)(now.tv_nsec / 1000000);
#else
    return (uint32_t)(esp_timer_get_time() / 1000);
#endif
}

static TickType_t ticks_of(uint32_t milliseconds)
{
    if (milliseconds == TC3_WAIT_FOREVER) {
        return portMAX_DELAY;
    }
    const uint64_t ticks = (uint64_t)milliseconds * configTICK_RATE_HZ / 1000u;
    if (ticks == 0) {
        return 1;
    }
    return ticks < portMAX_DELAY ? (TickType_t)ticks : portMAX_DELAY - 1u;
}

static int poll_timeout(uint32_t milliseconds)
{
    if (milliseconds == TC3_WAIT_FOREVER) {
        return -1;
    }
    return milliseconds > (uint32_t)INT_MAX ? INT_MAX : (int)milliseconds;
}

void tc3_esp_wait(const tc3_socket *socket, const tc3_wait *wait, uint32_t limit_ms)
{
    const uint32_t timeout_ms = wait->timeout_ms < limit_ms ? wait->timeout_ms : limit_ms;
    struct pollfd entry = {.fd = tc3_socket_descriptor(socket)};

    if (wait->events == 0 || entry.fd < 0 || timeout_ms <= portTICK_PERIOD_MS) {
        vTaskDelay(ticks_of(timeout_ms));
        return;
    }
    entry.events = (short)(((wait->events & TC3_WAIT_READABLE) != 0 ? POLLIN : 0) |
                           ((wait->events & TC3_WAIT_WRITABLE) != 0 ? POLLOUT : 0));
    if (poll(&entry, 1, poll_timeout(timeout_ms)) != 0) {
        vTaskDelay(1);
    }
}
