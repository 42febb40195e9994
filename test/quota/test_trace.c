/* SPDX-License-Identifier: Apache-2.0 */
/* What --verbose tells of a call: the phases that there were, and no other. */
#define _POSIX_C_SOURCE 200809L

#include "trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define TOLD_SIZE 2000

/** A step of a call, as the session sees it. */
typedef struct step {
    tc3_phase phase;
    uint8_t attempts;
    uint32_t now_ms;
} step;

/** A file in stderr's place. */
typedef struct capture {
    FILE *file;
    int standard_error;
} capture;

static capture begin_capture(void)
{
    capture taken = {tmpfile(), dup(STDERR_FILENO)};

    assert_non_null(taken.file);
    assert_true(taken.standard_error >= 0);
    assert_int_equal(fflush(stderr), 0);
    assert_int_equal(dup2(fileno(taken.file), STDERR_FILENO), STDERR_FILENO);
    return taken;
}

static void end_capture(const capture *taken, char told[TOLD_SIZE])
{
    size_t length;

    fflush(stderr);
    dup2(taken->standard_error, STDERR_FILENO);
    close(taken->standard_error);
    rewind(taken->file);
    length = fread(told, 1, TOLD_SIZE - 1, taken->file);
    told[length] = '\0';
    fclose(taken->file);
}

/** The call goes through `steps` and succeeds 1 ms after the last: it has to tell `expected`. */
static void expect_told(const step *steps, size_t count, const char *expected)
{
    const capture taken = begin_capture();
    char told[TOLD_SIZE];
    quota_trace trace;
    tc3_details details;
    size_t i;

    memset(&details, 0, sizeof details);
    quota_trace_begin(&trace, true, 0);
    for (i = 0; i < count; i++) {
        details.attempts = steps[i].attempts;
        quota_trace_update(&trace, steps[i].phase, &details, steps[i].now_ms);
    }
    quota_trace_end(&trace, TC3_OK, &details, steps[count - 1].now_ms + 1);
    end_capture(&taken, told);
    assert_string_equal(told, expected);
}

static void test_name_is_looked_up_before_anything_connects(void **state)
{
    static const step steps[] = {
        {TC3_PHASE_CONNECT, 1, 0},  {TC3_PHASE_RESOLVE, 1, 1},    {TC3_PHASE_RESOLVE, 1, 20},
        {TC3_PHASE_CONNECT, 1, 30}, {TC3_PHASE_HANDSHAKE, 1, 50}, {TC3_PHASE_SIGN, 1, 90},
        {TC3_PHASE_SEND, 1, 91},    {TC3_PHASE_RECEIVE, 1, 92},
    };

    (void)state;
    expect_told(steps, sizeof steps / sizeof steps[0],
                "tc3-quota: attempt 1\n"
                "tc3-quota:   resolve       30 ms\n"
                "tc3-quota:   connect       20 ms\n"
                "tc3-quota:   handshake     40 ms\n"
                "tc3-quota:   sign           1 ms\n"
                "tc3-quota:   send           1 ms\n"
                "tc3-quota:   receive        1 ms\n"
                "tc3-quota: OK after 93 ms, 1 attempt\n");
}

static void test_interval_is_kept_before_a_request_is_signed(void **state)
{
    static const step steps[] = {
        {TC3_PHASE_SIGN, 1, 1},   {TC3_PHASE_PAUSE, 1, 2},     {TC3_PHASE_SIGN, 1, 200},
        {TC3_PHASE_SEND, 1, 203}, {TC3_PHASE_RECEIVE, 1, 204},
    };

    (void)state;
    expect_told(steps, sizeof steps / sizeof steps[0],
                "tc3-quota: attempt 1, over the open connection\n"
                "tc3-quota:   pause        199 ms\n"
                "tc3-quota:   sign           3 ms\n"
                "tc3-quota:   send           1 ms\n"
                "tc3-quota:   receive        1 ms\n"
                "tc3-quota: OK after 205 ms, 1 attempt\n");
}

static void test_stale_connection_takes_no_attempt(void **state)
{
    static const step steps[] = {
        {TC3_PHASE_SIGN, 1, 0},    {TC3_PHASE_SEND, 1, 2},       {TC3_PHASE_RECEIVE, 1, 3},
        {TC3_PHASE_PAUSE, 0, 8},   {TC3_PHASE_CONNECT, 1, 8},    {TC3_PHASE_RESOLVE, 1, 8},
        {TC3_PHASE_CONNECT, 1, 9}, {TC3_PHASE_HANDSHAKE, 1, 10}, {TC3_PHASE_RECEIVE, 1, 20},
    };

    (void)state;
    expect_told(steps, sizeof steps / sizeof steps[0],
                "tc3-quota: attempt 1, over the open connection\n"
                "tc3-quota:   sign           2 ms\n"
                "tc3-quota:   send           1 ms\n"
                "tc3-quota:   receive        5 ms\n"
                "tc3-quota:   the open connection gave no answer; a new one is made\n"
                "tc3-quota:   resolve        1 ms\n"
                "tc3-quota:   connect        1 ms\n"
                "tc3-quota:   handshake     10 ms\n"
                "tc3-quota:   receive        1 ms\n"
                "tc3-quota: OK after 21 ms, 1 attempt\n");
}

static void test_connection_that_ended_unused_is_told(void **state)
{
    static const step steps[] = {
        {TC3_PHASE_SIGN, 1, 0},
        {TC3_PHASE_CONNECT, 1, 0},
        {TC3_PHASE_HANDSHAKE, 1, 7},
        {TC3_PHASE_RECEIVE, 1, 9},
    };

    (void)state;
    expect_told(steps, sizeof steps / sizeof steps[0],
                "tc3-quota: attempt 1, over the open connection\n"
                "tc3-quota:   the open connection gave no answer; a new one is made\n"
                "tc3-quota:   connect        7 ms\n"
                "tc3-quota:   handshake      2 ms\n"
                "tc3-quota:   receive        1 ms\n"
                "tc3-quota: OK after 10 ms, 1 attempt\n");
}

static void test_failed_attempt_and_the_next_are_told(void **state)
{
    static const step steps[] = {
        {TC3_PHASE_CONNECT, 1, 0},  {TC3_PHASE_HANDSHAKE, 1, 1}, {TC3_PHASE_PAUSE, 1, 3},
        {TC3_PHASE_CONNECT, 2, 50}, {TC3_PHASE_RECEIVE, 2, 60},
    };

    (void)state;
    expect_told(steps, sizeof steps / sizeof steps[0],
                "tc3-quota: attempt 1\n"
                "tc3-quota:   connect        1 ms\n"
                "tc3-quota:   handshake      2 ms\n"
                "tc3-quota:   no success\n"
                "tc3-quota:   pause         47 ms\n"
                "tc3-quota: attempt 2\n"
                "tc3-quota:   connect       10 ms\n"
                "tc3-quota:   receive        1 ms\n"
                "tc3-quota: OK after 61 ms, 2 attempts\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_is_looked_up_before_anything_connects),
        cmocka_unit_test(test_interval_is_kept_before_a_request_is_signed),
        cmocka_unit_test(test_stale_connection_takes_no_attempt),
        cmocka_unit_test(test_connection_that_ended_unused_is_told),
        cmocka_unit_test(test_failed_attempt_and_the_next_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
