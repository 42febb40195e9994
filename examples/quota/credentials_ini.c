/* SPDX-License-Identifier: Apache-2.0 */
#include "key_set.h"

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

static char *without_quotes(char *value)
{
    size_t length = strlen(value);

    if (length >= 2 && (value[0] == '"' || value[0] == '\'') && value[length - 1] == value[0]) {
        value[length - 1] = '\0';
        return value + 1;
    }
    return value;
}

/** True if `line` is a section's head; `*inside` is then whether it is that of `section`. */
static bool read_head(const char *line, const char *section, bool *inside)
{
    size_t length = strlen(section);

    if (line[0] != '[') {
        return false;
    }
    *inside = strncmp(line + 1, section, length) == 0 && strcmp(line + 1 + length, "]") == 0;
    return true;
}

static void read_member(char *line, quota_key_set *keys)
{
    char *equals = strchr(line, '=');
    const char *name;
    size_t i;

    if (equals == NULL) {
        return;
    }
    *equals = '\0';
    name = trim(line);
    for (i = 0; i < QUOTA_KEY_PART_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            keys->value[i] = without_quotes(trim(equals + 1));
        }
    }
}

void quota_ini_read(char *text, const char *section, quota_key_set *keys)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    bool inside = false;

    memset(keys, 0, sizeof *keys);
    if (strncmp(text, byte_order_mark, strlen(byte_order_mark)) == 0) {
        text += strlen(byte_order_mark);
    }
    while (text != NULL) {
        char *line = text;
        char *end = strchr(text, '\n');

        text = end == NULL ? NULL : end + 1;
        if (end != NULL) {
            *end = '\0';
        }
        cut_comment(line);
        line = trim(line);
        if (!read_head(line, section, &inside) && inside) {
            read_member(line, keys);
        }
    }
}
