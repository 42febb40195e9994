/* SPDX-License-Identifier: Apache-2.0 */
#include "key_set.h"

#include <stdbool.h>
#include <string.h>

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

tc3_status quota_key_set_take(quota_credentials *credentials, const quota_key_set *keys,
                              quota_part_names names)
{
    char *const targets[QUOTA_KEY_PART_COUNT] = {credentials->secret_id, credentials->secret_key,
                                                 credentials->token};
    bool has_id = is_set(keys->value[QUOTA_SECRET_ID]);
    bool has_key = is_set(keys->value[QUOTA_SECRET_KEY]);
    quota_key_part part;

    if (!has_id && !has_key && !is_set(keys->value[QUOTA_TOKEN])) {
        return QUOTA_NOTHING_THERE;
    }
    if (!has_id || !has_key) {
        quota_sentence_write(
            credentials->problem, "%s is missing in %s, while %s is there: give both",
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
            quota_sentence_write(credentials->problem, "%s in %s %s", names[part],
                                 credentials->source, fault);
            return TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
        }
    }
    for (part = QUOTA_SECRET_ID; part < QUOTA_KEY_PART_COUNT; part++) {
        if (keys->value[part] != NULL) {
            memcpy(targets[part], keys->value[part], strlen(keys->value[part]) + 1);
        }
    }
    return TC3_OK;
}
