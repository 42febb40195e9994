/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials_file.h"

#include "credentials_ini.h"
#include "credentials_tccli.h"
#include "small_file.h"

#include "tc3/fields.h"
#include "tc3/posix.h"

#include <errno.h>
#include <string.h>

/** Largest credentials file in bytes. */
#define FILE_SIZE_MAX 65536

static quota_part_names ini_names = {"secret_id", "secret_key", "token"};
static quota_part_names tccli_names = {"secretId", "secretKey", "token"};

/** The content of a credentials file. */
static char file_text[FILE_SIZE_MAX + 1];

/** Say what is wrong with a line of the file, never what it holds, which may be a secret. */
static tc3_status refuse_line(quota_credentials *credentials, const quota_line_fault *fault)
{
    quota_sentence_write(credentials->problem, "%s%sline %u of %s %s", fault->member,
                         fault->member[0] == '\0' ? "" : " in ", fault->line, credentials->path,
                         fault->reason);
    return TC3_ERROR_CONFIG_CREDENTIALS;
}

/** Number of the line, counted from 1, in which `at` is. */
static unsigned line_of(const char *at)
{
    unsigned line = 1;
    const char *character;

    for (character = file_text; character < at; character++) {
        line += *character == '\n';
    }
    return line;
}

/** Read the file into file_text. */
static tc3_status read_file(quota_credentials *credentials, size_t *length)
{
    const char *path = credentials->path;
    quota_line_fault fault = {0, "has a NUL byte: save the file as plain text in UTF-8", ""};
    bool exposed = false;
    const char *nul;

    switch (quota_small_file_read(path, file_text, sizeof file_text, length, &exposed)) {
    case QUOTA_FILE_READ:
        break;
    case QUOTA_FILE_MISSING:
        return QUOTA_NOTHING_THERE;
    case QUOTA_FILE_NOT_REGULAR:
        quota_sentence_write(credentials->problem,
                             "%s is not a regular file: put a regular file in its place", path);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    case QUOTA_FILE_TOO_LARGE:
        quota_sentence_write(credentials->problem, "%s is too large for a credentials file", path);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    default:
        quota_sentence_write(credentials->problem, "%s cannot be read: %s", path, strerror(errno));
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    nul = memchr(file_text, '\0', *length);
    if (nul != NULL) {
        fault.line = line_of(nul);
        return refuse_line(credentials, &fault);
    }
    if (exposed) {
        quota_sentence_write(credentials->warning,
                             "other users have access to %s; run: chmod 600 %s", path, path);
    }
    return TC3_OK;
}

static tc3_status take_ini(quota_credentials *credentials)
{
    quota_key_set keys;
    quota_line_fault fault;
    unsigned section_line;
    tc3_status status;

    quota_sentence_write(credentials->source, "section [%s] of %s", credentials->profile,
                         credentials->path);
    section_line = quota_ini_read(file_text, credentials->profile, &keys, &fault);
    if (fault.reason != NULL) {
        return refuse_line(credentials, &fault);
    }
    status = quota_key_set_take(credentials, &keys, ini_names);
    if (section_line == 0) {
        quota_sentence_write(credentials->problem,
                             "%s has no section [%s]: write one with secret_id and secret_key, or "
                             "name another by --profile",
                             credentials->path, credentials->profile);
    } else if (status == QUOTA_NOTHING_THERE) {
        quota_sentence_write(credentials->problem,
                             "section [%s], line %u of %s, has neither secret_id nor secret_key: "
                             "write both",
                             credentials->profile, section_line, credentials->path);
    }
    return status;
}

/** The value of part `part`, or NULL if the file has none. */
static const char *tccli_value(const quota_tccli_keys *keys, quota_key_part part)
{
    const char *const values[QUOTA_KEY_PART_COUNT] = {keys->secret_id, keys->secret_key,
                                                      keys->token};

    return keys->state[part] == TC3_FIELD_PRESENT ? values[part] : NULL;
}

static tc3_status check_tccli_states(quota_credentials *credentials, const quota_tccli_keys *keys)
{
    quota_key_part part;

    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        uint8_t state = keys->state[part];

        if (state == TC3_FIELD_TRUNCATED || state == TC3_FIELD_WRONG_TYPE) {
            quota_sentence_write(credentials->problem, "%s in %s %s", tccli_names[part],
                                 credentials->source,
                                 state == TC3_FIELD_TRUNCATED ? "is too long" : "is not text");
            return TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
        }
    }
    return TC3_OK;
}

/** Temporary keys that tccli would renew before it used them: the service has the last word. */
static void warn_of_expiry(quota_credentials *credentials, const quota_tccli_keys *keys)
{
    const tc3_clock *clock = tc3_posix_clock();
    uint32_t now;

    if (clock->unix_time(clock->context, &now) && quota_tccli_is_expired(keys, now)) {
        quota_sentence_write(credentials->notice,
                             "the temporary keys in %s expired, by this machine's clock: any call "
                             "of tccli with that profile renews them",
                             credentials->path);
    }
}

static tc3_status take_tccli(quota_credentials *credentials, quota_tccli_keys *tccli, size_t length)
{
    quota_key_set keys;
    quota_line_fault fault;
    tc3_status status;
    quota_key_part part;

    quota_sentence_write(credentials->source, "%s", credentials->path);
    if (!quota_tccli_read(file_text, length, tccli, &fault)) {
        return refuse_line(credentials, &fault);
    }
    status = check_tccli_states(credentials, tccli);
    if (status != TC3_OK) {
        return status;
    }
    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        keys.value[part] = tccli_value(tccli, part);
    }
    warn_of_expiry(credentials, tccli);
    status = quota_key_set_take(credentials, &keys, tccli_names);
    if (status == QUOTA_NOTHING_THERE) {
        quota_sentence_write(credentials->problem,
                             "%s has neither secretId nor secretKey; run: tccli configure",
                             credentials->path);
    }
    return status;
}

tc3_status quota_credentials_read_file(quota_credentials *credentials)
{
    static quota_tccli_keys tccli;
    size_t length = 0;
    tc3_status status = read_file(credentials, &length);

    if (status == TC3_OK && credentials->origin == QUOTA_FROM_INI) {
        status = take_ini(credentials);
    } else if (status == TC3_OK) {
        status = take_tccli(credentials, &tccli, length);
        tc3_wipe(&tccli, sizeof tccli);
    }
    tc3_wipe(file_text, sizeof file_text);
    return status;
}
