/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file measure.h
 * What a call costs in ticks of the board's clock: repeatable under `qemu -icount`, where a tick is
 * a fixed number of instructions. Time asleep and in lwIP's input does not count.
 */
#ifndef FIRMWARE_MEASURE_H
#define FIRMWARE_MEASURE_H

#include "tc3/client.h"

/** The stream to give to the client: passes everything on to `inner` and times it. */
const tc3_io *measure_io(const tc3_io *inner);

/** Do tc3_client_step() and time it. */
tc3_status measure_step(tc3_client *client, uint32_t now_ms, tc3_wait *wait);

/**
 * Write what the calls since the last report cost, in ticks: "cost rate=TICKS-A-SECOND
 * connect=.. send=.. receive=.. close=.." for what was below the client (TCP and TLS), and
 * "sign=.. write=.. read=.." for the client's own work in these phases: signing, writing the
 * request, and parsing the answer; "longest=.." is the longest single step.
 */
void measure_report(void);

#endif
