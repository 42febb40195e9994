/* SPDX-License-Identifier: Apache-2.0 */
#include "test.h"

#include "statuses.h"

void check_int(const char *label, const char *what, long long expected, long long actual,
               const char *file, int line)
{
    if (expected == actual) {
        return;
    }
    print_error("[%s] %s: expected %lld, got %lld\n", label, what, expected, actual);
    _fail(file, line);
}

void check_status(const char *label, tc3_status expected, tc3_status actual, const char *file,
                  int line)
{
    if (expected == actual) {
        return;
    }
    print_error("[%s] expected %s, got %s\n", label, status_identifier(expected),
                status_identifier(actual));
    _fail(file, line);
}

void check_true(const char *label, const char *what, bool condition, const char *file, int line)
{
    if (condition) {
        return;
    }
    print_error("[%s] does not hold: %s\n", label, what);
    _fail(file, line);
}

static void print_bytes(const char *title, const uint8_t *bytes, size_t length)
{
    size_t i;

    print_error("  %s (%u bytes): \"", title, (unsigned)length);
    for (i = 0; i < length && i < 400; i++) {
        if (bytes[i] >= 0x20 && bytes[i] < 0x7f) {
            print_error("%c", bytes[i]);
        } else {
            print_error("\\x%02x", bytes[i]);
        }
    }
    print_error("%s\"\n", i < length ? "..." : "");
}

void check_bytes(const char *label, const void *expected, size_t expected_length,
                 const void *actual, size_t actual_length, const char *file, int line)
{
    if (expected_length == actual_length &&
        (expected_length == 0 || memcmp(expected, actual, expected_length) == 0)) {
        return;
    }
    print_error("[%s] bytes differ\n", label);
    print_bytes("expected", expected, expected_length);
    print_bytes("got", actual, actual_length);
    _fail(file, line);
}

bool memory_contains(const void *memory, size_t length, const void *needle, size_t needle_length)
{
    const uint8_t *bytes = memory;
    size_t i;

    for (i = 0; i + needle_length <= length; i++) {
        if (memcmp(bytes + i, needle, needle_length) == 0) {
            return true;
        }
    }
    return false;
}
