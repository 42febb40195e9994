/* SPDX-License-Identifier: Apache-2.0 */
#include "console_input.h"

#include <errno.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <sdkconfig.h>
#include <stdbool.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(CONFIG_IDF_TARGET_LINUX)

#include <linenoise/linenoise.h>
#include <sys/poll.h>

/** A read() that waits would keep all other tasks waiting, for FreeRTOS does not know of it. */
static bool is_ready(void)
{
    struct pollfd entry = {.fd = STDIN_FILENO, .events = POLLIN};

    return poll(&entry, 1, 0) > 0;
}

static ssize_t read_for_line(int descriptor, void *bytes, size_t size)
{
    const int byte = console_input_read();

    (void)descriptor;
    (void)size;
    *(unsigned char *)bytes = (unsigned char)byte;
    return byte < 0 ? -1 : 1;
}

void console_input_start(void)
{
    linenoiseSetReadFunction(read_for_line);
}

#else

static bool is_ready(void)
{
    return true;
}

void console_input_start(void)
{
}

#endif

#define POLL_MS 20

/** Whether the latest read() failed for good, rather than finding nothing. */
static bool has_failed(ssize_t count)
{
    return count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
}

int console_input_read(void)
{
    unsigned char byte;

    for (;;) {
        const ssize_t count = is_ready() ? read(STDIN_FILENO, &byte, 1) : 0;
        if (count == 1) {
            return byte;
        }
        if (has_failed(count)) {
            return -1;
        }
        vTaskDelay(pdMS_TO_TICKS(POLL_MS));
    }
}
