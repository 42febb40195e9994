/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sentence.h
 * A sentence for the user about what was found, in a buffer of fixed size.
 */
#ifndef QUOTA_SENTENCE_H
#define QUOTA_SENTENCE_H

/** Bytes of a sentence with its NUL; longer ones are cut. */
#define QUOTA_SENTENCE_SIZE 1024

/** Write `sentence` as printf() does; what is too long is cut. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void quota_sentence_write(char sentence[QUOTA_SENTENCE_SIZE], const char *format, ...);

#endif
