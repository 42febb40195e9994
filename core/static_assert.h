/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file static_assert.h
 * A compile-time check for C99, which has none of its own.
 */
#ifndef TC3_STATIC_ASSERT_H
#define TC3_STATIC_ASSERT_H

/** Refuse to compile unless `condition`; `name` says what must hold and appears in the message. */
#define TC3_STATIC_ASSERT(condition, name) typedef char tc3_assert_##name[(condition) ? 1 : -1]

#endif
