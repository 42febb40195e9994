/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials_ini.h"

#include "credentials_member.h"

#include <string.h>

static const char *const names[QUOTA_KEY_PART_COUNT] = {"secret_id", "secret_key", "token"};

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

/** Cut the blanks off both ends of `text`; returns its new beginning. */
static char *trim(char *text)
{
    size_t length = strlen(text);

    while (length > 0 && is_blank(text[length - 1])) {
        text[--length] = '\0';
    }
    return text + strspn(text, " \t\r");
}

/** Cut off a comment, which begins the line or follows a blank. */
static void cut_comment(char *line)
{
    char *at;

    for (at = line; *at != '\0'; at++) {
        if ((*at == '#' || *at == ';') && (at == line || is_blank(at[-1]))) {
            *at = '\0';
            return;
        }
    }
}

/** Where a line is: which section's head came last. */
typedef enum ini_place {
    PLACE_OUTSIDE, /* none */
    PLACE_OTHER,
    PLACE_WANTED
} ini_place;

typedef struct ini_reader {
    const char *section;
    quota_key_set *keys;
    ini_place place;
    unsigned line;
    unsigned section_line; /* where the wanted section begins; 0: nowhere yet */
    quota_line_fault *fault;
} ini_reader;

static bool is_quote(char character)
{
    return character == '"' || character == '\'';
}

/** Take the quotes off `*value`; false if there is but one of them. */
static bool remove_quotes(char **value)
{
    char *text = *value;
    size_t length = strlen(text);

    if (length == 0 || !(is_quote(text[0]) || is_quote(text[length - 1]))) {
        return true;
    }
    if (length < 2 || text[length - 1] != text[0]) {
        return false;
    }
    text[length - 1] = '\0';
    *value = text + 1;
    return true;
}

static bool has_control_character(const char *line)
{
    for (; *line != '\0'; line++) {
        if ((*line >= 0 && *line < ' ' && *line != '\t') || *line == '\x7f') {
            return true;
        }
    }
    return false;
}

/* What is wrong with a line. */

static const char *read_head(ini_reader *reader, char *line)
{
    size_t length = strlen(line);

    if (length < 3 || strcspn(line, "]") != length - 1) {
        return "begins like a section, but is not [NAME]: correct it";
    }
    line[length - 1] = '\0';
    if (strcmp(line + 1, reader->section) != 0) {
        reader->place = PLACE_OTHER;
        return NULL;
    }
    if (reader->section_line != 0) {
        return "begins a section that there is already: remove one of them";
    }
    reader->section_line = reader->line;
    reader->place = PLACE_WANTED;
    return NULL;
}

static const char *keep_key(ini_reader *reader, quota_key_part part, char *value)
{
    if (reader->keys->value[part] != NULL) {
        return "gives a name that the section has already: remove one of the lines";
    }
    if (!remove_quotes(&value)) {
        return "has a quotation mark without its counterpart: correct it";
    }
    reader->keys->value[part] = value;
    return NULL;
}

static const char *keep_member(ini_reader *reader, const char *name, char *value)
{
    const char *reason;
    quota_key_part part;

    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        if (strcmp(name, names[part]) == 0) {
            return keep_key(reader, part, value);
        }
    }
    reason = quota_member_find_fault(name, strlen(name));
    if (reason != NULL && value[strspn(value, "\"'")] != '\0') {
        quota_member_refuse(reader->fault, reader->line, name, strlen(name), reason);
        return reason;
    }
    return NULL;
}

static const char *read_member(ini_reader *reader, char *line)
{
    char *equals = strchr(line, '=');

    if (equals == NULL || equals == line) {
        return "is neither [SECTION] nor NAME = VALUE: correct it, or begin it with # if it is a "
               "comment";
    }
    if (reader->place == PLACE_OUTSIDE) {
        return "is in no section: write [default] above it";
    }
    *equals = '\0';
    return reader->place == PLACE_WANTED ? keep_member(reader, trim(line), trim(equals + 1)) : NULL;
}

static const char *read_line(ini_reader *reader, char *line)
{
    size_t length = strlen(line);

    if (length > QUOTA_INI_LINE_MAX) {
        return "is too long: shorten it";
    }
    if (length > 0 && line[length - 1] == '\r') {
        line[length - 1] = '\0';
    }
    if (has_control_character(line)) {
        return "has a control character: save the file as plain text in UTF-8";
    }
    cut_comment(line);
    line = trim(line);
    if (line[0] == '\0') {
        return NULL;
    }
    return line[0] == '[' ? read_head(reader, line) : read_member(reader, line);
}

unsigned quota_ini_read(char *text, const char *section, quota_key_set *keys,
                        quota_line_fault *fault)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    ini_reader reader = {section, keys, PLACE_OUTSIDE, 0, 0, fault};

    memset(keys, 0, sizeof *keys);
    memset(fault, 0, sizeof *fault);
    if (strncmp(text, byte_order_mark, strlen(byte_order_mark)) == 0) {
        text += strlen(byte_order_mark);
    }
    while (text != NULL && fault->reason == NULL) {
        char *line = text;
        char *end = strchr(text, '\n');

        text = end == NULL ? NULL : end + 1;
        if (end != NULL) {
            *end = '\0';
        }
        reader.line++;
        fault->line = reader.line;
        fault->reason = read_line(&reader, line);
    }
    return reader.section_line;
}
