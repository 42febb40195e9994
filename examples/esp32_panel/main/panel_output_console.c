/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_OUTPUT_CONSOLE)

#include "panel_output.h"

#include "panel/line.h"

#include <stdio.h>

bool panel_output_start(void)
{
    return true;
}

static void put(void *context, char character)
{
    (void)context;
    (void)putchar(character);
}

void panel_output_show(const panel_canvas *canvas, uint8_t intensity, bool changed, uint32_t now_ms)
{
    (void)now_ms;
    if (changed) {
        panel_line_write(canvas, intensity, put, NULL);
    }
}

void panel_output_stop(void)
{
}

#endif
