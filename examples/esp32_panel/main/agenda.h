/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file agenda.h
 * What to do next: ask for the quota, tell the panel that something is missing, wait, or sleep.
 * Knows no platform: time, facts and random numbers come as arguments.
 */
#ifndef ESP32_PANEL_AGENDA_H
#define ESP32_PANEL_AGENDA_H

#include "tc3/status.h"

#include <stdbool.h>
#include <stdint.h>

/** Shortest interval between two calls, in milliseconds. */
#define AGENDA_INTERVAL_MIN_MS 10000u
/** Longest interval and longest pause, in milliseconds: a day. */
#define AGENDA_INTERVAL_MAX_MS 86400000u
/** A press of the button does not ask sooner than this many milliseconds after the last outcome. */
#define AGENDA_ASK_MS          5000u
/** After the network came back, calls of a fleet spread over this many milliseconds. */
#define AGENDA_SPREAD_MS       4000u
/** Longest `wait_ms` of a plan: facts are looked at again at least this often. */
#define AGENDA_LOOK_MS         1000u

/** How often to do what. Owned by the caller; must stay unchanged while the agenda is in use. */
typedef struct agenda_config {
    uint32_t interval_ms;   /**< from one good outcome to the next call */
    uint8_t jitter_percent; /**< the interval varies by this much either way, at most 50 */
    uint32_t retry_ms; /**< first pause after a fault that may pass; doubles, up to the interval */
    uint32_t refused_ms; /**< pause after an outcome that only a person can mend */
    uint32_t grace_ms;   /**< how long network or time may be missing before the panel says so */
    uint32_t show_ms;    /**< then sleep until the next call; 0: never sleep */
} agenda_config;

/** What the platform knows at the moment. */
typedef struct agenda_facts {
    tc3_status credentials; /**< TC3_OK, or why there are none: of the class config */
    bool has_network;       /**< an address */
    bool has_time;          /**< the wall clock is set */
    uint32_t random;        /**< any random number */
} agenda_facts;

/** What to do. */
typedef enum agenda_step {
    AGENDA_WAIT, /**< nothing for `wait_ms` milliseconds, unless facts change */
    AGENDA_TELL, /**< show `status`: what is missing */
    AGENDA_CALL, /**< make a call, then tell its outcome by agenda_call_ended() */
    AGENDA_SLEEP /**< sleep deeply for `wait_ms` milliseconds */
} agenda_step;

/** A step with what belongs to it. */
typedef struct agenda_plan {
    agenda_step step;
    uint32_t wait_ms;
    tc3_status status;
} agenda_plan;

/** An agenda. Private; placed by the caller. */
typedef struct agenda {
    const agenda_config *config;
    uint32_t since_ms;  /* since when the present condition holds: waiting, or missing */
    uint32_t pause_ms;  /* from the last outcome to the next call */
    uint32_t end_ms;    /* of the last outcome */
    tc3_status missing; /* TC3_OK: nothing is */
    uint8_t failures;   /* that may pass, in a row */
    bool has_ended;     /* there was an outcome */
    bool told;          /* `missing` was told */
    bool asked;         /* a person wants to know now */
} agenda;

/**
 * Start at `now_ms`, a monotonic time in milliseconds that may wrap, by `config`. `failures` is
 * what agenda_failures() said before a deep sleep, else 0. The first call is due at once.
 */
void agenda_init(agenda *plan, const agenda_config *config, uint8_t failures, uint32_t now_ms);

/**
 * How many milliseconds to keep a connection after an answer (tc3_config.keep_alive_ms), if
 * `usual_ms` is as long as a server commonly does: no longer than at all, where the next call comes
 * too late for it anyway.
 */
uint32_t agenda_keep_alive_ms(const agenda_config *config, uint32_t usual_ms);

/** What to do at `now_ms`. Each thing missing is told once. */
agenda_plan agenda_next(agenda *plan, const agenda_facts *facts, uint32_t now_ms);

/** A call ended with `status`; `random` is any random number. */
void agenda_call_ended(agenda *plan, tc3_status status, uint32_t random, uint32_t now_ms);

/** A person asks: the next call is due AGENDA_ASK_MS after the last outcome, if not sooner. */
void agenda_ask(agenda *plan);

/** Credentials or network settings changed: what was refused may be accepted now. */
void agenda_settings_changed(agenda *plan);

/** Faults in a row that may pass, to be kept over a deep sleep. */
uint8_t agenda_failures(const agenda *plan);

#endif
