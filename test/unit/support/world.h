/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file world.h
 * A client with all it needs to live: server, clock, random source, credentials, and a time of its
 * own, which passes only as fast as the client waits.
 */
#ifndef WORLD_H
#define WORLD_H

#include "fake_io.h"
#include "fake_platform.h"
#include "sent_request.h"

#include "tc3/client.h"
#include "tc3/voucher_pool.h"

/** The wall clock's time at the start: 2026-11-23 06:29:55 UTC. */
#define WORLD_TIME 1795415395u
/** The same as an HTTP date. */
#define WORLD_DATE "Mon, 23 Nov 2026 06:29:55 GMT"
/** The official example answer. */
#define WORLD_EXAMPLE                                                                     \
    "{\"Response\":{\"TotalQuota\":0,\"IssuedNum\":0,\"RemainingQuota\":0,\"RequestId\":" \
    "\"11a37bf2-7d12-429f-8d25-c7df44dcc434\",\"AccountType\":0,"                         \
    "\"AgentName\":\"Company Name\"}}"
/** The body of an API error. */
#define WORLD_ERROR(code) \
    "{\"Response\":{\"Error\":{\"Code\":\"" code "\",\"Message\":\"m\"},\"RequestId\":\"r-1\"}}"
/** Headers of an ordinary answer. */
#define WORLD_HEADERS "Server: nginx\r\nContent-Type: application/json\r\n"
/** Steps after which a call counts as hanging. */
#define WORLD_STEPS   20000u

/** All of it. What a test may set is in the members' own structs, and: */
typedef struct world {
    tc3_client client;
    tc3_config config;
    fake_io server;
    fake_clock clock;
    fake_random random;
    fake_credentials credentials;
    tc3_voucher_pool pool;
    const tc3_action *action; /**< what world_start() calls */
    void *result;             /**< its result */
    uint32_t now_ms;          /**< monotonic time */
    bool is_impatient;        /**< steps every millisecond, whatever the client waits for */
    uint32_t step_limit;
    tc3_wait wait;       /**< of the latest step */
    uint32_t started_ms; /**< when the latest call was started */
    uint32_t steps;      /**< of the latest call */
} world;

/** A test that has a fresh world and leaves it in order. */
#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, world_setup, world_teardown)

/** The only one: it is too large for a stack. */
extern world the_world;

/** cmocka setup: a healthy world without answers, and the client set up in it. */
int world_setup(void **state);

/** cmocka teardown: world_end(). */
int world_teardown(void **state);

/** Close the client; all connections are closed, all is given back, no contract was broken. */
void world_end(void);

/** world_end(), and a fresh world as world_setup() makes it, for a test of many calls. */
void world_renew(void);

/** Set up the client again after the configuration was changed. */
void world_init_client(void);

/** Add a good answer to the server. */
fake_answer *world_add_example(void);

/** Add an answer with an API error in it. */
#define world_add_error(code) \
    fake_io_reply(&the_world.server, "200 OK", WORLD_HEADERS, WORLD_ERROR(code))

/** Start a call, which must be accepted. The result is garbage before. */
void world_start(void);

/** One step, with checks of what holds for each; time does not pass. */
tc3_status world_step(void);

/** Let the time pass that the latest step asked for. */
void world_wait(void);

/** Step until there is an outcome. */
tc3_status world_finish(void);

/** Start and finish a call. */
tc3_status world_call(void);

/** The pool must hold WORLD_EXAMPLE. */
void world_check_example(const char *label);

/** The pool must hold nothing. */
void world_check_no_result(const char *label);

/** Request `index`, from 0, which must have arrived whole with a genuine signature. */
void world_request(size_t index, sent_request *request);

/** What is known about the latest call. */
const tc3_details *world_details(void);

#endif
