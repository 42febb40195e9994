/* SPDX-License-Identifier: Apache-2.0 */
#include "data.h"

#include "test.h"

#include <stdlib.h>

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#define FILE_SIZE   262144
#define TOKEN_COUNT 16384
#define ARENA_SIZE  4194304

static char file_text[FILE_SIZE];
static jsmntok_t tokens[TOKEN_COUNT];
static int token_count;
/* Unescaped texts; starts anew with each file. */
static char arena[ARENA_SIZE];
static size_t arena_used;

static void complain(const char *what, const char *about)
{
    print_error("test data: %s: %s\n", what, about);
    fail();
}

data_node data_load(const char *name)
{
    char path[1024];
    FILE *file;
    size_t length;
    jsmn_parser parser;

    snprintf(path, sizeof(path), "%s/%s", TC3_TEST_DATA, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        complain("cannot be opened", path);
    }
    length = fread(file_text, 1, sizeof(file_text), file);
    (void)fclose(file);
    if (length == 0 || length == sizeof(file_text)) {
        complain("is empty, or larger than FILE_SIZE", path);
    }
    jsmn_init(&parser);
    token_count = jsmn_parse(&parser, file_text, length, tokens, TOKEN_COUNT);
    if (token_count <= 0) {
        complain("is not JSON, or has more than TOKEN_COUNT tokens", path);
    }
    arena_used = 0;
    return 0;
}

static const jsmntok_t *token_of(data_node node)
{
    if (node < 0 || node >= token_count) {
        complain("no such node", "");
    }
    return &tokens[node];
}

static bool token_is(const jsmntok_t *token, const char *text)
{
    size_t length = (size_t)(token->end - token->start);

    return length == strlen(text) && memcmp(file_text + token->start, text, length) == 0;
}

/* The node behind `node` and all that is in it. */
static data_node behind(data_node node)
{
    int end = token_of(node)->end;

    do {
        node++;
    } while (node < token_count && tokens[node].start < end);
    return node;
}

data_node data_find(data_node object, const char *name)
{
    const jsmntok_t *token = token_of(object);
    data_node key = object + 1;
    int i;

    if (token->type != JSMN_OBJECT) {
        complain("not an object that could have", name);
    }
    for (i = 0; i < token->size; i++) {
        if (token_is(token_of(key), name)) {
            return key + 1;
        }
        key = behind(key + 1);
    }
    return DATA_NONE;
}

data_node data_member(data_node object, const char *name)
{
    data_node node = data_find(object, name);

    if (node == DATA_NONE) {
        complain("missing member", name);
    }
    return node;
}

size_t data_count(data_node container)
{
    return (size_t)token_of(container)->size;
}

data_node data_first(data_node array)
{
    if (token_of(array)->type != JSMN_ARRAY) {
        complain("not an array", "");
    }
    return data_count(array) > 0 ? array + 1 : DATA_NONE;
}

data_node data_next(data_node element)
{
    data_node next = behind(element);

    return next < token_count && tokens[next].parent == token_of(element)->parent ? next
                                                                                  : DATA_NONE;
}

bool data_is_object(data_node node)
{
    return token_of(node)->type == JSMN_OBJECT;
}

bool data_is_null(data_node node)
{
    return token_of(node)->type == JSMN_PRIMITIVE && token_is(token_of(node), "null");
}

static void put(unsigned byte)
{
    if (arena_used == ARENA_SIZE) {
        complain("larger than ARENA_SIZE", "");
    }
    arena[arena_used++] = (char)byte;
}

static void put_utf8(unsigned long code)
{
    if (code < 0x80) {
        put((unsigned)code);
        return;
    }
    if (code < 0x800) {
        put((unsigned)(0xc0 | code >> 6));
    } else {
        if (code < 0x10000) {
            put((unsigned)(0xe0 | code >> 12));
        } else {
            put((unsigned)(0xf0 | code >> 18));
            put((unsigned)(0x80 | (code >> 12 & 0x3f)));
        }
        put((unsigned)(0x80 | (code >> 6 & 0x3f)));
    }
    put((unsigned)(0x80 | (code & 0x3f)));
}

static unsigned long hex_number(const char *text, size_t digits)
{
    char copy[5] = "";
    char *end;
    unsigned long number;

    memcpy(copy, text, digits);
    number = strtoul(copy, &end, 16);
    if (end != copy + digits) {
        complain("not hexadecimal", copy);
    }
    return number;
}

/* Unescapes what stands behind a backslash at `text`; returns how much of it that was. */
static size_t put_escape(const char *text)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    const char *name;
    unsigned long code;

    if (*text != 'u') {
        name = strchr(names, *text);
        if (name == NULL) {
            complain("bad escape", text);
        }
        put((unsigned char)values[name - names]);
        return 1;
    }
    code = hex_number(text + 1, 4);
    if (code < 0xd800 || code > 0xdbff) {
        put_utf8(code);
        return 5;
    }
    put_utf8(0x10000 + (code - 0xd800) * 0x400 + (hex_number(text + 7, 4) - 0xdc00));
    return 11;
}

static void put_string(const jsmntok_t *token)
{
    int i = token->start;

    if (token->type != JSMN_STRING) {
        complain("not a string", "");
    }
    while (i < token->end) {
        if (file_text[i] == '\\') {
            i += 1 + (int)put_escape(file_text + i + 1);
        } else {
            put((unsigned char)file_text[i++]);
        }
    }
}

static void put_hex(data_node node)
{
    const jsmntok_t *token = token_of(node);
    int i;

    for (i = token->start; i + 1 < token->end; i += 2) {
        put((unsigned)hex_number(file_text + i, 2));
    }
}

/* One of the forms that data_bytes() takes, but no array. */
static void put_piece(data_node node)
{
    data_node hex;
    long long times;

    if (!data_is_object(node)) {
        put_string(token_of(node));
        return;
    }
    hex = data_find(node, "hex");
    if (hex != DATA_NONE) {
        put_hex(hex);
        return;
    }
    for (times = data_integer(data_member(node, "times")); times > 0; times--) {
        put_string(token_of(data_member(node, "repeat")));
    }
}

static tc3_text finish_text(size_t start)
{
    tc3_text text = {arena + start, arena_used - start};

    put('\0');
    return text;
}

tc3_text data_text(data_node node)
{
    size_t start = arena_used;

    put_string(token_of(node));
    return finish_text(start);
}

tc3_text data_bytes(data_node node)
{
    size_t start = arena_used;
    data_node element;

    if (token_of(node)->type != JSMN_ARRAY) {
        put_piece(node);
        return finish_text(start);
    }
    for (element = data_first(node); element != DATA_NONE; element = data_next(element)) {
        put_piece(element);
    }
    return finish_text(start);
}

const char *data_string(data_node object, const char *name)
{
    return data_text(data_member(object, name)).bytes;
}

long long data_integer(data_node node)
{
    const jsmntok_t *token = token_of(node);
    char *end;
    long long number = strtoll(file_text + token->start, &end, 10);

    if (token->type != JSMN_PRIMITIVE || end != file_text + token->end) {
        complain("not an integer", "");
    }
    return number;
}

bool data_boolean(data_node node)
{
    bool is_true = token_is(token_of(node), "true");

    if (!is_true && !token_is(token_of(node), "false")) {
        complain("neither true nor false", "");
    }
    return is_true;
}
