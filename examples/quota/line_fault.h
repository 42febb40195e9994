/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file line_fault.h
 * What is wrong with a line of a file.
 */
#ifndef QUOTA_LINE_FAULT_H
#define QUOTA_LINE_FAULT_H

/** A line of a file that cannot be understood. */
typedef struct quota_line_fault {
    unsigned line;      /**< counted from 1 */
    const char *reason; /**< what is wrong with it and what to do, after "line N"; NULL: nothing */
} quota_line_fault;

#endif
