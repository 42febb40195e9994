/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which documents the JSON reader accepts; what it tells its listener is in test_json_listener.c.
 */
#include "support/data.h"
#include "support/test.h"

#include "tc3/json.h"

/** Bytes for what a listener was told, as text. */
#define RECORD_SIZE 65536

/** A listener's notes. */
typedef struct record {
    bool wants_all;
    size_t used;
    char text[RECORD_SIZE];
} record;

static record whole;
static record pieces;

static void note(record *notes, const void *bytes, size_t length)
{
    if (notes->used + length > RECORD_SIZE) {
        print_error("RECORD_SIZE is too small\n");
        fail();
    }
    memcpy(notes->text + notes->used, bytes, length);
    notes->used += length;
}

static bool note_name(void *context, unsigned depth, const char *name, size_t length)
{
    record *notes = context;
    char head[32];

    note(notes, head, (size_t)snprintf(head, sizeof(head), "\nname %u ", depth));
    note(notes, name, length);
    return notes->wants_all;
}

static bool note_value(void *context, unsigned depth, const tc3_json_value *value)
{
    record *notes = context;
    char head[48];

    CHECK("only what is wanted", notes->wants_all);
    note(notes, head,
         (size_t)snprintf(head, sizeof(head), "\nvalue %u %d%s%s ", depth, (int)value->kind,
                          value->first ? " first" : "", value->last ? " last" : ""));
    if (value->length > 0) {
        note(notes, value->text, value->length);
    }
    return true;
}

static const tc3_json_listener listener = {note_name, note_value};

static void start(tc3_json *json, record *notes, bool wants_all)
{
    notes->used = 0;
    notes->wants_all = wants_all;
    tc3_json_init(json, &listener, notes);
}

static tc3_status feed(tc3_json *json, tc3_text text, size_t from, size_t to)
{
    return tc3_json_feed(json, (const uint8_t *)text.bytes + from, to - from);
}

static tc3_status feed_whole(tc3_text text, bool wants_all)
{
    tc3_json json;

    start(&json, &whole, wants_all);
    return feed(&json, text, 0, text.length);
}

/* Byte by byte: an error repeats, and the last byte's status is the document's. */
static void check_each_step(const char *name, tc3_text text, tc3_status expected)
{
    tc3_json json;
    tc3_status status = TC3_PENDING;
    size_t i;

    start(&json, &pieces, true);
    for (i = 0; i < text.length; i++) {
        tc3_status next = tc3_json_step(&json, (uint8_t)text.bytes[i]);

        if (tc3_status_class(status) != TC3_CLASS_NONE) {
            CHECK_STATUS(name, status, next);
        }
        status = next;
        CHECK_STATUS(name, status, tc3_json_outcome(&json));
    }
    CHECK_STATUS(name, expected, status);
}

static void check_splits(const char *name, tc3_text text, tc3_status expected)
{
    size_t split;

    CHECK_STATUS(name, expected, feed_whole(text, true));
    for (split = 0; split <= text.length; split++) {
        tc3_json json;
        tc3_status first;
        tc3_status second;

        start(&json, &pieces, true);
        first = feed(&json, text, 0, split);
        second = feed(&json, text, split, text.length);
        CHECK_STATUS(name, expected, split < text.length ? second : first);
        CHECK_BYTES(name, whole.text, whole.used, pieces.text, pieces.used);
    }
}

static size_t check_documents(const char *file, tc3_status expected)
{
    data_node entry = data_first(data_member(data_load(file), "documents"));
    size_t count = 0;

    for (; entry != DATA_NONE; entry = data_next(entry), count++) {
        const char *name = data_string(entry, "name");
        tc3_text text = data_bytes(data_member(entry, "document"));

        if (text.length == 0) {
            continue;
        }
        CHECK_STATUS(name, expected, feed_whole(text, false));
        CHECK_STATUS(name, expected, feed_whole(text, true));
        check_each_step(name, text, expected);
        check_splits(name, text, expected);
    }
    return count;
}

static void invalid_documents_are_refused(void **state)
{
    (void)state;
    assert_in_range(check_documents("json_invalid.json", TC3_ERROR_JSON_SYNTAX), 100, 1000);
}

static void incomplete_documents_are_pending(void **state)
{
    (void)state;
    assert_in_range(check_documents("json_incomplete.json", TC3_PENDING), 30, 1000);
}

static void valid_documents_are_accepted(void **state)
{
    (void)state;
    assert_in_range(check_documents("json_valid.json", TC3_OK), 50, 1000);
}

