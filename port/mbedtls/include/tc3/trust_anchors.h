/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file trust_anchors.h
 * The certificates that are trusted unless the application brings its own.
 */
#ifndef TC3_TRUST_ANCHORS_H
#define TC3_TRUST_ANCHORS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Root certificates in DER, one after the other: the one above Tencent Cloud's API today (DigiCert
 * Global Root G2) and those that DigiCert has for its successors. Which, from where and until when
 * is said in trust_anchors.c, which tools/trust-anchors writes.
 */
extern const uint8_t tc3_trust_anchors[];

/** Bytes in tc3_trust_anchors. */
extern const size_t tc3_trust_anchors_size;

/**
 * The length of the DER element (X.690 section 8.1) that `size` bytes at `bytes` begin with, header
 * included: the first certificate of a sequence. 0 if it is no SEQUENCE, is longer than `size`, or
 * its length is not written in one of the forms that certificates have.
 */
size_t tc3_der_length(const uint8_t *bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif
