/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lock.h
 * A lock of lwIP's core that sees what it is used for. lwIP fails the test where one of its
 * functions is called without it, and the lock where it is taken twice or given twice. Whoever
 * calls lwIP itself, a test or the gateway, holds it from the start; it is given for the port's
 * functions.
 */
#ifndef TC3_TEST_LOCK_H
#define TC3_TEST_LOCK_H

/** Take the lock, which must be free. */
void lock_take(void);

/** Give the lock, which must be held. */
void lock_give(void);

/** Fail unless the lock is held. */
void lock_expect(void);

/** How often it was taken. */
unsigned lock_count(void);

#endif
