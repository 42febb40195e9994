/* SPDX-License-Identifier: Apache-2.0 */
#include "statuses.h"

#include "test.h"

#define PLAIN(name)       \
    {                     \
        TC3_##name, #name \
    }
#define FAULT(name)             \
    {                           \
        TC3_ERROR_##name, #name \
    }

static const status_entry entries[] = {
    PLAIN(OK),
    PLAIN(PENDING),
    FAULT(CONFIG_MISSING),
    FAULT(CONFIG_HOST),
    FAULT(CONFIG_HEADER),
    FAULT(CONFIG_HASH_SIZE),
    FAULT(CONFIG_INSECURE),
    FAULT(CONFIG_ACTION),
    FAULT(CONFIG_BUSY),
    FAULT(CONFIG_IDLE),
    FAULT(CONFIG_CREDENTIALS),
    FAULT(CONFIG_CREDENTIALS_FORMAT),
    FAULT(CONFIG_TRUST_ANCHORS),
    FAULT(CONFIG_HASH),
    FAULT(CONFIG_RANDOM),
    FAULT(CONFIG_MEMORY),
    FAULT(DNS),
    FAULT(REFUSED),
    FAULT(UNREACHABLE),
    FAULT(RESET),
    FAULT(CLOSED),
    FAULT(NETWORK),
    FAULT(TLS_EXPIRED),
    FAULT(TLS_NOT_YET_VALID),
    FAULT(TLS_WRONG_HOST),
    FAULT(TLS_UNKNOWN_ISSUER),
    FAULT(TLS_CERTIFICATE),
    FAULT(TLS_HANDSHAKE),
    FAULT(TLS_RECORD),
    FAULT(TLS_MEMORY),
    FAULT(TIMEOUT),
    FAULT(HTTP_STATUS_LINE),
    FAULT(HTTP_HEADER),
    FAULT(HTTP_FRAMING),
    FAULT(HTTP_ENCODING),
    FAULT(HTTP_STATUS),
    FAULT(HTTP_REDIRECT),
    FAULT(JSON_SYNTAX),
    FAULT(JSON_DEPTH),
    FAULT(JSON_INCOMPLETE),
    FAULT(NO_RESPONSE),
    FAULT(CLOCK_NOT_SET),
    FAULT(API_SIGNATURE_EXPIRED),
    FAULT(API_CREDENTIALS),
    FAULT(API_PERMISSION),
    FAULT(API_ROLE),
    FAULT(API_RATE_LIMIT),
    FAULT(HTTP_RATE_LIMIT),
    FAULT(API_BUSY),
    FAULT(API_REQUEST),
    FAULT(API_OTHER),
    FAULT(HTTP_SERVER),
};

size_t status_count(void)
{
    return COUNT_OF(entries);
}

const status_entry *status_at(size_t index)
{
    return &entries[index];
}

const char *status_identifier(tc3_status status)
{
    size_t i;

    for (i = 0; i < COUNT_OF(entries); i++) {
        if (entries[i].status == status) {
            return entries[i].name;
        }
    }
    return "?";
}

tc3_status status_of_name(const char *name)
{
    size_t i;

    for (i = 0; i < COUNT_OF(entries); i++) {
        if (strcmp(entries[i].name, name) == 0) {
            return entries[i].status;
        }
    }
    print_error("no status is named \"%s\"\n", name);
    fail();
    return TC3_OK;
}
