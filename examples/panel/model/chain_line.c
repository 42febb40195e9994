/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/chain_line.h"

#include "panel/line_parts.h"
#include "panel/transfer_line.h"

/** Most bytes of a transfer: a word for each chip. */
#define TRANSFER_MAX (2 * CHAIN_LENGTH_MAX)

static bool take_chips(panel_source *from, chain *wired)
{
    uint16_t chips;
    if (!panel_take_number(from, CHAIN_LENGTH_MAX, &chips) || chips == 0) {
        return false;
    }
    if (chips != wired->length) {
        chain_power_up(wired, (uint8_t)chips);
    }
    return true;
}

static bool is_at_byte(const panel_source *from)
{
    return from->at < from->end && *from->at != ' ' && *from->at != '\r' && *from->at != '\n';
}

static bool take_transfer(panel_source *from, chain *wired)
{
    uint8_t bytes[TRANSFER_MAX];
    size_t length = 0;
    if (!panel_take_text(from, " ")) {
        return false;
    }
    for (; is_at_byte(from); length++) {
        if (length == sizeof bytes || !panel_take_byte(from, &bytes[length])) {
            return false;
        }
    }
    chain_transfer(wired, bytes, length);
    return length > 0;
}

static bool take_transfers(panel_source *from, chain *wired)
{
    do {
        if (!take_transfer(from, wired)) {
            return false;
        }
    } while (from->at < from->end && *from->at == ' ');
    return true;
}

panel_line_form chain_line_read(chain *wired, const char *line, size_t length)
{
    panel_source from = {line, line + length};
    chain after = *wired;
    if (!panel_take_text(&from, "max7219 ")) {
        return PANEL_LINE_OTHER;
    }
    if (length > PANEL_TRANSFER_LINE_SIZE(CHAIN_LENGTH_MAX) + 1 || !take_chips(&from, &after) ||
        !take_transfers(&from, &after) || !panel_take_end(&from)) {
        return PANEL_LINE_MALFORMED;
    }
    *wired = after;
    return PANEL_LINE_FRAME;
}
