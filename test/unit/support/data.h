/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file data.h
 * Reads the fixtures of test/data, which are JSON. One file is open at a time; what was read from
 * it stays valid until the next data_load(). Whatever is missing or of another type fails the test.
 */
#ifndef DATA_H
#define DATA_H

#include "tc3/text.h"

#include <stdbool.h>
#include <stddef.h>

/** A value in the file. */
typedef int data_node;

/** No such value. */
#define DATA_NONE (-1)

/** Read `name`, a file of test/data; returns its outermost value. */
data_node data_load(const char *name);

/** The member `name` of an object; DATA_NONE if it has none. */
data_node data_find(data_node object, const char *name);

/** The same, but the member must exist. */
data_node data_member(data_node object, const char *name);

/** Number of elements or members. */
size_t data_count(data_node container);

/** First element of an array, or DATA_NONE. */
data_node data_first(data_node array);

/** The element after `element`, or DATA_NONE. */
data_node data_next(data_node element);

/** True if `node` is an object, or null. */
bool data_is_object(data_node node);
bool data_is_null(data_node node);

/** A string's text, unescaped, with a NUL behind it. */
tc3_text data_text(data_node node);

/** The text of the string `name` of `object`. */
const char *data_string(data_node object, const char *name);

/** An integer. */
long long data_integer(data_node node);

/** true or false. */
bool data_boolean(data_node node);

/**
 * Bytes in one of these forms: "text"; {"hex": "00ff"}; {"repeat": "text", "times": 3}; or an array
 * of these, one after another. With a NUL behind them.
 */
tc3_text data_bytes(data_node node);

#endif
