/* SPDX-License-Identifier: Apache-2.0 */
#include "commands.h"

#include "report_text.h"

#include "tc3/text.h"

#include <string.h>

enum {
    DONE = 0,
    NOT_DONE = 1
};

static void say(const command_edge *edge, const char *text)
{
    edge->terminal->write(edge->terminal->context, text);
}

static void say_line(const command_edge *edge, const char *text)
{
    say(edge, text);
    say(edge, "\n");
}

/** Ask, and judge the answer by `check`; false, with a reason told, unless it can be right. */
static bool ask(const command_edge *edge, const char *question, bool is_secret, char *answer,
                size_t size, const char *(*check)(const char *))
{
    switch (prompt_read(edge->terminal, question, is_secret, answer, size)) {
    case PROMPT_CANCELLED:
        say_line(edge, "Cancelled. Nothing was changed.");
        return false;
    case PROMPT_TOO_LONG:
        say_line(edge, "That is too long. Nothing was changed.");
        return false;
    case PROMPT_ANSWERED:
    default:
        break;
    }
    const char *const reason = check(answer);
    if (reason != NULL) {
        say(edge, reason);
        say_line(edge, " Nothing was changed.");
        return false;
    }
    return true;
}

/** Whether the storage works; if not, say so. */
static bool storage_works(const command_edge *edge)
{
    const char *const fault = edge->storage_fault(edge->context);

    if (fault == NULL) {
        return true;
    }
    say(edge, "The storage cannot be read (");
    say(edge, fault);
    say_line(edge, "). What is in it was left as it is; forget erases it.");
    return false;
}

static int tell_stored(const command_edge *edge, bool is_stored, const char *what)
{
    if (!is_stored) {
        say_line(edge, "It could not be stored. Nothing was changed; is the flash full?");
        return NOT_DONE;
    }
    say(edge, what);
    say_line(edge, edge->is_encrypted(edge->context)
                       ? " stored, encrypted."
                       : " stored. This build does not encrypt its storage: see the README.");
    return DONE;
}

static int run_wifi(const command_edge *edge)
{
    wifi_settings wifi;
    bool is_complete;
    int result = NOT_DONE;

    prompt_line_was_read(edge->terminal);
    is_complete =
        storage_works(edge) &&
        ask(edge, "Network: ", false, wifi.ssid, sizeof(wifi.ssid), settings_check_ssid) &&
        ask(edge, "Password (not shown; empty: open network): ", true, wifi.password,
            sizeof(wifi.password), settings_check_password);
    if (is_complete) {
        result = tell_stored(edge, edge->store_wifi(edge->context, &wifi), "Network");
    }
    tc3_wipe(&wifi, sizeof(wifi));
    return result;
}

static int run_key(const command_edge *edge)
{
    key_settings key;
    bool is_complete;
    int result = NOT_DONE;

    prompt_line_was_read(edge->terminal);
    is_complete = storage_works(edge) &&
                  ask(edge, "SecretId: ", false, key.secret_id, sizeof(key.secret_id),
                      settings_check_secret_id) &&
                  ask(edge, "SecretKey (not shown): ", true, key.secret_key, sizeof(key.secret_key),
                      settings_check_secret_key);
    if (is_complete) {
        result = tell_stored(edge, edge->store_key(edge->context, &key), "Key");
    }
    tc3_wipe(&key, sizeof(key));
    return result;
}

static void show_wifi(const command_edge *edge)
{
    wifi_settings wifi;

    say(edge, "Network   ");
    if (edge->load_wifi(edge->context, &wifi)) {
        say(edge, wifi.ssid);
        say_line(edge, wifi.password[0] == '\0' ? " (open)" : " (password set)");
    } else {
        say_line(edge, "not set: type wifi");
    }
    tc3_wipe(&wifi, sizeof(wifi));
}

static void show_key(const command_edge *edge)
{
    char secret_id[SETTINGS_CREDENTIAL_SIZE];
    char masked[SETTINGS_MASKED_SIZE];

    say(edge, "SecretId  ");
    const tc3_status status = edge->load_secret_id(edge->context, secret_id);
    if (status != TC3_OK) {
        say_line(edge, status == TC3_ERROR_CONFIG_CREDENTIALS
                           ? "not set: type key"
                           : "cannot be read: type key to replace it");
        return;
    }
    settings_mask(secret_id, masked);
    say_line(edge, masked);
    say_line(edge, "SecretKey set, never shown");
}

static int run_show(const command_edge *edge)
{
    if (!storage_works(edge)) {
        return NOT_DONE;
    }
    show_wifi(edge);
    show_key(edge);
    say(edge, "Storage   ");
    say_line(edge, edge->is_encrypted(edge->context) ? "encrypted" : "not encrypted");
    return DONE;
}

static int run_forget(const command_edge *edge)
{
    char answer[8];

    prompt_line_was_read(edge->terminal);
    (void)storage_works(edge);
    if (prompt_read(edge->terminal, "Forget network and key? Type yes: ", false, answer,
                    sizeof(answer)) != PROMPT_ANSWERED ||
        strcmp(answer, "yes") != 0) {
        say_line(edge, "Nothing was changed.");
        return NOT_DONE;
    }
    if (!edge->forget(edge->context)) {
        say_line(edge, "Not all could be forgotten: run idf.py erase-flash.");
        return NOT_DONE;
    }
    say_line(edge, "Forgotten. To leave no trace in the flash, run idf.py erase-flash.");
    return DONE;
}

static int run_refresh(const command_edge *edge)
{
    edge->refresh(edge->context);
    say_line(edge, "Asking. Type details for the outcome.");
    return DONE;
}

static int run_details(const command_edge *edge)
{
    command_report report;

    memset(&report, 0, sizeof(report));
    edge->report(edge->context, &report);
    report_text_write(&report, edge->terminal);
    return DONE;
}

const command commands[COMMAND_COUNT] = {
    {"wifi", "Set the Wi-Fi network and its password; asks for both.", run_wifi},
    {"key", "Set SecretId and SecretKey of the API; asks for both.", run_key},
    {"show", "Show what is set, without secrets.", run_show},
    {"forget", "Forget network and key.", run_forget},
    {"refresh", "Ask for the quota now.", run_refresh},
    {"details", "Tell all that is known about the latest call.", run_details},
};

int command_run(const command_edge *edge, int count, char **words)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(words[0], commands[i].name) != 0) {
            continue;
        }
        if (count > 1) {
            say_line(edge, "This command takes no words after it. Nothing was changed.");
            return NOT_DONE;
        }
        return commands[i].run(edge);
    }
    return NOT_DONE;
}
