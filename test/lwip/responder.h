/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file responder.h
 * The gateway's name server and time server.
 */
#ifndef TC3_TEST_RESPONDER_H
#define TC3_TEST_RESPONDER_H

/** Has an A and an AAAA record, both of the gateway. */
#define NAME_BOTH           "both.test"
/** Has an A record of the gateway. */
#define NAME_FOUR           "four.test"
/** Has an AAAA record of the gateway. */
#define NAME_SIX            "six.test"
/** Has an A record of nobody and an AAAA record of the gateway. */
#define NAME_DEAD_FOUR      "dead-four.test"
/** Has an A record of the gateway and an AAAA record of nobody. */
#define NAME_DEAD_SIX       "dead-six.test"
/** Has an A record of nobody. */
#define NAME_DEAD_ONLY_FOUR "dead-only-four.test"
/** Has an A and an AAAA record of nobody. */
#define NAME_DEAD           "dead.test"
/** Has the records 0.0.0.0 and "::". */
#define NAME_ZERO           "zero.test"
/** Does not exist. */
#define NAME_MISSING        "missing.test"
/** Is not answered. */
#define NAME_SILENT         "silent.test"
/** Has the records of NAME_DEAD; they come NAME_LATE_MS later. */
#define NAME_LATE           "late.test"
#define NAME_LATE_MS        700u

/**
 * What the time server says, Unix seconds: 2026-11-23 12:00:00 UTC. Before and after it come forged
 * answers, a day too early and too late: from the same place, but without the stamp of the request.
 */
#define TIME_SERVER_SECONDS 1795435200u

/**
 * How often the time server does not know the time yet: to the first requests it gives answers that
 * each say so in another way, with a time that is wrong by a day.
 */
#define TIME_SERVER_STARTS 3

/** Start both. */
void responder_start(void);

#endif
