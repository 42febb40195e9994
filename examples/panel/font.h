/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file font.h
 * The panel's own letters, digits and icons. Glyphs are proportional; one blank column goes between
 * two of them. test/panel/pictures/font_*.txt shows each.
 */
#ifndef PANEL_FONT_H
#define PANEL_FONT_H

#include <stdint.h>

/** Three cuts of the font. */
typedef enum panel_face {
    PANEL_FACE_TEXT,    /**< 5x7 and a row for descenders: printable ASCII and the icons */
    PANEL_FACE_NUMERAL, /**< 5x6 digits and signs, which leave a blank row above the bar */
    PANEL_FACE_SMALL    /**< 3x5 digits and units for the age label */
} panel_face;

/** Codes beyond ASCII: marks and icons, in every face. */
typedef enum panel_icon {
    PANEL_ICON_UNKNOWN = 0x80, /**< a hollow box: a character that the font lacks */
    PANEL_ICON_ELLIPSIS,       /**< text was cut here */
    PANEL_ICON_LOW,            /**< an arrow downwards */
    PANEL_ICON_CONFIG,         /**< a cogwheel */
    PANEL_ICON_NETWORK,        /**< an aerial without signal */
    PANEL_ICON_TLS,            /**< a padlock */
    PANEL_ICON_TIMEOUT,        /**< an hourglass that has run out */
    PANEL_ICON_PROTOCOL,       /**< braces around a cross */
    PANEL_ICON_TIME,           /**< a clock */
    PANEL_ICON_KEY,            /**< a key */
    PANEL_ICON_RATE,           /**< arrows that run into a wall */
    PANEL_ICON_SERVICE,        /**< a cloud with an exclamation mark */
    PANEL_ICON_END
} panel_icon;

/** A glyph: `width` columns from left to right; bit 0 of a column is the top row. */
typedef struct panel_glyph {
    const uint8_t *columns;
    uint8_t width;
} panel_glyph;

/**
 * The glyph for `code`, an ASCII code or a panel_icon. What the face lacks comes from the text
 * face, and what that lacks is the hollow box.
 */
panel_glyph panel_font_glyph(panel_face face, uint8_t code);

/**
 * Take the next character off the NUL-terminated UTF-8 text at `*text` and return its code: an
 * ASCII character as it is, any other, control characters and broken UTF-8 too, as
 * PANEL_ICON_UNKNOWN. At the end 0, with `*text` on the NUL.
 */
uint8_t panel_font_next(const char **text);

#endif
