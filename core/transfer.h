/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file transfer.h
 * The client's use of its io. Internal to the core.
 */
#ifndef TC3_TRANSFER_H
#define TC3_TRANSFER_H

#include "tc3/client.h"

/**
 * Call the io as the phase demands: connect, send or receive. Returns what it returned; `*moved` is
 * the number of bytes sent or received.
 */
tc3_status tc3_transfer(tc3_client *client, uint32_t remaining_ms, tc3_wait *wait, size_t *moved);

#endif
