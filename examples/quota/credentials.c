/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "credentials.h"

#include "key_set.h"
#include "small_file.h"

#include "tc3/action.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Largest credentials file in bytes. */
#define FILE_SIZE_MAX 65536
/** Longest path of one. */
#define PATH_SIZE     512

extern char **environ;

/** How the parts are named in a source, for messages. */
typedef const char *const part_names[QUOTA_KEY_PART_COUNT];

static part_names environment_names = {"TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY",
                                       "TENCENTCLOUD_TOKEN"};
static part_names ini_names = {"secret_id", "secret_key", "token"};
static part_names tccli_names = {"secretId", "secretKey", "token"};

/** What looking into a source gave, beside errors: TC3_PENDING means "nothing, go on". */
#define NOTHING_THERE TC3_PENDING

/** The content of a credentials file. */
static char file_text[FILE_SIZE_MAX + 1];

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
write_sentence(char sentence[QUOTA_SENTENCE_SIZE], const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(sentence, QUOTA_SENTENCE_SIZE, format, arguments);
    va_end(arguments);
}

static bool is_blank(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

/** What is wrong with `value`, or NULL. */
static const char *find_fault(const char *value, quota_key_part part)
{
    size_t length = strlen(value);
    size_t maximum = part == QUOTA_TOKEN ? TC3_TOKEN_MAX : TC3_SECRET_MAX;
    size_t i;

    if (length > maximum) {
        return "is too long";
    }
    if (length > 0 && is_blank(value[0])) {
        return "begins with a blank or line end: remove it";
    }
    if (length > 0 && is_blank(value[length - 1])) {
        return "ends with a blank or line end: remove it";
    }
    for (i = 0; i < length; i++) {
        if (is_blank(value[i])) {
            return "has a blank or line end inside: remove it";
        }
        if (value[i] < '!' || value[i] > '~') {
            return "has a character that is not visible ASCII: copy it again";
        }
        if (part == QUOTA_SECRET_ID && (value[i] == '/' || value[i] == ',')) {
            return "has a '/' or ',': that is no SecretId";
        }
    }
    return NULL;
}

static bool is_set(const char *value)
{
    return value != NULL && value[0] != '\0';
}

/** Check the parts, found in `credentials->source`, and copy them from `keys`. */
static tc3_status take(quota_credentials *credentials, const quota_key_set *keys, part_names names)
{
    char *const targets[QUOTA_KEY_PART_COUNT] = {credentials->secret_id, credentials->secret_key,
                                                 credentials->token};
    bool has_id = is_set(keys->value[QUOTA_SECRET_ID]);
    bool has_key = is_set(keys->value[QUOTA_SECRET_KEY]);
    quota_key_part part;

    if (!has_id && !has_key && !is_set(keys->value[QUOTA_TOKEN])) {
        return NOTHING_THERE;
    }
    if (!has_id || !has_key) {
        write_sentence(credentials->problem, "%s is missing in %s, while %s is there: give both",
                       names[has_id ? QUOTA_SECRET_KEY : QUOTA_SECRET_ID], credentials->source,
                       names[has_id    ? QUOTA_SECRET_ID
                             : has_key ? QUOTA_SECRET_KEY
                                       : QUOTA_TOKEN]);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        const char *value = keys->value[part] == NULL ? "" : keys->value[part];
        const char *fault = find_fault(value, part);

        if (fault != NULL) {
            write_sentence(credentials->problem, "%s in %s %s", names[part], credentials->source,
                           fault);
            return TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
        }
        memcpy(targets[part], value, strlen(value) + 1);
    }
    return TC3_OK;
}

/** The value of `name` in the environment, writable; NULL if it is not set. */
static char *environment_value(const char *name)
{
    size_t length = strlen(name);
    char **entry;

    for (entry = environ; entry != NULL && *entry != NULL; entry++) {
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') {
            return *entry + length + 1;
        }
    }
    return NULL;
}

static tc3_status load_from_environment(quota_credentials *credentials)
{
    quota_key_set keys;
    tc3_status status;
    quota_key_part part;

    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        keys.value[part] = environment_value(environment_names[part]);
    }
    write_sentence(credentials->source, "the environment");
    status = take(credentials, &keys, environment_names);
    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        char *value = environment_value(environment_names[part]);

        if (value != NULL) {
            tc3_wipe(value, strlen(value));
        }
    }
    return status;
}

/** Read `path` into file_text; NOTHING_THERE if it does not exist. */
static tc3_status read_file(quota_credentials *credentials, const char *path, size_t *length)
{
    bool exposed = false;

    switch (quota_small_file_read(path, file_text, sizeof file_text, length, &exposed)) {
    case QUOTA_FILE_READ:
        break;
    case QUOTA_FILE_MISSING:
        return NOTHING_THERE;
    case QUOTA_FILE_TOO_LARGE:
        write_sentence(credentials->problem, "%s is too large for a credentials file", path);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    default:
        write_sentence(credentials->problem, "%s cannot be read: %s", path, strerror(errno));
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    if (memchr(file_text, '\0', *length) != NULL) {
        write_sentence(credentials->problem, "%s is not a text file", path);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    if (exposed) {
        write_sentence(credentials->warning, "other users have access to %s; run: chmod 600 %s",
                       path, path);
    }
    return TC3_OK;
}

static tc3_status load_from_ini(quota_credentials *credentials, const char *path,
                                const char *section)
{
    quota_key_set keys;
    size_t length = 0;
    tc3_status status = read_file(credentials, path, &length);

    if (status != TC3_OK) {
        return status;
    }
    quota_ini_read(file_text, section, &keys);
    write_sentence(credentials->source, "section [%s] of %s", section, path);
    return take(credentials, &keys, ini_names);
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
            write_sentence(credentials->problem, "%s in %s %s", tccli_names[part],
                           credentials->source,
                           state == TC3_FIELD_TRUNCATED ? "is too long" : "is not text");
            return TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
        }
    }
    return TC3_OK;
}

