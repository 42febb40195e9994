/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file commands.h
 * The commands of the serial console. Know no platform: what they need of it comes through a table
 * of functions. No command takes a secret as an argument, where the line editor would show it and
 * keep it in its history: they ask for it instead.
 */
#ifndef ESP32_PANEL_COMMANDS_H
#define ESP32_PANEL_COMMANDS_H

#include "prompt.h"
#include "settings.h"
#include "tc3/client.h"
#include "tc3/voucher_pool.h"

#include <stdint.h>

/** What is known about the device and its latest call, for `details`. */
typedef struct command_report {
    bool has_outcome;
    tc3_status status;     /**< of the latest call, or what was missing for one */
    uint32_t age_s;        /**< seconds since then */
    tc3_details details;   /**< of the latest call */
    bool has_handshake;    /**< a TLS handshake ended in its latest attempt */
    tc3_voucher_pool pool; /**< of the latest good call */
    bool has_pool;
    uint32_t pool_age_s; /**< seconds since the latest good call */
    bool has_network;
    bool has_time;
    uint32_t arena_peak; /**< bytes of the TLS arena ever in use */
    uint32_t arena_size; /**< bytes of the TLS arena */
    uint32_t stack_left; /**< bytes of the worker's stack never used */
    uint32_t heap_left;  /**< least bytes of heap ever free; 0: not known */
} command_report;

/** What the commands need of the platform. Each function gets `context`. */
typedef struct command_edge {
    terminal *terminal;
    void *context;
    bool (*load_wifi)(void *context, wifi_settings *wifi);        /**< false: there is none */
    bool (*store_wifi)(void *context, const wifi_settings *wifi); /**< and use it from now on */
    /** TC3_ERROR_CONFIG_CREDENTIALS: there is none; otherwise it cannot be read. */
    tc3_status (*load_secret_id)(void *context, char secret_id[SETTINGS_CREDENTIAL_SIZE]);
    bool (*store_key)(void *context, const key_settings *key); /**< and use it from now on */
    bool (*forget)(void *context); /**< all of the above; a storage with a fault is erased */
    const char *(*storage_fault)(void *context); /**< why it cannot be read; NULL: it can */
    bool (*is_encrypted)(void *context);         /**< the storage is */
    void (*refresh)(void *context);              /**< ask the API now */
    void (*report)(void *context, command_report *report);
} command_edge;

/** A command. It takes no words after its name. */
typedef struct command {
    const char *name;
    const char *help;                     /**< one sentence */
    int (*run)(const command_edge *edge); /**< 0: done, 1: not done */
} command;

/** The commands; COMMAND_COUNT of them. */
#define COMMAND_COUNT 6
extern const command commands[COMMAND_COUNT];

/**
 * Run the command whose name is the first of `count` words, as esp_console gives them. 0: done, 1:
 * not done, and the user was told why; more words than the name are refused. Also 1 if there is no
 * such command, of which the user is not told.
 */
int command_run(const command_edge *edge, int count, char **words);

#endif
