/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file transfer.h
 * The client's use of its io. Internal to the core.
 */
#ifndef TC3_TRANSFER_H
#define TC3_TRANSFER_H

#include "tc3/client.h"

/** Go on with connecting, which may take `remaining_ms`. Returns what the io returned. */
tc3_status tc3_open(tc3_client *client, uint32_t remaining_ms, tc3_wait *wait);

/**
 * Send or receive, as the phase demands. Returns what the io returned; `*moved` is the number of
 * bytes.
 */
tc3_status tc3_transfer(tc3_client *client, tc3_wait *wait, size_t *moved);

#endif
