/* SPDX-License-Identifier: Apache-2.0 */
#include "json_writer.h"

#include "visible_text.h"

#include <inttypes.h>
#include <string.h>

#define INDENTATION           4
#define REPLACEMENT_CHARACTER "\xef\xbf\xbd"

static void break_line(const quota_json_writer *writer)
{
    if (writer->indented) {
        fprintf(writer->out, "\n%*s", (int)(writer->depth * INDENTATION), "");
    }
}

void quota_json_open(quota_json_writer *writer, char bracket)
{
    putc(bracket, writer->out);
    writer->depth++;
    writer->has_member = false;
}

void quota_json_close(quota_json_writer *writer, char bracket)
{
    writer->depth--;
    if (writer->has_member) {
        break_line(writer);
    }
    putc(bracket, writer->out);
    writer->has_member = true;
    if (writer->depth == 0) {
        putc('\n', writer->out);
    }
}

void quota_json_element(quota_json_writer *writer)
{
    if (writer->has_member) {
        putc(',', writer->out);
    }
    writer->has_member = true;
    break_line(writer);
}

void quota_json_name(quota_json_writer *writer, const char *name)
{
    quota_json_element(writer);
    fprintf(writer->out, writer->indented ? "\"%s\": " : "\"%s\":", name);
}

void quota_json_raw(quota_json_writer *writer, const char *json)
{
    fputs(json, writer->out);
}

static void write_escape(FILE *out, uint32_t character)
{
    static const char short_from[] = "\b\f\n\r\t";
    static const char short_to[] = "bfnrt";
    const char *found = character < ' ' ? strchr(short_from, (int)character) : NULL;

    if (found != NULL && *found != '\0') {
        fprintf(out, "\\%c", short_to[found - short_from]);
    } else if (character > 0xffff) {
        uint32_t offset = character - 0x10000;

        fprintf(out, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + (offset >> 10),
                0xdc00 + (offset & 0x3ff));
    } else {
        fprintf(out, "\\u%04" PRIx32, character);
    }
}

static void write_character(FILE *out, const char *text, unsigned length, uint32_t character)
{
    if (length == 0) {
        fputs(REPLACEMENT_CHARACTER, out);
    } else if (character == '"' || character == '\\') {
        fprintf(out, "\\%c", (char)character);
    } else if (quota_is_hostile(character)) {
        write_escape(out, character);
    } else {
        fwrite(text, 1, length, out);
    }
}

void quota_json_text(quota_json_writer *writer, const char *text)
{
    if (text == NULL) {
        fputs("null", writer->out);
        return;
    }
    putc('"', writer->out);
    while (*text != '\0') {
        uint32_t character = 0;
        unsigned length = quota_utf8_read(text, &character);

        write_character(writer->out, text, length, character);
        text += length == 0 ? 1 : length;
    }
    putc('"', writer->out);
}
