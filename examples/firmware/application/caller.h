/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file caller.h
 * The library put together: client over TLS over lwIP, and one QueryVoucherPool after the other.
 */
#ifndef FIRMWARE_CALLER_H
#define FIRMWARE_CALLER_H

#include "tc3/client.h"
#include "tc3/voucher_pool.h"

/** Set everything up by the settings. TC3_OK, or why it cannot work. */
tc3_status caller_start(void);

/** Begin a call. TC3_PENDING, or an error. */
tc3_status caller_begin(uint32_t now_ms);

/** Do a bounded piece of it; as tc3_client_step(). */
tc3_status caller_step(uint32_t now_ms, tc3_wait *wait);

/** Between calls: let go of a connection that the server has closed, or that is of no use. */
void caller_idle(uint32_t now_ms);

/** The result of the latest call, and its details. */
const tc3_voucher_pool *caller_pool(void);
const tc3_details *caller_details(void);

/** Close the connection and wipe the keys. */
void caller_stop(void);

#endif
