/* SPDX-License-Identifier: Apache-2.0 */
/* What the JSON reader tells its listener, and how it unescapes. */
#include "support/test.h"

#include "tc3/json.h"

/* Room for strings of some windows, each character an escape, and for what is said about them. */
#define TEXT_SIZE  (4096 + 8 * TC3_JSON_WINDOW_SIZE)
#define NOTES_SIZE (2 * TEXT_SIZE)

/** A listener that writes down what it hears, and puts the pieces of strings together. */
typedef struct notes {
    const char *unwanted;  /* names that contain this are not wanted; NULL: all are */
    char text[NOTES_SIZE]; /* a line for each call; of the pieces of a string only the last */
    unsigned pieces;       /* of the string being read */
    size_t string_length;
    char string[TEXT_SIZE]; /* of the string being read, unescaped */
} notes;

static notes heard;

static void add_line(const char *kind, unsigned depth, const char *bytes, size_t length)
{
    size_t used = strlen(heard.text);
    int written = snprintf(heard.text + used, NOTES_SIZE - used, "%s %u %.*s\n", kind, depth,
                           (int)length, bytes);

    CHECK("room for notes", written > 0 && (size_t)written < NOTES_SIZE - used);
}

static bool hear_name(void *context, unsigned depth, const char *name, size_t length)
{
    bool wanted;

    CHECK("context", context == &heard);
    wanted = heard.unwanted == NULL ||
             !memory_contains(name, length, heard.unwanted, strlen(heard.unwanted));
    add_line(wanted ? "name" : "skip", depth, name, length);
    return wanted;
}

static void hear_string(unsigned depth, const tc3_json_value *value)
{
    bool is_whole;

    CHECK("the first piece is the first", value->first == (heard.pieces == 0));
    CHECK("a piece is within the window", value->length < TC3_JSON_WINDOW_SIZE);
    heard.string_length +=
        tc3_json_unescape(value->text, value->length, heard.string + heard.string_length,
                          TEXT_SIZE - heard.string_length, &is_whole);
    CHECK("the piece can be unescaped by itself", is_whole);
    heard.pieces++;
    if (value->last) {
        add_line("string", depth, heard.string, heard.string_length);
        heard.pieces = 0;
    }
}

static bool hear_value(void *context, unsigned depth, const tc3_json_value *value)
{
    static const char *const names[] = {"object", "array", "string", "primitive"};

    CHECK("context", context == &heard);
    if (value->kind == TC3_JSON_STRING) {
        if (value->first) {
            heard.string_length = 0;
        }
        hear_string(depth, value);
        return true;
    }
    CHECK("one piece", value->first);
    if (value->kind == TC3_JSON_PRIMITIVE) {
        add_line(value->last ? "primitive" : "beginning", depth, value->text, value->length);
    } else {
        CHECK("one piece", value->last);
        CHECK("no text", value->text == NULL && value->length == 0);
        add_line(names[value->kind], depth, "", 0);
    }
    return true;
}

static const tc3_json_listener listener = {hear_name, hear_value};

static void listen(const char *unwanted, const char *document)
{
    tc3_json json;

    memset(&heard, 0, sizeof(heard));
    heard.unwanted = unwanted;
    tc3_json_init(&json, &listener, &heard);
    CHECK_STATUS(document, TC3_OK,
                 tc3_json_feed(&json, (const uint8_t *)document, strlen(document)));
}

