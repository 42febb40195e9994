/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials_member.h
 * The members of a credentials file beside the keys: some of them say that another key signs than
 * the pair that is written there.
 */
#ifndef QUOTA_CREDENTIALS_MEMBER_H
#define QUOTA_CREDENTIALS_MEMBER_H

#include "line_fault.h"

#include <stddef.h>

/** What is wrong with a member that asks for a role, with a name that is written differently. */
extern const char quota_member_of_role[];

/**
 * What is wrong with a member called `name`, `length` bytes, that is not empty and none of those
 * that are read, or NULL: it has nothing to do with whose key signs. Such are not read, for tools
 * keep what they like in these files; one that may have to do with it is never passed over.
 */
const char *quota_member_find_fault(const char *name, size_t length);

/** Have `fault` tell of the member called `name`, `length` bytes. */
void quota_member_refuse(quota_line_fault *fault, unsigned line, const char *name, size_t length,
                         const char *reason);

#endif
