/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file json.h
 * A streaming JSON reader. A grammar machine takes one byte at a time and accepts exactly the
 * documents of RFC 8259 (UTF-8, no byte order mark, one value) whose outermost value is an object,
 * up to TC3_JSON_DEPTH levels deep and of any length. Values that somebody wants are collected in a
 * fixed window and tokenised there by jsmn; everything else is checked and dropped.
 */
#ifndef TC3_JSON_H
#define TC3_JSON_H

#include "tc3/config.h"
#include "tc3/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a wanted value is. */
typedef enum tc3_json_kind {
    TC3_JSON_OBJECT,   /**< an object begins */
    TC3_JSON_ARRAY,    /**< an array begins */
    TC3_JSON_STRING,   /**< a string's text between its quotes, escapes included */
    TC3_JSON_PRIMITIVE /**< the text of a number, true, false or null */
} tc3_json_kind;

/** A wanted value, or a piece of one. */
typedef struct tc3_json_value {
    tc3_json_kind kind;
    const char *text; /**< valid during the callback only; NULL for objects and arrays */
    size_t length;    /**< of `text` in bytes */
    bool first;       /**< the first piece of the value */
    bool last;        /**< the last piece. A string longer than the window comes in several, cut
                           between characters; a number that long has a first one only */
} tc3_json_value;

/** Who listens to a reader. Both functions are called from within tc3_json_step(). */
typedef struct tc3_json_listener {
    /**
     * A member's name, unescaped, `length` bytes at `name`; `depth` is 1 for members of the
     * outermost object. Return true to be given its value. Names that do not fit into the window
     * are not reported.
     */
    bool (*name)(void *context, unsigned depth, const char *name, size_t length);
    /**
     * The value of the member of depth `depth` whose name was answered with true. For an object,
     * return true to have its members reported, too; for anything else the answer is ignored.
     */
    bool (*value)(void *context, unsigned depth, const tc3_json_value *value);
} tc3_json_listener;

/** A reader. Private; placed by the caller, nothing to release. */
typedef struct tc3_json {
    const tc3_json_listener *listener;
    void *context;
    const char *literal;    /* rest of true, false or null still to come */
    uint8_t state;          /* where in the grammar */
    uint8_t depth;          /* open containers */
    uint8_t reported_depth; /* innermost open object whose members are reported */
    uint8_t digits_left;    /* of a \u escape */
    uint8_t utf8_left;      /* continuation bytes still to come */
    uint8_t utf8_low;       /* range of the next one (RFC 3629 section 4) */
    uint8_t utf8_high;
    bool in_name;                      /* the string being read is a member's name */
    bool wanted;                       /* the value to come, or being read, is wanted */
    bool keep;                         /* the token being read goes into the window */
    bool overflow;                     /* and did not fit */
    bool escaped;                      /* the string has a backslash */
    bool first_piece;                  /* nothing of the value was handed over yet */
    bool in_pair;                      /* a high surrogate was just read */
    uint16_t code_unit;                /* of the latest \u escape */
    uint16_t used;                     /* bytes in the window */
    uint8_t kinds[TC3_JSON_DEPTH / 8]; /* a bit a level: 1 for an object, 0 for an array */
    char window[TC3_JSON_WINDOW_SIZE];
} tc3_json;

/** Prepare `json` for a document; `listener` and `context` stay the caller's. */
void tc3_json_init(tc3_json *json, const tc3_json_listener *listener, void *context);

/**
 * Take the next byte of the document. TC3_PENDING while it is not complete, TC3_OK once it is
 * (white space may follow), else TC3_ERROR_JSON_SYNTAX or TC3_ERROR_JSON_DEPTH, which repeat for
 * ever.
 */
tc3_status tc3_json_step(tc3_json *json, uint8_t byte);

/** What the bytes so far amount to: what the latest tc3_json_step() returned. */
tc3_status tc3_json_outcome(const tc3_json *json);

/** The same as tc3_json_step() for each of `length` bytes. */
tc3_status tc3_json_feed(tc3_json *json, const uint8_t *bytes, size_t length);

/**
 * Unescape a JSON string's text that this reader has checked: `length` bytes at `text` into `out`,
 * which may be the same place and never needs more room. A NUL or half a surrogate pair, which have
 * no UTF-8 text, become U+FFFD. Stops before the first character that does not fit into `capacity`.
 * Returns the bytes written; `*whole` tells if that was all.
 */
size_t tc3_json_unescape(const char *text, size_t length, char *out, size_t capacity, bool *whole);

#ifdef __cplusplus
}
#endif

#endif
