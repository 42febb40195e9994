/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file report.h
 * Tells the console what came of a call, in lines that people and programs can read:
 *
 *     {"AgentName":"...", ...}     the answer or the error, a line of `tc3-quota --output jsonl`;
 *                                  but an error that the service did not explain has no Message
 *     call attempts=1 http=200 ... the details
 */
#ifndef FIRMWARE_REPORT_H
#define FIRMWARE_REPORT_H

#include "tc3/client.h"
#include "tc3/voucher_pool.h"

/** Report a call that ended with `status`; `pool` counts only if that is TC3_OK. */
void report_call(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details);

#endif
