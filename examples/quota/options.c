/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "options.h"

#include "credentials.h"
#include "duration.h"
#include "visible_text.h"

#include "panel/canvas.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/** Longest --watch in milliseconds: a week. */
#define WATCH_MAX_MS     (7u * 86400000u)
/** Longest part of a wrong option that is shown. */
#define SHOWN_OPTION_MAX 40

enum {
    OPTION_ENDPOINT = 256,
    OPTION_CONNECT_TO,
    OPTION_CA_FILE,
    OPTION_TIMEOUT,
    OPTION_RETRIES,
    OPTION_WATCH,
    OPTION_COUNT,
    OPTION_PROFILE,
    OPTION_LANGUAGE,
    OPTION_PANEL_PNG,
    OPTION_PANEL_COLUMNS,
    OPTION_LOW
};

static const char short_options[] = ":ho:vV";

static const struct option long_options[] = {
    {"endpoint", required_argument, NULL, OPTION_ENDPOINT},
    {"connect-to", required_argument, NULL, OPTION_CONNECT_TO},
    {"ca-file", required_argument, NULL, OPTION_CA_FILE},
    {"timeout", required_argument, NULL, OPTION_TIMEOUT},
    {"retries", required_argument, NULL, OPTION_RETRIES},
    {"output", required_argument, NULL, 'o'},
    {"watch", required_argument, NULL, OPTION_WATCH},
    {"count", required_argument, NULL, OPTION_COUNT},
    {"profile", required_argument, NULL, OPTION_PROFILE},
    {"language", required_argument, NULL, OPTION_LANGUAGE},
    {"panel-png", required_argument, NULL, OPTION_PANEL_PNG},
    {"panel-columns", required_argument, NULL, OPTION_PANEL_COLUMNS},
    {"low", required_argument, NULL, OPTION_LOW},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/** Tell the user what is wrong; `fault` is a sentence without its end. */
static quota_request refuse(const char *fault)
{
    fprintf(stderr, "tc3-quota: %s; see tc3-quota --help\n", fault);
    return QUOTA_REQUEST_NONE;
}

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

/** The faults of options, NULL for none. */

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
        return "--endpoint takes a host name alone, without scheme, port or path";
    }
    if (strchr(".-", options->host[0]) != NULL || strchr(".-", options->host[length - 1]) != NULL ||
        strstr(options->host, "..") != NULL) {
        return "--endpoint takes a host name: no dot or hyphen first or last, no two dots together";
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
    return text[0] == '\0' ? "--ca-file takes the path of a PEM file" : NULL;
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

/** Take an option with an argument. */
static const char *read_argument(quota_options *options, int option, const char *text)
{
    switch (option) {
    case OPTION_ENDPOINT:
        return read_endpoint(options, text);
    case OPTION_CONNECT_TO:
        return read_connect_to(options, text);
    case OPTION_CA_FILE:
        return read_ca_file(options, text);
    case OPTION_TIMEOUT:
        return read_timeout(options, text);
    case OPTION_RETRIES:
        return read_retries(options, text);
    case OPTION_WATCH:
        return read_watch(options, text);
    case OPTION_COUNT:
        return read_count(options, text);
    case OPTION_PROFILE:
        return read_profile(options, text);
    case OPTION_LANGUAGE:
        return read_language(options, text);
    case OPTION_PANEL_PNG:
        return read_panel_png(options, text);
    case OPTION_PANEL_COLUMNS:
        return read_panel_columns(options, text);
    case OPTION_LOW:
        return read_low(options, text);
    default:
        return read_output(options, text);
    }
}

/** Whether the wrong option `text` was meant to carry a secret. */
static bool is_secret_option(const char *text)
{
    static const char *const beginnings[] = {"--secret", "--token", "--key", "--access",
                                             "--password"};
    size_t i;

    for (i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        if (strncasecmp(text, beginnings[i], strlen(beginnings[i])) == 0) {
            return true;
        }
    }
    return false;
}

/** An option that there is not. What follows its "=" is not shown: it may be a secret. */
static quota_request refuse_option(const char *text)
{
    char shown[SHOWN_OPTION_MAX + 1];
    size_t length = strcspn(text, "=");

    if (is_secret_option(text)) {
        return refuse("keys are not taken from the command line, where every user of this machine "
                      "can read them: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY");
    }
    if (length > SHOWN_OPTION_MAX) {
        length = SHOWN_OPTION_MAX;
    }
    memcpy(shown, text, length);
    shown[length] = '\0';
    fputs("tc3-quota: there is no option ", stderr);
    quota_visible_write(stderr, shown);
    fputs("; see tc3-quota --help\n", stderr);
    return QUOTA_REQUEST_NONE;
}

static quota_request refuse_short_option(int letter)
{
    const char text[] = {'-', (char)letter, '\0'};

    return refuse_option(text);
}

/** What getopt_long() found no option in. */
static quota_request refuse_unknown(char *const *argv)
{
    const struct option *option;

    if (optopt == 0) {
        return refuse_option(argv[optind - 1]);
    }
    for (option = long_options; option->name != NULL; option++) {
        if (option->val == optopt && strncmp(argv[optind - 1], "--", 2) == 0) {
            fprintf(stderr, "tc3-quota: --%s takes no value; see tc3-quota --help\n", option->name);
            return QUOTA_REQUEST_NONE;
        }
    }
    return refuse_short_option(optopt);
}

static quota_request refuse_missing(void)
{
    const struct option *option;

    for (option = long_options; option->name != NULL; option++) {
        if (option->val == optopt) {
            fprintf(stderr, "tc3-quota: --%s needs a value; see tc3-quota --help\n", option->name);
            break;
        }
    }
    return QUOTA_REQUEST_NONE;
}

static void set_defaults(quota_options *options)
{
    memset(options, 0, sizeof *options);
    strcpy(options->host, TC3_VOUCHER_POOL_HOST);
    options->output = &quota_outputs[0];
    options->timeout_ms = TC3_DEFAULT_DEADLINE_MS;
    options->attempts = TC3_DEFAULT_ATTEMPTS;
    options->panel_columns = QUOTA_PANEL_COLUMNS;
    options->low_percent = QUOTA_LOW_PERCENT;
}

quota_request quota_options_parse(quota_options *options, int argc, char **argv)
{
    bool watching = false;
    int option;

    set_defaults(options);
    opterr = 0;
    while ((option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
        const char *fault;

        switch (option) {
        case 'h':
            return QUOTA_REQUEST_HELP;
        case 'V':
            return QUOTA_REQUEST_VERSION;
        case 'v':
            options->verbose = true;
            break;
        case '?':
            return refuse_unknown(argv);
        case ':':
            return refuse_missing();
        default:
            fault = read_argument(options, option, optarg);
            if (fault != NULL) {
                return refuse(fault);
            }
            watching = watching || option == OPTION_WATCH;
            break;
        }
    }
    if (optind < argc) {
        return refuse("an argument that is no option was given, and none is taken");
    }
    if (!watching && options->count == 0) {
        options->count = 1;
    }
    return QUOTA_REQUEST_RUN;
}
