/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file proxy.h
 * The way from the device to servers on this host: a connection to any TCP port of the gateway goes
 * to the same port of the loopback address of its family, and whatever happens there happens to it:
 * refusal, bytes, the end, a reset.
 */
#ifndef TC3_TEST_PROXY_H
#define TC3_TEST_PROXY_H

#include "wire.h"

#include <poll.h>

/** Most connections at a time. */
#define PROXY_CONNECTIONS 8

/** Look at a frame from the device before lwIP gets it. */
void proxy_watch(const wire_message *message);

/** Fill in what the connections wait for; returns how many entries were used. */
size_t proxy_prepare(struct pollfd entries[PROXY_CONNECTIONS]);

/** Go on with all connections. */
void proxy_run(void);

#endif
