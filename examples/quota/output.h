/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file output.h
 * The output formats: a table, to which a new one adds a line and a function or two.
 */
#ifndef QUOTA_OUTPUT_H
#define QUOTA_OUTPUT_H

#include "outcome.h"

#include <stdio.h>

/** Writes an outcome to `out`. */
typedef void quota_output_writer(const quota_outcome *outcome, FILE *out);

/** An output format. */
typedef struct quota_output {
    const char *name;
    const char *summary;        /**< for --help */
    quota_output_writer *pool;  /**< writes the quota to stdout */
    quota_output_writer *error; /**< writes an error */
    bool errors_to_stdout;      /**< where errors go; else to stderr */
    bool moves;                 /**< on a terminal it draws between refreshes, too */
} quota_output;

/** The formats; the first is the default, and the last one's name is NULL. */
extern const quota_output quota_outputs[];

/** The format called `name`, or NULL. */
const quota_output *quota_output_find(const char *name);

/**
 * Write `outcome` in the format `output`, and flush it. False if it could not be written; errno
 * then says why.
 */
bool quota_output_write(const quota_output *output, const quota_outcome *outcome);

/** The writers of the formats. */
quota_output_writer quota_text_pool;
quota_output_writer quota_table_pool;
quota_output_writer quota_json_pool;
quota_output_writer quota_json_error;
quota_output_writer quota_jsonl_pool;
quota_output_writer quota_jsonl_error;
quota_output_writer quota_panel_pool;
quota_output_writer quota_panel_error;

/** Writes an error for people: what happened, then all that is known, then what to do. */
quota_output_writer quota_error_report;

#endif
