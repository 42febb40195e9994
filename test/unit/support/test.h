/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file test.h
 * cmocka with the headers it wants first, and checks that say which case of a table failed.
 */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tc3/status.h"
#include "tc3/text.h"

/** Entries of an array. */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/** Fail unless `actual` is `expected`; `label` names the case. */
#define CHECK_INT(label, expected, actual) \
    check_int((label), #actual, (long long)(expected), (long long)(actual), __FILE__, __LINE__)

/** The same for statuses, which are shown by name. */
#define CHECK_STATUS(label, expected, actual) \
    check_status((label), (expected), (actual), __FILE__, __LINE__)

/** Fail unless `condition` holds. */
#define CHECK(label, condition) check_true((label), #condition, (condition), __FILE__, __LINE__)

/** Fail unless both byte ranges are the same. */
#define CHECK_BYTES(label, expected, expected_length, actual, actual_length)                 \
    check_bytes((label), (expected), (expected_length), (actual), (actual_length), __FILE__, \
                __LINE__)

/** Fail unless both NUL-terminated strings are the same. */
#define CHECK_STRING(label, expected, actual) \
    check_bytes((label), (expected), strlen(expected), (actual), strlen(actual), __FILE__, __LINE__)

void check_int(const char *label, const char *what, long long expected, long long actual,
               const char *file, int line);
void check_status(const char *label, tc3_status expected, tc3_status actual, const char *file,
                  int line);
void check_true(const char *label, const char *what, bool condition, const char *file, int line);
void check_bytes(const char *label, const void *expected, size_t expected_length,
                 const void *actual, size_t actual_length, const char *file, int line);

/** True if the `needle_length` bytes at `needle` occur in the `length` bytes at `memory`. */
bool memory_contains(const void *memory, size_t length, const void *needle, size_t needle_length);

#endif
