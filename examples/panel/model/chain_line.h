/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file chain_line.h
 * Sends the lines of panel/transfer_line.h over the wire of a chain.
 */
#ifndef PANEL_MODEL_CHAIN_LINE_H
#define PANEL_MODEL_CHAIN_LINE_H

#include "panel/line.h"
#include "panel/model/chain.h"

#include <stddef.h>

/**
 * Read `length` characters at `line`, with or without the end of line, and transfer what they say
 * to `wired`, which is powered up first if it has another number of chips. On PANEL_LINE_OTHER and
 * PANEL_LINE_MALFORMED nothing was transferred: not even the good part of a garbled line.
 */
panel_line_form chain_line_read(chain *wired, const char *line, size_t length);

#endif
