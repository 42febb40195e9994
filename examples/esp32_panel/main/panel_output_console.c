/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_OUTPUT_CONSOLE)

#include "panel_output.h"

#include "panel/line.h"

#include <stdio.h>

/* A picture that does not change is written again: the line may have come out after a prompt. */
#define REPEAT_MS 2000u

/** A line, written at one go: log lines of other tasks go before or after it. */
typedef struct frame_line {
    char text[PANEL_LINE_SIZE(CONFIG_PANEL_MODULES * 8)];
    size_t length;
} frame_line;

bool panel_output_start(void)
{
    return true;
}

static void put(void *context, char character)
{
    frame_line *const line = context;

    line->text[line->length++] = character;
}

void panel_output_show(const panel_canvas *canvas, uint8_t intensity, bool changed, uint32_t now_ms)
{
    static frame_line line;
    static uint32_t written_ms;

    if (changed || now_ms - written_ms >= REPEAT_MS) {
        written_ms = now_ms;
        line.length = 0;
        panel_line_write(canvas, intensity, put, &line);
        (void)fwrite(line.text, 1, line.length, stdout);
    }
}

void panel_output_stop(void)
{
}

#endif