static void a_document_is_complete_with_its_last_brace(void **state)
{
    data_node entry = data_first(data_member(data_load("json_valid.json"), "documents"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text text = data_bytes(data_member(entry, "document"));
        size_t length = text.length;
        size_t i;
        tc3_json json;

        while (text.bytes[length - 1] != '}') {
            length--;
        }
        start(&json, &pieces, true);
        CHECK_STATUS(name, TC3_PENDING, tc3_json_outcome(&json));
        for (i = 0; i + 1 < length; i++) {
            CHECK_STATUS(name, TC3_PENDING, tc3_json_step(&json, (uint8_t)text.bytes[i]));
        }
        CHECK_STATUS(name, TC3_OK, tc3_json_step(&json, '}'));
        CHECK_STATUS(name, TC3_OK, tc3_json_step(&json, ' '));
        CHECK_STATUS(name, TC3_ERROR_JSON_SYNTAX, tc3_json_step(&json, 'x'));
    }
}

static void errors_repeat_for_ever(void **state)
{
    static const char more[] = "}]\"{a:1,null \n";
    data_node entry = data_first(data_member(data_load("json_invalid.json"), "documents"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text text = data_bytes(data_member(entry, "document"));
        tc3_json json;
        size_t i;

        start(&json, &pieces, true);
        (void)feed(&json, text, 0, text.length);
        for (i = 0; i < sizeof(more) - 1; i++) {
            CHECK_STATUS(name, TC3_ERROR_JSON_SYNTAX, tc3_json_step(&json, (uint8_t)more[i]));
        }
        CHECK_STATUS(name, TC3_ERROR_JSON_SYNTAX, tc3_json_outcome(&json));
    }
}

/* A document of `depth` containers, the outermost an object; `kinds` tells the others by turns. */
static tc3_text nested(unsigned depth, const char *kinds)
{
    static char document[16 * (TC3_JSON_DEPTH + 2)];
    char closing[TC3_JSON_DEPTH + 2];
    tc3_text text = {document, 0};
    unsigned level;

    document[0] = '\0';
    for (level = 0; level < depth; level++) {
        bool is_object = level == 0 || kinds[level % strlen(kinds)] == '{';

        strcat(document, is_object ? "{\"a\":" : "[");
        closing[level] = is_object ? '}' : ']';
    }
    strcat(document, "0");
    text.length = strlen(document);
    while (level-- > 0) {
        document[text.length++] = closing[level];
    }
    return text;
}

static const char *const nestings[] = {"{", "[", "{[", "[{", "[[{", "{{[", "[[[[[[[[{{{{{{{{"};

static void nesting_goes_down_to_the_documented_depth(void **state)
{
    size_t i;
    unsigned depth;

    (void)state;
    for (i = 0; i < COUNT_OF(nestings); i++) {
        for (depth = 1; depth <= TC3_JSON_DEPTH; depth++) {
            CHECK_STATUS(nestings[i], TC3_OK, feed_whole(nested(depth, nestings[i]), true));
        }
        CHECK_STATUS(nestings[i], TC3_ERROR_JSON_DEPTH,
                     feed_whole(nested(TC3_JSON_DEPTH + 1, nestings[i]), true));
        check_each_step(nestings[i], nested(TC3_JSON_DEPTH + 1, nestings[i]), TC3_ERROR_JSON_DEPTH);
    }
}

static void every_bracket_must_match_at_every_depth(void **state)
{
    size_t i;
    unsigned level;

    (void)state;
    for (i = 0; i < COUNT_OF(nestings); i++) {
        for (level = 0; level < TC3_JSON_DEPTH; level++) {
            tc3_text text = nested(TC3_JSON_DEPTH, nestings[i]);
            char *closing = (char *)text.bytes + text.length - 1 - level;

            *closing = *closing == '}' ? ']' : '}';
            CHECK_STATUS(nestings[i], TC3_ERROR_JSON_SYNTAX, feed_whole(text, true));
        }
    }
}

static void levels_are_used_again_for_the_other_kind(void **state)
{
    static const tc3_text documents[] = {
        TC3_TEXT_LITERAL("{\"a\":[[[[0]]]],\"b\":{\"c\":{\"d\":{\"e\":[]}}},\"f\":[[{}]]}"),
        TC3_TEXT_LITERAL("{\"a\":{\"b\":{\"c\":{\"d\":0}}},\"b\":[[[[0,1],2],3],4],\"f\":{}}"),
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(documents); i++) {
        check_splits("levels", documents[i], TC3_OK);
    }
}

/* Long tokens of every length around the window's, wanted and not. */
static void tokens_may_have_any_length(void **state)
{
    static const char *const forms[][3] = {
        {"{\"a\":\"", "x", "\"}"},    {"{\"", "n", "\":1}"},
        {"{\"a\":1", "0", "}"},       {"{\"a\":0.", "5", "}"},
        {"{\"a\":-1e", "0", "1}"},    {"{\"a\":\"", "\\\"", "\"}"},
        {"{\"a\":", " ", "true}"},    {"{\"a\":\"", "\\u540d", "\"}"},
        {"{\"", "\\u540d", "\":[]}"}, {"{\"a\":\"", "\\ud83d", "\"}"},
        {"{\"", "\\ud83d", "\":{}}"}, {"{\"a\":\"", "\xf0\x9f\x98\x80", "\"}"},
    };
    static char document[16 * TC3_JSON_WINDOW_SIZE];
    size_t form;
    size_t times;

    (void)state;
    for (form = 0; form < COUNT_OF(forms); form++) {
        size_t used = strlen(forms[form][0]);

        strcpy(document, forms[form][0]);
        for (times = 1; times <= 2 * TC3_JSON_WINDOW_SIZE; times++) {
            tc3_text text = {document, 0};

            strcpy(document + used, forms[form][1]);
            used += strlen(forms[form][1]);
            strcpy(document + used, forms[form][2]);
            text.length = used + strlen(forms[form][2]);
            CHECK_STATUS(forms[form][1], TC3_OK, feed_whole(text, false));
            CHECK_STATUS(forms[form][1], TC3_OK, feed_whole(text, true));
        }
    }
}

/** A reader between guards. */
typedef struct guarded_reader {
    uint8_t before[64];
    tc3_json json;
    uint8_t after[64];
} guarded_reader;

/* What pads the reader behind its window is zero from the start on. */
static void check_guards(const char *label, const guarded_reader *guarded)
{
    static const uint8_t zeros[sizeof(tc3_json)];
    const size_t end = offsetof(tc3_json, window) + TC3_JSON_WINDOW_SIZE;
    uint8_t guard[64];

    memset(guard, 0xa5, sizeof(guard));
    CHECK_BYTES(label, guard, sizeof(guard), guarded->before, sizeof(guard));
    CHECK_BYTES(label, guard, sizeof(guard), guarded->after, sizeof(guard));
    CHECK_BYTES(label, zeros, sizeof(tc3_json) - end, (const uint8_t *)&guarded->json + end,
                sizeof(tc3_json) - end);
}

static tc3_status feed_text(tc3_json *json, const char *text)
{
    whole.used = 0;
    return feed(json, tc3_text_of(text), 0, strlen(text));
}

/* A token that is too long must not get past the window, wherever in it its characters begin. */
static void long_tokens_stay_inside_the_reader(void **state)
{
    static const char *const forms[][3] = {
        {"{\"a\":\"", "x", "\"}"},       {"{\"a\":\"", "\\ud83d", "xyz\"}"},
        {"{\"a\":\"", "\\ude00", "\"}"}, {"{\"a\":\"", "\\ud83d\\ude00", "\"}"},
        {"{\"a\":\"", "\\n", "xyz\"}"},  {"{\"a\":\"", "\xe5\x90\x8d", "xyz\"}"},
        {"{\"a\":1", "0", "}"},          {"{\"a\":0.", "0", ",\"b\":1}"},
        {"{\"", "n", "\":1}"},           {"{\"", "\\ud83d", "\":\"x\"}"},
        {"{\"", "\\n", "\":\"x\"}"},     {"{\"", "\xe5\x90\x8d", "\":[]}"},
    };
    static guarded_reader reader;
    static guarded_reader ended;
    size_t form;
    size_t shift;
    size_t times;

    (void)state;
    for (form = 0; form < COUNT_OF(forms); form++) {
        const char *unit = forms[form][1];

        for (shift = 0; shift < 12; shift++) {
            memset(&reader, 0xa5, sizeof(reader));
            start(&reader.json, &whole, true);
            (void)feed_text(&reader.json, forms[form][0]);
            (void)feed_text(&reader.json, &"1111111111111"[13 - shift]);
            for (times = 1; times < TC3_JSON_WINDOW_SIZE + 20; times++) {
                CHECK_STATUS(unit, TC3_PENDING, feed_text(&reader.json, unit));
                memcpy(&ended, &reader, sizeof(reader));
                CHECK_STATUS(unit, TC3_OK, feed_text(&ended.json, forms[form][2]));
                check_guards(unit, &ended);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_documents_are_refused),
        cmocka_unit_test(incomplete_documents_are_pending),
        cmocka_unit_test(valid_documents_are_accepted),
        cmocka_unit_test(a_document_is_complete_with_its_last_brace),
        cmocka_unit_test(errors_repeat_for_ever),
        cmocka_unit_test(nesting_goes_down_to_the_documented_depth),
        cmocka_unit_test(every_bracket_must_match_at_every_depth),
        cmocka_unit_test(levels_are_used_again_for_the_other_kind),
        cmocka_unit_test(tokens_may_have_any_length),
        cmocka_unit_test(long_tokens_stay_inside_the_reader),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