static void members_of_wanted_objects_are_reported_with_their_depth(void **state)
{
    (void)state;
    listen(NULL, "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":{\"e\":null,\"f\":{\"g\":{}}},\"h\":true},"
                 "\"i\":-2.50e+1}");
    CHECK_STRING("all",
                 "name 1 a\nprimitive 1 1\n"
                 "name 1 b\nobject 1 \n"
                 "name 2 c\nstring 2 x\n"
                 "name 2 d\nobject 2 \n"
                 "name 3 e\nprimitive 3 null\n"
                 "name 3 f\nobject 3 \n"
                 "name 4 g\nobject 4 \n"
                 "name 2 h\nprimitive 2 true\n"
                 "name 1 i\nprimitive 1 -2.50e+1\n",
                 heard.text);
}

static void unwanted_values_and_all_in_them_are_skipped(void **state)
{
    (void)state;
    listen("no", "{\"no1\":5,\"a\":6,\"no2\":{\"a\":7,\"b\":{\"a\":8}},\"b\":{\"no3\":[{\"a\":9}],"
                 "\"no4\":{\"a\":0},\"c\":10},\"no5\":\"text\",\"d\":11}");
    CHECK_STRING("some",
                 "skip 1 no1\n"
                 "name 1 a\nprimitive 1 6\n"
                 "skip 1 no2\n"
                 "name 1 b\nobject 1 \n"
                 "skip 2 no3\nskip 2 no4\n"
                 "name 2 c\nprimitive 2 10\n"
                 "skip 1 no5\n"
                 "name 1 d\nprimitive 1 11\n",
                 heard.text);
}

static void what_is_in_arrays_is_not_reported(void **state)
{
    (void)state;
    listen(NULL, "{\"a\":[{\"b\":1},[{\"b\":2}],\"x\",3,null],\"c\":[],\"d\":{\"e\":[{\"f\":{}}],"
                 "\"g\":4}}");
    CHECK_STRING("arrays",
                 "name 1 a\narray 1 \n"
                 "name 1 c\narray 1 \n"
                 "name 1 d\nobject 1 \n"
                 "name 2 e\narray 2 \n"
                 "name 2 g\nprimitive 2 4\n",
                 heard.text);
}

static bool refuse_objects(void *context, unsigned depth, const tc3_json_value *value)
{
    (void)hear_value(context, depth, value);
    return false;
}

static void members_of_an_object_that_is_refused_are_not_reported(void **state)
{
    static const tc3_json_listener reserved = {hear_name, refuse_objects};
    static const char document[] = "{\"a\":{\"b\":{\"c\":1}},\"d\":2}";
    tc3_json json;

    (void)state;
    memset(&heard, 0, sizeof(heard));
    tc3_json_init(&json, &reserved, &heard);
    assert_int_equal(tc3_json_feed(&json, (const uint8_t *)document, sizeof(document) - 1), TC3_OK);
    CHECK_STRING("refused", "name 1 a\nobject 1 \nname 1 d\nprimitive 1 2\n", heard.text);
}

static void names_come_unescaped(void **state)
{
    (void)state;
    listen(NULL, "{\"\\u0052esponse\":1,\"a\\/b\":2,\"\\u540D\xe5\xad\x97\":3,\"\":4,"
                 "\"x\\u0000y\":5,\"\\ud83d\\ude00\":6,\"\\ud83d\":7}");
    CHECK_STRING("names",
                 "name 1 Response\nprimitive 1 1\n"
                 "name 1 a/b\nprimitive 1 2\n"
                 "name 1 \xe5\x90\x8d\xe5\xad\x97\nprimitive 1 3\n"
                 "name 1 \nprimitive 1 4\n"
                 "name 1 x\xef\xbf\xbdy\nprimitive 1 5\n"
                 "name 1 \xf0\x9f\x98\x80\nprimitive 1 6\n"
                 "name 1 \xef\xbf\xbd\nprimitive 1 7\n",
                 heard.text);
}

/* `count` times `unit` as the name of a member whose value is 1. */
static void listen_to_name(const char *unit, size_t count)
{
    char document[8 * TC3_JSON_WINDOW_SIZE] = "{\"";

    while (count-- > 0) {
        strcat(document, unit);
    }
    strcat(document, "\":1,\"z\":2}");
    listen(NULL, document);
}

static void check_name(const char *label, char letter, size_t length)
{
    char name[TC3_JSON_WINDOW_SIZE];
    char expected[2 * TC3_JSON_WINDOW_SIZE];

    memset(name, letter, length);
    name[length] = '\0';
    snprintf(expected, sizeof(expected), "name 1 %s\nprimitive 1 1\nname 1 z\nprimitive 1 2\n",
             name);
    CHECK_STRING(label, expected, heard.text);
}

static void names_that_fit_the_window_are_reported(void **state)
{
    size_t longest = TC3_JSON_WINDOW_SIZE - 2;
    size_t length;

    (void)state;
    for (length = 1; length <= longest; length++) {
        listen_to_name("n", length);
        check_name("plain", 'n', length);
    }
    listen_to_name("\\u0041", longest / 6);
    check_name("escaped", 'A', longest / 6);
}

static void names_that_do_not_fit_are_skipped_with_their_values(void **state)
{
    size_t length;

    (void)state;
    for (length = TC3_JSON_WINDOW_SIZE; length < 3 * TC3_JSON_WINDOW_SIZE; length++) {
        listen_to_name("n", length);
        CHECK_STRING("plain", "name 1 z\nprimitive 1 2\n", heard.text);
    }
    listen_to_name("\\u0041", TC3_JSON_WINDOW_SIZE / 6 + 1);
    CHECK_STRING("escaped", "name 1 z\nprimitive 1 2\n", heard.text);
}

static void numbers_come_whole_or_as_a_beginning(void **state)
{
    char document[4 * TC3_JSON_WINDOW_SIZE];
    char digits[3 * TC3_JSON_WINDOW_SIZE];
    char expected[4 * TC3_JSON_WINDOW_SIZE];
    size_t length;

    (void)state;
    for (length = 1; length < 2 * TC3_JSON_WINDOW_SIZE; length++) {
        memset(digits, '7', length);
        digits[length] = '\0';
        snprintf(document, sizeof(document), "{\"a\":%s}", digits);
        listen(NULL, document);
        if (length < TC3_JSON_WINDOW_SIZE) {
            snprintf(expected, sizeof(expected), "name 1 a\nprimitive 1 %s\n", digits);
            CHECK_STRING("whole", expected, heard.text);
        } else {
            CHECK("beginning", strncmp(heard.text, "name 1 a\nbeginning 1 777", 23) == 0);
        }
    }
}

/* Whatever stands at whichever place, the pieces add up to the string. */
static void long_strings_come_in_pieces_that_part_no_character(void **state)
{
    static const struct {
        const char *escaped;
        const char *text;
    } units[] = {
        {"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"\xe5\x90\x8d", "\xe5\x90\x8d"},
        {"\xc3\xa9", "\xc3\xa9"},
        {"\\u540d", "\xe5\x90\x8d"},
        {"\\\\", "\\"},
        {"\\\"", "\""},
        {"\\ud83d", "\xef\xbf\xbd"},
        {"\\ude00", "\xef\xbf\xbd"},
        {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\\u0000", "\xef\xbf\xbd"},
    };
    static char document[TEXT_SIZE];
    static char expected[TEXT_SIZE];
    size_t unit;
    size_t shift;
    size_t i;

    (void)state;
    for (unit = 0; unit < COUNT_OF(units); unit++) {
        for (shift = 0; shift <= TC3_JSON_WINDOW_SIZE; shift++) {
            strcpy(document, "{\"a\":\"");
            strcpy(expected, "name 1 a\nstring 1 ");
            for (i = 0; i < shift; i++) {
                strcat(document, "x");
                strcat(expected, "x");
            }
            for (i = 0; i < 60; i++) {
                strcat(document, units[unit].escaped);
                strcat(expected, units[unit].text);
            }
            strcat(document, "end\"}");
            strcat(expected, "end\n");
            listen(NULL, document);
            CHECK_STRING(units[unit].escaped, expected, heard.text);
        }
    }
}

static void strings_of_every_length_come_whole(void **state)
{
    static char letters[4 * TC3_JSON_WINDOW_SIZE + 1]; /* NULs from the start on */
    static char document[TEXT_SIZE];
    static char expected[TEXT_SIZE];
    size_t length;

    (void)state;
    for (length = 0; length < sizeof(letters) - 1; length++) {
        snprintf(document, sizeof(document), "{\"a\":\"%s\"}", letters);
        snprintf(expected, sizeof(expected), "name 1 a\nstring 1 %s\n", letters);
        listen(NULL, document);
        CHECK_STRING("letters", expected, heard.text);
        letters[length] = (char)('a' + length % 26);
    }
}

/* ---- tc3_json_unescape() ---- */

static const struct {
    const char *escaped;
    const char *text;
} unescaped[] = {
    {"", ""},
    {"plain", "plain"},
    {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
    {"\\u0041\\u00e9\\u540d\\u540D", "A\xc3\xa9\xe5\x90\x8d\xe5\x90\x8d"},
    {"\\u007f\\u0080\\u07ff\\u0800\\uffff", "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"},
    {"\\ud7ff\\ue000", "\xed\x9f\xbf\xee\x80\x80"},
    {"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
    {"\\uD83D\\uDE00", "\xf0\x9f\x98\x80"},
    {"\\ud800\\udc00", "\xf0\x90\x80\x80"},
    {"\\udbff\\udfff", "\xf4\x8f\xbf\xbf"},
    {"a\\ud83d", "a\xef\xbf\xbd"},
    {"\\ud83db", "\xef\xbf\xbd"
                 "b"},
    {"\\ude00", "\xef\xbf\xbd"},
    {"\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"\\ud83d\\u0041", "\xef\xbf\xbd"
                       "A"},
    {"\\ud83d\\n", "\xef\xbf\xbd\n"},
    {"\\ud83d\\\\ude00", "\xef\xbf\xbd\\ude00"},
    {"\\ud83d\\ndc00", "\xef\xbf\xbd\ndc00"},
    {"\\ud83dxudc00", "\xef\xbf\xbdxudc00"},
    {"\\ud83d\\\\udc00", "\xef\xbf\xbd\\udc00"},
    {"\\ud83d\\u0064c00", "\xef\xbf\xbd"
                          "dc00"},
    {"\\ud83dude00", "\xef\xbf\xbdude00"},
    {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
    {"\\ud83d\\ude00\\ude00", "\xf0\x9f\x98\x80\xef\xbf\xbd"},
    {"a\\u0000b", "a\xef\xbf\xbd"
                  "b"},
    {"\\u005cu0041", "\\u0041"},
    {"\\\\u0041", "\\u0041"},
    {"\xe5\x90\x8d\xf0\x9f\x98\x80\x7f", "\xe5\x90\x8d\xf0\x9f\x98\x80\x7f"},
};

static void strings_are_unescaped(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(unescaped); i++) {
        const char *escaped = unescaped[i].escaped;
        size_t length = strlen(escaped);
        char out[64];
        char same[64];
        bool is_whole = false;
        size_t written = tc3_json_unescape(escaped, length, out, sizeof(out), &is_whole);

        CHECK(escaped, is_whole);
        CHECK_BYTES(escaped, unescaped[i].text, strlen(unescaped[i].text), out, written);

        memcpy(same, escaped, length);
        is_whole = false;
        written = tc3_json_unescape(same, length, same, length, &is_whole);
        CHECK(escaped, is_whole);
        CHECK_BYTES(escaped, unescaped[i].text, strlen(unescaped[i].text), same, written);
    }
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The longest beginning of `text` that has at most `capacity` bytes and parts no character. */
static size_t whole_characters(const char *text, size_t capacity)
{
    size_t length = strlen(text);

    if (length <= capacity) {
        return length;
    }
    while (is_continuation(text[capacity])) {
        capacity--;
    }
    return capacity;
}

static void what_does_not_fit_is_cut_between_characters(void **state)
{
    size_t i;
    size_t capacity;

    (void)state;
    for (i = 0; i < COUNT_OF(unescaped); i++) {
        const char *escaped = unescaped[i].escaped;
        const char *text = unescaped[i].text;

        for (capacity = 0; capacity <= strlen(text) + 1; capacity++) {
            char out[64];
            bool is_whole = capacity < strlen(text);
            size_t written;

            memset(out, '#', sizeof(out));
            written = tc3_json_unescape(escaped, strlen(escaped), out, capacity, &is_whole);
            CHECK_BYTES(escaped, text, whole_characters(text, capacity), out, written);
            CHECK_INT(escaped, capacity >= strlen(text), is_whole);
            CHECK_INT("nothing behind", '#', out[capacity]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_wanted_objects_are_reported_with_their_depth),
        cmocka_unit_test(unwanted_values_and_all_in_them_are_skipped),
        cmocka_unit_test(what_is_in_arrays_is_not_reported),
        cmocka_unit_test(members_of_an_object_that_is_refused_are_not_reported),
        cmocka_unit_test(names_come_unescaped),
        cmocka_unit_test(names_that_fit_the_window_are_reported),
        cmocka_unit_test(names_that_do_not_fit_are_skipped_with_their_values),
        cmocka_unit_test(numbers_come_whole_or_as_a_beginning),
        cmocka_unit_test(long_strings_come_in_pieces_that_part_no_character),
        cmocka_unit_test(strings_of_every_length_come_whole),
        cmocka_unit_test(strings_are_unescaped),
        cmocka_unit_test(what_does_not_fit_is_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
