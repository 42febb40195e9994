/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file statuses.h
 * Every status with its identifier as text, independent of tc3_status_name().
 */
#ifndef STATUSES_H
#define STATUSES_H

#include "tc3/status.h"

#include <stddef.h>

/** A status and its identifier without the prefix TC3_ or TC3_ERROR_. */
typedef struct status_entry {
    tc3_status status;
    const char *name;
} status_entry;

/** The number of statuses. */
size_t status_count(void);

/** The status at `index`, in the order of the enum. */
const status_entry *status_at(size_t index);

/** The identifier of `status`, "?" if there is none. */
const char *status_identifier(tc3_status status);

/** The status of that name; the test fails if there is none. */
tc3_status status_of_name(const char *name);

#endif
