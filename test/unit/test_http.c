/* SPDX-License-Identifier: Apache-2.0 */
#include "support/data.h"
#include "support/statuses.h"
#include "support/test.h"

#include "tc3/http.h"

#define BODY_SIZE 8192

/** An answer as it was read. */
typedef struct reading {
    tc3_http http;
    size_t taken; /* bytes of the message */
    size_t ends;  /* events TC3_HTTP_END */
    size_t length;
    uint8_t body[BODY_SIZE];
} reading;

static reading read_so_far;

static void start(void)
{
    memset(&read_so_far, 0, sizeof(read_so_far));
    tc3_http_init(&read_so_far.http);
}

static void add_body(const uint8_t *bytes, size_t length)
{
    CHECK("room for the body", length <= BODY_SIZE - read_so_far.length);
    memcpy(read_so_far.body + read_so_far.length, bytes, length);
    read_so_far.length += length;
}

static tc3_status step(tc3_text message)
{
    const uint8_t *byte = (const uint8_t *)message.bytes + read_so_far.taken++;
    tc3_http_event event = TC3_HTTP_END;
    tc3_status status = tc3_http_step(&read_so_far.http, *byte, &event);

    if (status == TC3_OK && event == TC3_HTTP_BODY) {
        add_body(byte, 1);
    }
    read_so_far.ends += status == TC3_OK && event == TC3_HTTP_END;
    return status;
}

/* Reads byte by byte until an error, the end of the answer, or the end of the text. */
static tc3_status read_bytes(tc3_text message)
{
    tc3_status status = TC3_OK;

    start();
    while (status == TC3_OK && !read_so_far.http.complete && read_so_far.taken < message.length) {
        status = step(message);
    }
    return status;
}

/* Takes runs of the body at once, with at most `piece` bytes in sight at a time. */
static tc3_status read_runs(tc3_text message, size_t piece)
{
    tc3_status status = TC3_OK;

    start();
    while (status == TC3_OK && !read_so_far.http.complete && read_so_far.taken < message.length) {
        size_t left = message.length - read_so_far.taken;
        size_t available = left < piece ? left : piece;
        size_t run = tc3_http_run(&read_so_far.http, available);

        CHECK("a run is within what there is", run <= available);
        if (run > 0) {
            add_body((const uint8_t *)message.bytes + read_so_far.taken, run);
            tc3_http_skip(&read_so_far.http, run);
            read_so_far.taken += run;
        } else {
            status = step(message);
        }
    }
    return status;
}

static bool ends(data_node entry, const char *how)
{
    return strcmp(data_string(entry, "ending"), how) == 0;
}

static void check_outcome(data_node entry, const char *name)
{
    tc3_text message = data_bytes(data_member(entry, "message"));
    tc3_text body = data_bytes(data_member(entry, "body"));
    bool ends_by_close = ends(entry, "close");

    CHECK_INT(name, message.length, read_so_far.taken);
    CHECK_INT(name, !ends_by_close, read_so_far.http.complete);
    if (ends_by_close) {
        CHECK_STATUS(name, TC3_OK, tc3_http_close(&read_so_far.http));
        CHECK(name, read_so_far.http.complete);
    }
    CHECK_BYTES(name, body.bytes, body.length, read_so_far.body, read_so_far.length);
    CHECK_INT(name, data_integer(data_member(entry, "status")), read_so_far.http.status);
    CHECK_INT(name, data_boolean(data_member(entry, "keep_alive")), read_so_far.http.keep_alive);
    CHECK_INT(name, data_integer(data_member(entry, "date")), read_so_far.http.date);
}

static data_node first_message(const char *file)
{
    return data_first(data_member(data_load(file), "messages"));
}

static void valid_answers_are_read(void **state)
{
    data_node entry;

    (void)state;
    for (entry = first_message("http_valid.json"); entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text message = data_bytes(data_member(entry, "message"));

        CHECK_STATUS(name, TC3_OK, read_bytes(message));
        check_outcome(entry, name);
        CHECK_INT(name, ends(entry, "framing"), read_so_far.ends);
    }
}

static void runs_of_any_length_give_the_same(void **state)
{
    static const size_t pieces[] = {1, 2, 3, 4, 5, 7, 16, 64, 128, 1000, 100000};
    data_node entry;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(pieces); i++) {
        for (entry = first_message("http_valid.json"); entry != DATA_NONE;
             entry = data_next(entry)) {
            const char *name = data_string(entry, "name");

            CHECK_STATUS(name, TC3_OK,
                         read_runs(data_bytes(data_member(entry, "message")), pieces[i]));
            check_outcome(entry, name);
        }
    }
}

