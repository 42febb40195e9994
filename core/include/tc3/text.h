/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file text.h
 * A view of text: pointer and length travel together, nothing is owned, no NUL is needed.
 */
#ifndef TC3_TEXT_H
#define TC3_TEXT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** `length` bytes at `bytes`, owned by somebody else; `bytes` may be NULL only if `length` is 0. */
typedef struct tc3_text {
    const char *bytes;
    size_t length;
} tc3_text;

/** Initialiser for a view of a string literal. Refuses anything else at compile time. */
#define TC3_TEXT_LITERAL(literal)       \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }

/**
 * A view of the NUL-terminated `string`, valid as long as the string is; NULL gives an empty view.
 */
tc3_text tc3_text_of(const char *string);

/**
 * Overwrite `length` bytes at `memory` with zeros in a way that the compiler keeps, for secrets.
 */
void tc3_wipe(void *memory, size_t length);

#ifdef __cplusplus
}
#endif

#endif
