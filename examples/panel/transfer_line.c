/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/transfer_line.h"

#include "line_parts.h"

/** How a line begins. */
static const char mark[] = "max7219 ";

static void begin(panel_transfer_line *line, const panel_sink *to)
{
    panel_put_text(to, mark, sizeof mark - 1);
    panel_put_number(to, line->modules);
    line->begun = true;
}

bool panel_transfer_line_add(void *line, const uint8_t *bytes, size_t length)
{
    panel_transfer_line *on = line;
    const panel_sink to = {on->put, on->context};
    if (!on->begun) {
        begin(on, &to);
    }
    panel_put_text(&to, " ", 1);
    for (size_t i = 0; i < length; i++) {
        panel_put_byte(&to, bytes[i]);
    }
    return true;
}

void panel_transfer_line_end(panel_transfer_line *line)
{
    if (line->begun) {
        line->put(line->context, '\n');
    }
    line->begun = false;
}
