/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "options.h"

#include "option_values.h"
#include "visible_text.h"

#include "panel/panel.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/** Longest part of a wrong option that is shown. */
#define SHOWN_OPTION_MAX 40

static const char short_options[] = ":ho:vV";

static const struct option long_options[] = {
    {"endpoint", required_argument, NULL, QUOTA_OPTION_ENDPOINT},
    {"connect-to", required_argument, NULL, QUOTA_OPTION_CONNECT_TO},
    {"ca-file", required_argument, NULL, QUOTA_OPTION_CA_FILE},
    {"timeout", required_argument, NULL, QUOTA_OPTION_TIMEOUT},
    {"retries", required_argument, NULL, QUOTA_OPTION_RETRIES},
    {"output", required_argument, NULL, QUOTA_OPTION_OUTPUT},
    {"watch", required_argument, NULL, QUOTA_OPTION_WATCH},
    {"count", required_argument, NULL, QUOTA_OPTION_COUNT},
    {"profile", required_argument, NULL, QUOTA_OPTION_PROFILE},
    {"language", required_argument, NULL, QUOTA_OPTION_LANGUAGE},
    {"panel-png", required_argument, NULL, QUOTA_OPTION_PANEL_PNG},
    {"panel-columns", required_argument, NULL, QUOTA_OPTION_PANEL_COLUMNS},
    {"low", required_argument, NULL, QUOTA_OPTION_LOW},
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
    options->low_percent = PANEL_DEFAULT_LOW_PERCENT;
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
            fault = quota_option_read((quota_option)option, optarg, options);
            if (fault != NULL) {
                return refuse(fault);
            }
            watching = watching || option == QUOTA_OPTION_WATCH;
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
