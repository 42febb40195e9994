/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file json_writer.h
 * Writes JSON (RFC 8259), on one line or indented by four spaces a level as Python's json module
 * does.
 */
#ifndef QUOTA_JSON_WRITER_H
#define QUOTA_JSON_WRITER_H

#include <stdbool.h>
#include <stdio.h>

/** A writer. Fill in the first two members and zero the rest. */
typedef struct quota_json_writer {
    FILE *out;
    bool indented;
    bool has_member; /* the open container has one already */
    unsigned depth;  /* open containers */
} quota_json_writer;

/** Open an object or array: `bracket` is '{' or '['. */
void quota_json_open(quota_json_writer *writer, char bracket);

/** Close it by '}' or ']'; after the outermost one the line ends. */
void quota_json_close(quota_json_writer *writer, char bracket);

/** Begin a member called `name`, plain ASCII; its value must follow. */
void quota_json_name(quota_json_writer *writer, const char *name);

/** Begin an array's element; its value must follow. */
void quota_json_element(quota_json_writer *writer);

/** Write `json` as a value: a number or literal as it stands. */
void quota_json_raw(quota_json_writer *writer, const char *json);

/**
 * Write the NUL-terminated UTF-8 `text` as a value, or null if it is NULL. Characters that a
 * terminal would act on are escaped; bytes that are no UTF-8 become U+FFFD.
 */
void quota_json_text(quota_json_writer *writer, const char *text);

#endif
