/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials_ini.h
 * The credentials file of the SDKs, which is an INI file.
 */
#ifndef QUOTA_CREDENTIALS_INI_H
#define QUOTA_CREDENTIALS_INI_H

#include "key_set.h"
#include "line_fault.h"

/** Longest line of an INI file in bytes: a token, its name, and a comment. */
#define QUOTA_INI_LINE_MAX 8192u

/**
 * Find the section `[section]` in `text`, the NUL-terminated content of an INI file with '#' and
 * ';' comments, and point `keys` to its secret_id, secret_key and token, NULL where there is none.
 * Blanks around a value belong to the form of the file and are dropped, those inside its quotes are
 * not. Changes `text`, of which the values stay views. Returns the number of the line where the
 * section begins, counted from 1, or 0 if there is no such section. `*fault` tells of the first
 * malformed line, in any section, or of a member of that section by which its pair may be but the
 * means to get the one that signs.
 */
unsigned quota_ini_read(char *text, const char *section, quota_key_set *keys,
                        quota_line_fault *fault);

#endif
