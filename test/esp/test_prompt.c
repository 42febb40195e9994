/* SPDX-License-Identifier: Apache-2.0 */
#include "prompt.h"
#include "test.h"

#include <string.h>

#define WRITTEN_SIZE 512

/** A terminal with somebody at it. */
typedef struct typist {
    const char *keys;
    uint32_t key_ms; /* from key to key */
    uint32_t now_ms;
    char written[WRITTEN_SIZE];
} typist;

static int read_key(void *context)
{
    typist *const who = context;

    who->now_ms += who->key_ms;
    return *who->keys == '\0' ? -1 : (unsigned char)*who->keys++;
}

static void write_text(void *context, const char *text)
{
    typist *const who = context;

    assert_true(strlen(who->written) + strlen(text) < WRITTEN_SIZE);
    strcat(who->written, text);
}

static uint32_t now_ms(void *context)
{
    return ((const typist *)context)->now_ms;
}

static terminal terminal_of(typist *who)
{
    const terminal on = {.context = who, .read = read_key, .write = write_text, .now_ms = now_ms};

    return on;
}

static void expect(const char *keys, bool is_secret, prompt_result result, const char *answer)
{
    typist who = {.keys = keys};
    terminal on = terminal_of(&who);
    char line[16];

    assert_int_equal(prompt_read(&on, "? ", is_secret, line, sizeof(line)), result);
    assert_string_equal(line, answer);
}

static void every_line_end_ends_a_line(void **state)
{
    (void)state;
    expect("hello\r", false, PROMPT_ANSWERED, "hello");
    expect("hello\n", false, PROMPT_ANSWERED, "hello");
    expect("\n", false, PROMPT_ANSWERED, "");
}

static void assert_reads(terminal *on, const char *answer)
{
    char line[16];

    assert_int_equal(prompt_read(on, "", false, line, sizeof(line)), PROMPT_ANSWERED);
    assert_string_equal(line, answer);
}

/* The second: what a serial driver makes of the first if it turns carriage returns into line
 * feeds. */
static void both_bytes_of_a_line_end_count_once(void **state)
{
    static const char *const typed[] = {"one\r\ntwo\r\n\r\nfour\r\n", "one\n\ntwo\n\n\n\nfour\n\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
        typist who = {.keys = typed[i], .key_ms = 1};
        terminal on = terminal_of(&who);
        assert_reads(&on, "one");
        assert_reads(&on, "two");
        assert_reads(&on, "");
        assert_reads(&on, "four");
    }
}

static void an_empty_line_by_hand_is_an_answer(void **state)
{
    typist who = {
        .keys = "one\n\ntwo\n", .key_ms = PROMPT_LINE_END_MS, .now_ms = UINT32_MAX - 300u};
    terminal on = terminal_of(&who);

    (void)state;
    assert_reads(&on, "one");
    assert_reads(&on, "");
    assert_reads(&on, "two");
}

static void the_rest_of_the_command_line_is_no_answer(void **state)
{
    typist who = {.keys = "\none\n", .key_ms = PROMPT_LINE_END_MS - 1};
    terminal on = terminal_of(&who);

    (void)state;
    prompt_line_was_read(&on);
    assert_reads(&on, "one");
}

static void a_line_end_is_not_looked_for_behind_another_key(void **state)
{
    typist who = {.keys = "a\b\n", .key_ms = 1};
    terminal on = terminal_of(&who);

    (void)state;
    prompt_line_was_read(&on);
    assert_reads(&on, "");
}

static void a_line_can_be_mended(void **state)
{
    (void)state;
    expect("abd\bc\r", false, PROMPT_ANSWERED, "abc");
    expect("abd\x7f"
           "c\r",
           false, PROMPT_ANSWERED, "abc");
    expect("\b\b\bx\r", false, PROMPT_ANSWERED, "x");
    expect("caf\xc3\xa9\b\r", false, PROMPT_ANSWERED, "caf");
    expect("wrong\x15right\r", false, PROMPT_ANSWERED, "right");
    expect("0123456789012345\x15short\r", false, PROMPT_ANSWERED, "short");
}

static void keys_that_type_nothing_are_ignored(void **state)
{
    (void)state;
    expect("a\x1b[Db\x1b[1;5C\x1bOAc\x1bxd\x01\r", false, PROMPT_ANSWERED, "abcd");
}

static void a_question_can_be_cancelled(void **state)
{
    (void)state;
    expect("secret\x03", true, PROMPT_CANCELLED, "");
    expect("\x04", true, PROMPT_CANCELLED, "");
    expect("unplugged", true, PROMPT_CANCELLED, "");
    expect("\x1b[", true, PROMPT_CANCELLED, "");
}

static void a_line_that_does_not_fit_is_refused_whole(void **state)
{
    (void)state;
    expect("012345678901234\r", false, PROMPT_ANSWERED, "012345678901234");
    expect("0123456789012345\r", false, PROMPT_TOO_LONG, "");
}

static void what_is_typed_appears(void **state)
{
    typist who = {.keys = "ab\bc\r"};
    terminal on = terminal_of(&who);
    char line[16];

    (void)state;
    (void)prompt_read(&on, "Name: ", false, line, sizeof(line));
    assert_string_equal(who.written, "Name: ab\b \bc\n");
}

static void a_secret_does_not_appear(void **state)
{
    typist who = {.keys = "hunter22\b\x15hunter2\r"};
    terminal on = terminal_of(&who);
    char line[16];

    (void)state;
    assert_int_equal(prompt_read(&on, "Password: ", true, line, sizeof(line)), PROMPT_ANSWERED);
    assert_string_equal(line, "hunter2");
    assert_string_equal(who.written, "Password: \n");
}

static void a_cancelled_secret_is_wiped(void **state)
{
    typist who = {.keys = "hunter2\x03"};
    terminal on = terminal_of(&who);
    static const char nothing[16];
    char line[16];

    (void)state;
    memset(line, 'x', sizeof(line));
    (void)prompt_read(&on, "", true, line, sizeof(line));
    assert_memory_equal(line, nothing, sizeof(line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_end_ends_a_line),
        cmocka_unit_test(both_bytes_of_a_line_end_count_once),
        cmocka_unit_test(an_empty_line_by_hand_is_an_answer),
        cmocka_unit_test(the_rest_of_the_command_line_is_no_answer),
        cmocka_unit_test(a_line_end_is_not_looked_for_behind_another_key),
        cmocka_unit_test(a_line_can_be_mended),
        cmocka_unit_test(keys_that_type_nothing_are_ignored),
        cmocka_unit_test(a_question_can_be_cancelled),
        cmocka_unit_test(a_line_that_does_not_fit_is_refused_whole),
        cmocka_unit_test(what_is_typed_appears),
        cmocka_unit_test(a_secret_does_not_appear),
        cmocka_unit_test(a_cancelled_secret_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
