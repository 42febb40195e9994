/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file test.h
 * cmocka with the headers that it wants before it, and statuses compared by name.
 */
#ifndef TC3_TEST_LWIP_TEST_H
#define TC3_TEST_LWIP_TEST_H

#include "tc3/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** Fail unless the tc3_status `actual` is `expected`; says their names. */
#define assert_status(expected, actual) \
    assert_string_equal(tc3_status_name(expected), tc3_status_name(actual))

#endif
