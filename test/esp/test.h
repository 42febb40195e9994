/* SPDX-License-Identifier: Apache-2.0 */
/* What every test program here includes: cmocka with what it needs before it. */
#ifndef TEST_ESP_TEST_H
#define TEST_ESP_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