static void a_close_before_the_end_is_an_error(void **state)
{
    data_node entry;

    (void)state;
    for (entry = first_message("http_valid.json"); entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text message = data_bytes(data_member(entry, "message"));
        bool ends_by_close = ends(entry, "close");

        start();
        while (read_so_far.taken < message.length) {
            tc3_http copy = read_so_far.http;
            bool may_end = ends_by_close && copy.in_body;

            CHECK_STATUS(name, may_end ? TC3_OK : TC3_ERROR_CLOSED, tc3_http_close(&copy));
            CHECK_INT(name, may_end, copy.complete);
            CHECK_STATUS(name, TC3_OK, step(message));
        }
    }
}

static void the_status_is_told_once_the_headers_are_complete(void **state)
{
    data_node entry;

    (void)state;
    for (entry = first_message("http_valid.json"); entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_text message = data_bytes(data_member(entry, "message"));
        long long status = data_integer(data_member(entry, "status"));

        start();
        while (read_so_far.taken < message.length) {
            if (read_so_far.http.in_body) {
                CHECK_INT(name, status, read_so_far.http.status);
            }
            CHECK_STATUS(name, TC3_OK, step(message));
        }
    }
}

static void invalid_answers_are_refused(void **state)
{
    data_node entry;

    (void)state;
    for (entry = first_message("http_invalid.json"); entry != DATA_NONE; entry = data_next(entry)) {
        const char *name = data_string(entry, "name");
        tc3_status error = status_of_name(data_string(entry, "error"));
        tc3_text message = data_bytes(data_member(entry, "message"));

        CHECK_STATUS(name, error, read_bytes(message));
        CHECK(name, !read_so_far.http.complete);
        CHECK_STATUS(name, error, read_runs(message, 128));
        CHECK(name, !read_so_far.http.complete);
    }
}

/* Lengths up to 32 bits are counted right; the bytes are taken by tc3_http_skip(). */
static void long_bodies_are_counted(void **state)
{
    static const struct {
        const char *head;
        uint32_t length;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 4294967295\r\n\r\n", UINT32_MAX},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0000004294967295\r\n\r\n", UINT32_MAX},
        {"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n", 2147483648u},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n", UINT32_MAX},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0FFFFFFFE\r\n", UINT32_MAX - 1},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        tc3_http *http = &read_so_far.http;
        uint32_t left = cases[i].length;

        CHECK_STATUS(cases[i].head, TC3_OK, read_bytes(tc3_text_of(cases[i].head)));
        while (left > 0) {
            size_t run = tc3_http_run(http, 1000000000);

            CHECK_INT(cases[i].head, left < 1000000000 ? left : 1000000000, run);
            CHECK(cases[i].head, !http->complete);
            tc3_http_skip(http, run);
            left -= (uint32_t)run;
        }
        CHECK_INT(cases[i].head, 0, tc3_http_run(http, 1));
    }
}

static void what_follows_an_answer_is_not_taken(void **state)
{
    static const char message[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}";

    (void)state;
    assert_int_equal(read_bytes(tc3_text_of(message)), TC3_OK);
    assert_true(read_so_far.http.complete);
    CHECK_INT("taken", sizeof(message) - 3, read_so_far.taken);
    assert_int_equal(read_runs(tc3_text_of(message), 100), TC3_OK);
    CHECK_INT("taken", sizeof(message) - 3, read_so_far.taken);
}

static void dates_are_read(void **state)
{
    data_node root = data_load("http_dates.json");
    data_node entry;

    (void)state;
    for (entry = data_first(data_member(root, "dates")); entry != DATA_NONE;
         entry = data_next(entry)) {
        tc3_text text = data_text(data_member(entry, "text"));

        CHECK_INT(text.bytes, data_integer(data_member(entry, "seconds")),
                  tc3_http_date(text.bytes, text.length));
    }
}

static void other_texts_are_no_dates(void **state)
{
    data_node entry = data_first(data_member(data_load("http_dates.json"), "others"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        tc3_text text = data_text(entry);

        CHECK_INT(text.bytes, 0, tc3_http_date(text.bytes, text.length));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_answers_are_read),
        cmocka_unit_test(runs_of_any_length_give_the_same),
        cmocka_unit_test(a_close_before_the_end_is_an_error),
        cmocka_unit_test(the_status_is_told_once_the_headers_are_complete),
        cmocka_unit_test(invalid_answers_are_refused),
        cmocka_unit_test(long_bodies_are_counted),
        cmocka_unit_test(what_follows_an_answer_is_not_taken),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(other_texts_are_no_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
