/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the JSON reader calls its tokeniser, for which another stands in here: with room for the
 * delimiter that it puts behind a token, and heeding what it refuses.
 */
#include "support/test.h"

#include "tc3/json.h"

const char *tc3_json_token(char *window, size_t used, tc3_json_kind kind, size_t *length);

static unsigned calls;   /* of the tokeniser */
static unsigned refused; /* which of them is refused; 0: none */

/* In place of the library's own, which the linker leaves out. */
const char *tc3_json_token(char *window, size_t used, tc3_json_kind kind, size_t *length)
{
    const size_t quotes = kind == TC3_JSON_STRING;

    CHECK("there is something", used > 0);
    CHECK("room for the delimiter", used < TC3_JSON_WINDOW_SIZE);
    *length = used - quotes;
    return ++calls == refused ? NULL : window + quotes;
}

static bool want_all(void *context, unsigned depth, const char *name, size_t length)
{
    (void)context;
    (void)depth;
    (void)name;
    (void)length;
    return true;
}

static bool take_all(void *context, unsigned depth, const tc3_json_value *value)
{
    (void)context;
    (void)depth;
    (void)value;
    return true;
}

static const tc3_json_listener listener = {want_all, take_all};

static tc3_status feed(tc3_json *json, const char *text)
{
    return tc3_json_feed(json, (const uint8_t *)text, strlen(text));
}

static void start(tc3_json *json, unsigned refused_call)
{
    calls = 0;
    refused = refused_call;
    tc3_json_init(json, &listener, NULL);
}

/** What a value is made of. */
typedef struct form {
    const char *begin;
    const char *unit; /* any number of times */
    const char *end;
} form;

static const form forms[] = {
    {"{\"a\":\"", "x", "\"}"},
    {"{\"a\":\"", "\\n", "\"}"},
    {"{\"a\":\"", "\\ud83d", "\"}"},
    {"{\"a\":\"", "\\ud83d\\ude00", "\"}"},
    {"{\"a\":\"", "\\ud83d\\ud83d\\ude00", "\"}"},
    {"{\"a\":\"", "\xe5\x90\x8d", "\"}"},
    {"{\"a\":\"", "\xf0\x9f\x98\x80", "\"}"},
    {"{\"a\":1", "0", "}"},
    {"{\"a\":1", "0", ",\"b\":true}"},
    {"{\"a\":0.", "5", "e1 }"},
};

/* Units before which the window is nearly full, whatever they are. */
#define UNITS ((size_t)TC3_JSON_WINDOW_SIZE + 20)

static void begin_form(tc3_json *json, const form *of, size_t shift)
{
    (void)feed(json, of->begin);
    while (shift-- > 0) {
        (void)feed(json, "1");
    }
}

static void every_token_leaves_room_for_its_delimiter(void **state)
{
    size_t i;
    size_t shift;
    size_t times;

    (void)state;
    for (i = 0; i < COUNT_OF(forms); i++) {
        for (shift = 0; shift < 18; shift++) {
            tc3_json json;

            start(&json, 0);
            begin_form(&json, &forms[i], shift);
            for (times = 0; times < UNITS; times++) {
                tc3_json ended;

                CHECK_STATUS(forms[i].unit, TC3_PENDING, feed(&json, forms[i].unit));
                ended = json;
                CHECK_STATUS(forms[i].unit, TC3_OK, feed(&ended, forms[i].end));
            }
        }
    }
}

static void what_the_tokeniser_refuses_is_refused(void **state)
{
    size_t i;
    size_t times;
    unsigned call;

    (void)state;
    for (i = 0; i < COUNT_OF(forms); i++) {
        for (call = 1; call <= 3; call++) {
            tc3_json json;
            tc3_status status = TC3_PENDING;

            start(&json, call);
            begin_form(&json, &forms[i], 0);
            for (times = 0; times < 2 * UNITS && calls < call; times++) {
                status = feed(&json, forms[i].unit);
            }
            if (calls == call) {
                CHECK_STATUS(forms[i].unit, TC3_ERROR_JSON_SYNTAX, status);
            }
            status = feed(&json, forms[i].end);
            CHECK_STATUS(forms[i].unit, calls >= call ? TC3_ERROR_JSON_SYNTAX : TC3_OK, status);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_token_leaves_room_for_its_delimiter),
        cmocka_unit_test(what_the_tokeniser_refuses_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
