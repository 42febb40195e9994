/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file test.h
 * cmocka with the headers that it needs.
 */
#ifndef TEST_PANEL_TEST_H
#define TEST_PANEL_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
