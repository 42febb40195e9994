/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file line_fault.h
 * What is wrong with a line of a file.
 */
#ifndef QUOTA_LINE_FAULT_H
#define QUOTA_LINE_FAULT_H

/** Bytes for the name of a member with its NUL: shorter than a key. */
#define QUOTA_MEMBER_SIZE 28

/** A line of a file that cannot be understood. */
typedef struct quota_line_fault {
    unsigned line;      /**< counted from 1 */
    const char *reason; /**< what is wrong with it and what to do, after "line N"; NULL: nothing */
    char member[QUOTA_MEMBER_SIZE]; /**< the member in that line that is wrong; empty: the line */
} quota_line_fault;

#endif
