/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "credentials.h"

#include "credentials_file.h"
#include "key_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** The files below the home directory. */
#define INI_PATH   "%s/.tencentcloud/credentials"
#define TCCLI_PATH "%s/.tccli/%s.credential"

/** Names the SDKs' file, if it is another one. */
#define FILE_VARIABLE "TENCENTCLOUD_CREDENTIALS_FILE"

extern char **environ;

static quota_part_names environment_names = {"TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY",
                                             "TENCENTCLOUD_TOKEN"};

static bool is_set(const char *value)
{
    return value != NULL && value[0] != '\0';
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
    quota_sentence_write(credentials->source, "the environment");
    credentials->origin = QUOTA_FROM_ENVIRONMENT;
    status = quota_key_set_take(credentials, &keys, environment_names);
    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        char *value = environment_value(environment_names[part]);

        if (value != NULL) {
            tc3_wipe(value, strlen(value));
        }
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
        quota_sentence_write(credentials->problem, "TCCLI_PROFILE is not the name of a profile");
        return NULL;
    }
    return chosen;
}

/**
 * Look into the file of `origin` whose path was written into `credentials->path`, `length` bytes
 * long, after `variable`. What lacks is told by `problem`, if the file is there.
 */
static tc3_status load_from_file(quota_credentials *credentials, quota_origin origin, int length,
                                 const char *variable, const char *profile)
{
    credentials->origin = origin;
    snprintf(credentials->profile, sizeof credentials->profile, "%s", profile);
    if (length < 0 || (size_t)length >= sizeof credentials->path) {
        quota_sentence_write(credentials->problem, "the path in %s is too long", variable);
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    return quota_credentials_read_file(credentials);
}

/** Look into the file that the SDKs look into instead of all others, if that variable is set. */
static tc3_status load_from_named_file(quota_credentials *credentials, const char *named,
                                       const char *section)
{
    int length = snprintf(credentials->path, sizeof credentials->path, "%s", named);
    tc3_status status = load_from_file(credentials, QUOTA_FROM_INI, length, FILE_VARIABLE, section);

    if (status != QUOTA_NOTHING_THERE) {
        return status;
    }
    if (credentials->problem[0] == '\0') {
        quota_sentence_write(credentials->problem, "%s, which " FILE_VARIABLE " names, is missing",
                             credentials->path);
    }
    return TC3_ERROR_CONFIG_CREDENTIALS;
}

/** Look into the files below `home` in turn. */
static tc3_status load_from_home(quota_credentials *credentials, const char *home,
                                 const char *section, const char *tccli_profile)
{
    int length = snprintf(credentials->path, sizeof credentials->path, INI_PATH, home);
    tc3_status status = load_from_file(credentials, QUOTA_FROM_INI, length, "HOME", section);

    if (status == TC3_OK && strcmp(section, tccli_profile) != 0) {
        quota_sentence_write(credentials->notice,
                             "TCCLI_PROFILE is ignored, for %s has credentials; name the profile "
                             "by --profile",
                             credentials->path);
    }
    if (status != QUOTA_NOTHING_THERE) {
        return status;
    }
    length = snprintf(credentials->path, sizeof credentials->path, TCCLI_PATH, home, tccli_profile);
    return load_from_file(credentials, QUOTA_FROM_TCCLI, length, "HOME", tccli_profile);
}

static tc3_status load_from_files(quota_credentials *credentials, const char *profile)
{
    const char *section = profile == NULL ? "default" : profile;
    const char *home = getenv("HOME");
    const char *named = getenv(FILE_VARIABLE);
    const char *tccli_profile;
    tc3_status status;

    if (is_set(named)) {
        return load_from_named_file(credentials, named, section);
    }
    if (!is_set(home)) {
        quota_sentence_write(credentials->problem,
                             "no credentials: set TENCENTCLOUD_SECRET_ID and "
                             "TENCENTCLOUD_SECRET_KEY (HOME is not set, so no file was looked "
                             "for)");
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    tccli_profile = choose_tccli_profile(credentials, profile);
    if (tccli_profile == NULL) {
        return TC3_ERROR_CONFIG_CREDENTIALS;
    }
    status = load_from_home(credentials, home, section, tccli_profile);
    if (status != QUOTA_NOTHING_THERE) {
        return status;
    }
    if (credentials->problem[0] == '\0') {
        quota_sentence_write(credentials->problem,
                             "no credentials: set TENCENTCLOUD_SECRET_ID and "
                             "TENCENTCLOUD_SECRET_KEY, or write secret_id and secret_key into "
                             "section [%s] of " INI_PATH "; there are none in %s either",
                             section, home, credentials->path);
    }
    return TC3_ERROR_CONFIG_CREDENTIALS;
}

/** Whether the container has a role by which tccli signs instead of the pair in its file. */
static bool has_container_role(void)
{
    return is_set(getenv("TKE_ROLE_ARN")) && is_set(getenv("TKE_PROVIDER_ID")) &&
           is_set(getenv("TKE_WEB_IDENTITY_TOKEN_FILE")) && is_set(getenv("TKE_REGION"));
}

/** Refuse credentials beside which the environment asks for a role; --profile overrules that. */
static tc3_status check_environment(quota_credentials *credentials, const char *profile)
{
    const char *variable = NULL;

    if (is_set(getenv("TENCENTCLOUD_ROLE_ARN")) &&
        (profile == NULL || credentials->origin == QUOTA_FROM_ENVIRONMENT)) {
        variable = "TENCENTCLOUD_ROLE_ARN";
    } else if (credentials->origin == QUOTA_FROM_TCCLI && has_container_role()) {
        variable = "TKE_ROLE_ARN";
    }
    if (variable == NULL) {
        return TC3_OK;
    }
    quota_sentence_write(credentials->problem,
                         "%s in the environment asks for a role, and tc3-quota signs with the key "
                         "pair as it is: unset it, or set the role's temporary key pair and its "
                         "token instead",
                         variable);
    return TC3_ERROR_CONFIG_CREDENTIALS;
}

tc3_status quota_credentials_load(quota_credentials *credentials, const char *profile)
{
    tc3_status status;

    memset(credentials, 0, sizeof *credentials);
    status = load_from_environment(credentials);
    if (status == QUOTA_NOTHING_THERE) {
        status = load_from_files(credentials, profile);
    } else if (profile != NULL) {
        quota_sentence_write(credentials->warning,
                             "--profile is ignored, for the environment holds credentials; unset "
                             "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to use the "
                             "profile");
    }
    return status == TC3_OK ? check_environment(credentials, profile) : status;
}

static bool is_same_pair(const quota_credentials *left, const quota_credentials *right)
{
    return strcmp(left->secret_id, right->secret_id) == 0 &&
           strcmp(left->secret_key, right->secret_key) == 0 &&
           strcmp(left->token, right->token) == 0;
}

tc3_status quota_credentials_reload(quota_credentials *credentials)
{
    static quota_credentials fresh;
    tc3_status status;

    if (credentials->origin == QUOTA_FROM_ENVIRONMENT) {
        return TC3_OK;
    }
    memset(&fresh, 0, sizeof fresh);
    fresh.origin = credentials->origin;
    memcpy(fresh.path, credentials->path, sizeof fresh.path);
    memcpy(fresh.profile, credentials->profile, sizeof fresh.profile);
    status = quota_credentials_read_file(&fresh);
    if (status == QUOTA_NOTHING_THERE) {
        if (fresh.problem[0] == '\0') {
            quota_sentence_write(fresh.problem,
                                 "%s, which held the credentials, is gone: put it "
                                 "back",
                                 fresh.path);
        }
        status = TC3_ERROR_CONFIG_CREDENTIALS;
    }
    fresh.generation = credentials->generation + !is_same_pair(credentials, &fresh);
    *credentials = fresh;
    tc3_wipe(&fresh, sizeof fresh);
    return status;
}

static tc3_status borrow(void *context, tc3_credentials *lent)
{
    const quota_credentials *credentials = context;

    lent->secret_id = tc3_text_of(credentials->secret_id);
    lent->secret_key = tc3_text_of(credentials->secret_key);
    lent->token = tc3_text_of(credentials->token);
    lent->generation = credentials->generation;
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
