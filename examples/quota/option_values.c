/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "option_values.h"

#include "credentials.h"
#include "duration.h"

#include "panel/canvas.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

/** Longest --watch in milliseconds: a week. */
#define WATCH_MAX_MS (7u * 86400000u)

static bool read_number(const char *text, uint32_t minimum, uint32_t maximum, uint32_t *number)
{
    size_t length = strlen(text);
    uint64_t value = 0;
    size_t i;

    if (length == 0 || length > 10 || strspn(text, "0123456789") != length) {
        return false;
    }
    for (i = 0; i < length; i++) {
        value = value * 10 + (uint64_t)(text[i] - '0');
    }
    if (value < minimum || value > maximum) {
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

/**
 * Whether `host` ends in a number, as no name does, and yet is no IPv4 address in the usual form:
 * 127.1, which systems read in their own ways, an address that was mistyped, or a port for a name.
 */
static bool is_number_of_no_use(const char *host)
{
    const char *dot = strrchr(host, '.');
    const char *last = dot == NULL ? host : dot + 1;
    const char *digits = "0123456789";
    struct in_addr address;

    if (strncmp(last, "0x", 2) == 0) {
        last += 2;
        digits = "0123456789abcdef";
    }
    return last[strspn(last, digits)] == '\0' && inet_pton(AF_INET, host, &address) != 1;
}

static const char *read_endpoint(quota_options *options, const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    size_t length = strlen(text);
    size_t i;

    if (length == 0 || length > TC3_HOST_MAX) {
        return "--endpoint takes a host name of 1 to 253 characters";
    }
    for (i = 0; i < length; i++) {
        const char *capital = strchr(letters, text[i]);

        options->host[i] = capital == NULL ? text[i] : (char)('a' + (capital - letters));
    }
    options->host[length] = '\0';
    if (strspn(options->host, allowed) != length) {
        return "--endpoint takes a host name or an IPv4 address alone, without scheme, port or "
               "path";
    }
    if (strchr(".-", options->host[0]) != NULL || strchr(".-", options->host[length - 1]) != NULL ||
        strstr(options->host, "..") != NULL) {
        return "--endpoint takes a host name: no dot or hyphen first or last, no two dots together";
    }
    if (is_number_of_no_use(options->host)) {
        return "--endpoint takes a host name, or an IPv4 address as in 192.0.2.1: this ends in a "
               "number, but is no address";
    }
    return NULL;
}

/** Split `text` at the colon before the port; NULL if it has none, or if it is not clear which. */
static const char *find_port(const char *text, const char **address, size_t *address_length)
{
    const char *colon = strrchr(text, ':');

    if (text[0] == '[') {
        const char *end = strchr(text, ']');

        if (end == NULL || end[1] != ':') {
            return NULL;
        }
        *address = text + 1;
        *address_length = (size_t)(end - text) - 1;
        return end + 2;
    }
    if (colon == NULL || strchr(text, ':') != colon) {
        return NULL;
    }
    *address = text;
    *address_length = (size_t)(colon - text);
    return colon + 1;
}

static const char *read_connect_to(quota_options *options, const char *text)
{
    static const char fault[] = "--connect-to takes ADDRESS:PORT, as in 127.0.0.1:8443 or "
                                "[::1]:8443";
    const char *address = NULL;
    size_t length = 0;
    uint32_t number;
    const char *port = find_port(text, &address, &length);

    if (port == NULL || length == 0 || length > TC3_HOST_MAX ||
        !read_number(port, 1, UINT16_MAX, &number)) {
        return fault;
    }
    memcpy(options->connect_address, address, length);
    options->connect_address[length] = '\0';
    options->connect_port = (uint16_t)number;
    return NULL;
}

static const char *read_timeout(quota_options *options, const char *text)
{
    if (!quota_duration_parse(text, TC3_DEADLINE_MAX_MS, &options->timeout_ms) ||
        options->timeout_ms == 0) {
        return "--timeout takes seconds from 0.001 to 86400, as in 30 or 2.5";
    }
    return NULL;
}

static const char *read_retries(quota_options *options, const char *text)
{
    uint32_t retries;

    if (!read_number(text, 0, QUOTA_RETRIES_MAX, &retries)) {
        return "--retries takes a number from 0 to 20";
    }
    options->attempts = (uint8_t)(retries + 1);
    return NULL;
}

static const char *read_output(quota_options *options, const char *text)
{
    options->output = quota_output_find(text);
    return options->output == NULL ? "--output takes the name of a format, as in json" : NULL;
}

static const char *read_watch(quota_options *options, const char *text)
{
    if (!quota_duration_parse(text, WATCH_MAX_MS, &options->watch_ms)) {
        return "--watch takes seconds from 0 to 604800, as in 60 or 0.5";
    }
    return NULL;
}

static const char *read_count(quota_options *options, const char *text)
{
    if (!read_number(text, 1, QUOTA_COUNT_MAX, &options->count)) {
        return "--count takes a number from 1 to 1000000000";
    }
    return NULL;
}

static const char *read_ca_file(quota_options *options, const char *text)
{
    options->ca_file = text;
    return text[0] == '\0' ? "--ca-file takes the path of a file with certificates, PEM or DER"
                           : NULL;
}

static const char *read_profile(quota_options *options, const char *text)
{
    options->profile = text;
    return quota_profile_is_valid(text) ? NULL
                                        : "--profile takes 1 to 64 letters, digits and . _ - @";
}

static const char *read_language(quota_options *options, const char *text)
{
    options->language = text;
    return strcmp(text, "en-US") == 0 || strcmp(text, "zh-CN") == 0
               ? NULL
               : "--language takes en-US or zh-CN";
}

static const char *read_panel_png(quota_options *options, const char *text)
{
    options->panel_png = text;
    return text[0] == '\0' ? "--panel-png takes the path of a file to write" : NULL;
}

static const char *read_panel_columns(quota_options *options, const char *text)
{
    uint32_t columns;

    if (!read_number(text, 8, PANEL_COLUMNS_MAX, &columns) || columns % 8 != 0) {
        return "--panel-columns takes a multiple of 8 up to 256";
    }
    options->panel_columns = (uint16_t)columns;
    return NULL;
}

static const char *read_low(quota_options *options, const char *text)
{
    uint32_t percent;

    if (!read_number(text, 0, 100, &percent)) {
        return "--low takes a percentage from 0 to 100, as in 10";
    }
    options->low_percent = (uint8_t)percent;
    return NULL;
}

const char *quota_option_read(quota_option option, const char *text, quota_options *options)
{
    switch (option) {
    case QUOTA_OPTION_ENDPOINT:
        return read_endpoint(options, text);
    case QUOTA_OPTION_CONNECT_TO:
        return read_connect_to(options, text);
    case QUOTA_OPTION_CA_FILE:
        return read_ca_file(options, text);
    case QUOTA_OPTION_TIMEOUT:
        return read_timeout(options, text);
    case QUOTA_OPTION_RETRIES:
        return read_retries(options, text);
    case QUOTA_OPTION_WATCH:
        return read_watch(options, text);
    case QUOTA_OPTION_COUNT:
        return read_count(options, text);
    case QUOTA_OPTION_PROFILE:
        return read_profile(options, text);
    case QUOTA_OPTION_LANGUAGE:
        return read_language(options, text);
    case QUOTA_OPTION_PANEL_PNG:
        return read_panel_png(options, text);
    case QUOTA_OPTION_PANEL_COLUMNS:
        return read_panel_columns(options, text);
    case QUOTA_OPTION_LOW:
        return read_low(options, text);
    default:
        return read_output(options, text);
    }
}
