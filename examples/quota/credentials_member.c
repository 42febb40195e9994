/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials_member.h"

#include <stdbool.h>
#include <string.h>

/** Longest name that is looked at; one that is longer is looked at as far as that. */
#define NAME_MAX_LENGTH 64

const char quota_member_of_role[] =
    "asks for a role, and tc3-quota signs with the key pair as it is: use a profile without a "
    "role, or one that has the role's temporary key pair with its token";

/** Members that only look as if they said whose key signs: a session's name names no role. */
static const char *const harmless[] = {"rolesessionname"};

/** Parts of names by which tools say that a pair is but the means to get another one. */
static const char *const role_parts[] = {"role", "assume"};
static const char *const identity_parts[] = {"profile", "process",  "provider", "secret", "token",
                                             "cred",    "identity", "external", "mfa",    "saml"};

static bool is_letter_or_digit(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}

/** The letters and digits of `name` alone, in lower case: tools differ in the rest. */
static void simplify(char simple[NAME_MAX_LENGTH + 1], const char *name, size_t length)
{
    size_t used = 0;
    size_t i;

    for (i = 0; i < length && used < NAME_MAX_LENGTH; i++) {
        if (is_letter_or_digit(name[i])) {
            simple[used] = name[i];
            if (name[i] >= 'A' && name[i] <= 'Z') {
                simple[used] = (char)(name[i] - 'A' + 'a');
            }
            used++;
        }
    }
    simple[used] = '\0';
}

static bool has_one_of(const char *simple, const char *const parts[], size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (strstr(simple, parts[i]) != NULL) {
            return true;
        }
    }
    return false;
}

const char *quota_member_find_fault(const char *name, size_t length)
{
    char simple[NAME_MAX_LENGTH + 1];
    size_t i;

    simplify(simple, name, length);
    for (i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        if (strcmp(simple, harmless[i]) == 0) {
            return NULL;
        }
    }
    if (has_one_of(simple, role_parts, sizeof role_parts / sizeof role_parts[0])) {
        return quota_member_of_role;
    }
    if (strcmp(simple, "type") == 0 || strcmp(simple, "arn") == 0 ||
        has_one_of(simple, identity_parts, sizeof identity_parts / sizeof identity_parts[0])) {
        return "is no name that tc3-quota knows, and may say whose key signs: correct or remove it";
    }
    return NULL;
}

void quota_member_refuse(quota_line_fault *fault, unsigned line, const char *name, size_t length,
                         const char *reason)
{
    size_t i;

    fault->line = line;
    fault->reason = reason;
    fault->member[0] = '\0';
    /* Longer than any member of these files, it may be a key in the wrong place. */
    if (length >= sizeof fault->member) {
        return;
    }
    for (i = 0; i < length; i++) {
        if (!is_letter_or_digit(name[i]) && name[i] != '-' && name[i] != '_') {
            return;
        }
    }
    memcpy(fault->member, name, length);
    fault->member[length] = '\0';
}
