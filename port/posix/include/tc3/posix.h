/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file posix.h
 * A POSIX system for the client: its clocks, its random bytes, credentials from the environment,
 * waiting by poll(), and a call that blocks. All but tc3_posix_call() may be used from any thread.
 *
 * fork(): the parent goes on as if nothing had happened, whatever it has under way. The child may
 * make calls with a client, TLS layer and socket that it initialises itself, at any time. Those
 * that the parent was using share its connection and its random state: the child must not make or
 * go on with calls on them. POSIX leaves open whether the child of a process with threads can look
 * up names; where getaddrinfo() hangs in it, the call ends at its deadline.
 */
#ifndef TC3_POSIX_H
#define TC3_POSIX_H

#include "tc3/client.h"
#include "tc3/platform.h"
#include "tc3/socket.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The system's wall clock (CLOCK_REALTIME). Unknown if not between 1970 and 2106. */
const tc3_clock *tc3_posix_clock(void);

/**
 * The system's random bytes, fit for keys: getrandom() on Linux, else /dev/urandom. Does not block:
 * a Linux that has not gathered entropy yet, seconds after booting, gives TC3_ERROR_CONFIG_RANDOM.
 */
const tc3_random *tc3_posix_random(void);

/**
 * The key pair in the environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY,
 * with TENCENTCLOUD_TOKEN for a temporary one: the names that Tencent Cloud's own tools use. They
 * are lent where they are, without a copy, and must stay as they are from the first call on. If one
 * of the first two is not set or empty, the call ends with TC3_ERROR_CONFIG_CREDENTIALS. The pair
 * signs as it is: a role that TENCENTCLOUD_ROLE_ARN names, as for tccli, is not assumed.
 */
const tc3_credential_source *tc3_posix_environment_credentials(void);

/**
 * Monotonic milliseconds that wrap at 2^32: the `now_ms` of the client. Time that the machine is
 * suspended counts where the system can tell it (CLOCK_BOOTTIME), else CLOCK_MONOTONIC serves. A
 * process stays with the clock that its first call found to work; should that one fail later, the
 * process is aborted, for nothing would ever end again.
 */
uint32_t tc3_posix_now_ms(void);

/**
 * Sleep until `wait` is met on `socket`'s connection, but at most `limit_ms` milliseconds
 * (TC3_WAIT_FOREVER: no such limit), so that a display can be refreshed. A signal ends it early.
 * poll() does not count time that the machine is suspended, but tc3_posix_now_ms() does: with a
 * limit of a second, a deadline that passed meanwhile is noticed as soon after waking up.
 */
void tc3_posix_wait(const tc3_socket *socket, const tc3_wait *wait, uint32_t limit_ms);

/**
 * Make one call and block until its outcome, which it returns: tc3_client_start(), then
 * tc3_client_step() and tc3_posix_wait() in turn. `socket` is the one below the client's TLS layer;
 * `result` is as for tc3_client_start(). The call's total deadline bounds it.
 */
tc3_status tc3_posix_call(tc3_client *client, const tc3_socket *socket, const tc3_action *action,
                          void *result);

#ifdef __cplusplus
}
#endif

#endif