static tc3_status take_tccli(quota_credentials *credentials, quota_tccli_keys *tccli,
                             const char *path, size_t length)
{
    quota_key_set keys;
    tc3_status status;
    quota_key_part part;

    write_sentence(credentials->source, "%s", path);
    if (!quota_tccli_read(file_text, length, tccli)) {
        write_sentence(credentials->problem, "%s is not valid JSON; run: tccli configure", path);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    status = check_tccli_states(credentials, tccli);
    if (status != TC3_OK) {
        return status;
    }
    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        keys.value[part] = tccli_value(tccli, part);
    }
    return take(credentials, &keys, tccli_names);
}

static tc3_status load_from_tccli(quota_credentials *credentials, const char *path)
{
    static quota_tccli_keys tccli;
    size_t length = 0;
    tc3_status status = read_file(credentials, path, &length);

    if (status == TC3_OK) {
        status = take_tccli(credentials, &tccli, path, length);
        tc3_wipe(&tccli, sizeof tccli);
    }
    return status;
}

/** The profile of tccli to use, or NULL with `problem` filled in. */
static const char *choose_tccli_profile(quota_credentials *credentials, const char *profile)
{
    const char *chosen = profile == NULL ? getenv("TCCLI_PROFILE") : profile;

    if (!is_set(chosen)) {
        return "default";
    }
    if (!quota_profile_is_valid(chosen)) {
        write_sentence(credentials->problem, "TCCLI_PROFILE is not the name of a profile");
        return NULL;
    }
    return chosen;
}

/** Look into the files at `ini_path`, with the section `section`, and `tccli_path`. */
static tc3_status load_from_paths(quota_credentials *credentials, const char *ini_path,
                                  const char *section, const char *tccli_path)
{
    tc3_status status = load_from_ini(credentials, ini_path, section);

    if (status == NOTHING_THERE) {
        status = load_from_tccli(credentials, tccli_path);
    }
    tc3_wipe(file_text, sizeof file_text);
    if (status != NOTHING_THERE) {
        return status;
    }
    write_sentence(credentials->problem,
                   "no credentials: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or "
                   "write secret_id and secret_key into section [%s] of %s; there are none in %s "
                   "either",
                   section, ini_path, tccli_path);
    return TC3_ERROR_CONFIG_CREDENTIALS;
}

static tc3_status load_from_files(quota_credentials *credentials, const char *profile)
{
    char ini_path[PATH_SIZE];
    char tccli_path[PATH_SIZE];
    const char *home = getenv("HOME");
    const char *tccli_profile;

    if (!is_set(home)) {
        write_sentence(credentials->problem, "no credentials: set TENCENTCLOUD_SECRET_ID and "
                                             "TENCENTCLOUD_SECRET_KEY (HOME is not set, so no "
                                             "file was looked for)");
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    tccli_profile = choose_tccli_profile(credentials, profile);
    if (tccli_profile == NULL) {
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    if (snprintf(ini_path, PATH_SIZE, "%s/.tencentcloud/credentials", home) >= PATH_SIZE ||
        snprintf(tccli_path, PATH_SIZE, "%s/.tccli/%s.credential", home, tccli_profile) >=
            PATH_SIZE) {
        write_sentence(credentials->problem, "the path in HOME is too long");
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    return load_from_paths(credentials, ini_path, profile == NULL ? "default" : profile,
                           tccli_path);
}

tc3_status quota_credentials_load(quota_credentials *credentials, const char *profile)
{
    tc3_status status;

    memset(credentials, 0, sizeof *credentials);
    status = load_from_environment(credentials);
    if (status == NOTHING_THERE) {
        return load_from_files(credentials, profile);
    }
    if (profile != NULL) {
        write_sentence(credentials->warning,
                       "--profile is ignored, for the environment holds credentials; unset "
                       "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to use the profile");
    }
    return status;
}

static tc3_status borrow(void *context, tc3_credentials *lent)
{
    const quota_credentials *credentials = context;

    lent->secret_id = tc3_text_of(credentials->secret_id);
    lent->secret_key = tc3_text_of(credentials->secret_key);
    lent->token = tc3_text_of(credentials->token);
    lent->generation = 1;
    return TC3_OK;
}

tc3_credential_source quota_credentials_source(quota_credentials *credentials)
{
    const tc3_credential_source source = {credentials, borrow, NULL};

    return source;
}

void quota_credentials_wipe(quota_credentials *credentials)
{
    tc3_wipe(credentials, sizeof *credentials);
}

bool quota_profile_is_valid(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "._-@";
    size_t length = strlen(name);

    return length > 0 && length <= QUOTA_PROFILE_MAX && strspn(name, allowed) == length &&
           name[0] != '.';
}
