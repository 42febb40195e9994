/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file number.h
 * The grammar of JSON's numbers (RFC 8259 section 6), a byte at a time. Internal to the core.
 */
#ifndef TC3_NUMBER_H
#define TC3_NUMBER_H

#include <stdint.h>

/** What has been read of a number. */
enum {
    TC3_NUMBER_STATE_START, /* nothing */
    TC3_NUMBER_STATE_MINUS,
    TC3_NUMBER_STATE_ZERO, /* a leading one: no digit may follow */
    TC3_NUMBER_STATE_INTEGER,
    TC3_NUMBER_STATE_POINT,
    TC3_NUMBER_STATE_FRACTION,
    TC3_NUMBER_STATE_EXPONENT, /* the 'e' */
    TC3_NUMBER_STATE_EXPONENT_SIGN,
    TC3_NUMBER_STATE_EXPONENT_DIGITS,
    TC3_NUMBER_STATE_END,   /* all of it, and a byte that is no part of it */
    TC3_NUMBER_STATE_FAILED /* something that is no number */
};

/** What has been read after `byte`, too. */
uint8_t tc3_number_next(uint8_t state, uint8_t byte);

#endif
