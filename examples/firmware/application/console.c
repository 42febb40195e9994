/* SPDX-License-Identifier: Apache-2.0 */
#include "console.h"

#include "boards/board.h"
#include "tc3/decimal.h"

void console_text(const char *text)
{
    for (; *text != '\0'; text++) {
        board_console_put(*text);
    }
}

void console_integer(int64_t number)
{
    char text[TC3_DECIMAL_TEXT_SIZE];
    const tc3_decimal decimal = {number, 0};

    (void)tc3_decimal_format(decimal, text);
    console_text(text);
}

void console_number(uint32_t number)
{
    console_integer(number);
}

void console_pair(const char *name, uint32_t number)
{
    board_console_put(' ');
    console_text(name);
    board_console_put('=');
    console_number(number);
}

static void put_hexadecimal_digit(unsigned digit)
{
    board_console_put("0123456789abcdef"[digit & 15u]);
}

/** RFC 8259 section 7: quotation mark, reverse solidus and control characters are escaped. */
static void put_json_character(char character)
{
    const unsigned char code = (unsigned char)character;

    if (code == '"' || code == '\\') {
        board_console_put('\\');
        board_console_put(character);
    } else if (code < 0x20u || code == 0x7fu) {
        console_text("\\u00");
        put_hexadecimal_digit(code >> 4);
        put_hexadecimal_digit(code);
    } else {
        board_console_put(character);
    }
}

void console_json_text(const char *text)
{
    if (text == NULL) {
        console_text("null");
        return;
    }
    board_console_put('"');
    for (; *text != '\0'; text++) {
        put_json_character(*text);
    }
    board_console_put('"');
}

void console_end_line(void)
{
    console_text("\r\n");
}
