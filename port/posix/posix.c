/* SPDX-License-Identifier: Apache-2.0 */
#include "socket_platform.h"

#include "tc3/posix.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#if defined(__linux__)
#include <sys/random.h>
#endif

/** Longest sleep of a call at a time: poll() does not count time that a machine is suspended. */
#define SLICE_MS                    1000u
#define MILLISECONDS_PER_SECOND     1000u
#define NANOSECONDS_PER_MILLISECOND 1000000

static bool unix_time(void *context, uint32_t *seconds)
{
    struct timespec now;
    (void)context;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0 || now.tv_sec < 0 ||
        (uint64_t)now.tv_sec > UINT32_MAX) {
        return false;
    }
    *seconds = (uint32_t)now.tv_sec;
    return true;
}

const tc3_clock *tc3_posix_clock(void)
{
    static const tc3_clock clock = {NULL, unix_time};
    return &clock;
}

static bool fill_from_device(uint8_t *bytes, size_t length)
{
    const int descriptor = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    size_t filled = 0;
    while (filled < length) {
        const ssize_t count = read(descriptor, bytes + filled, length - filled);
        if (count > 0) {
            filled += (size_t)count;
        } else if (count == 0 || errno != EINTR) {
            break;
        }
    }
    (void)close(descriptor);
    return filled == length;
}

static tc3_status fill_random(void *context, uint8_t *bytes, size_t length)
{
    (void)context;
#if defined(__linux__)
    while (length > 0) {
        const ssize_t count = getrandom(bytes, length, GRND_NONBLOCK);
        if (count > 0) {
            bytes += count;
            length -= (size_t)count;
        } else if (errno == ENOSYS) {
            break;
        } else if (errno != EINTR) {
            return TC3_ERROR_CONFIG_RANDOM;
        }
    }
#endif
    if (length > 0 && !fill_from_device(bytes, length)) {
        return TC3_ERROR_CONFIG_RANDOM;
    }
    return TC3_OK;
}

const tc3_random *tc3_posix_random(void)
{
    static const tc3_random random = {NULL, fill_random};
    return &random;
}

/**
 * What the time is taken from, from best to worst: the first one goes on while the machine is
 * suspended, or an old number would look fresh after it. The headers may know a clock that the
 * kernel does not; a process goes by one clock alone.
 */
static const clockid_t clocks[] = {
#ifdef CLOCK_BOOTTIME
    CLOCK_BOOTTIME,
#endif
    CLOCK_MONOTONIC,
    CLOCK_REALTIME,
};

static clockid_t chosen_clock;

static void choose_clock(void)
{
    struct timespec now;
    size_t i = 0;
    while (i + 1 < sizeof(clocks) / sizeof(clocks[0]) && clock_gettime(clocks[i], &now) != 0) {
        i++;
    }
    chosen_clock = clocks[i];
}

uint32_t tc3_posix_now_ms(void)
{
    static pthread_once_t choosing = PTHREAD_ONCE_INIT;
    struct timespec now;
    if (pthread_once(&choosing, choose_clock) != 0 || clock_gettime(chosen_clock, &now) != 0) {
        /* Time that stands still is a deadline that never comes: better an end than a hang. */
        abort();
    }
    return (uint32_t)now.tv_sec * MILLISECONDS_PER_SECOND +
           (uint32_t)(now.tv_nsec / NANOSECONDS_PER_MILLISECOND);
}

/** Milliseconds as poll() wants them: negative is no limit. */
static int poll_timeout(uint32_t milliseconds)
{
    if (milliseconds == TC3_WAIT_FOREVER) {
        return -1;
    }
    return milliseconds > (uint32_t)INT_MAX ? INT_MAX : (int)milliseconds;
}

void tc3_posix_wait(const tc3_socket *socket, const tc3_wait *wait, uint32_t limit_ms)
{
    struct pollfd entry = {.fd = -1};
    if (wait->events != 0) {
        entry.fd = tc3_socket_descriptor(socket);
        entry.events = (short)(((wait->events & TC3_WAIT_READABLE) != 0 ? POLLIN : 0) |
                               ((wait->events & TC3_WAIT_WRITABLE) != 0 ? POLLOUT : 0));
    }
    (void)poll(&entry, 1, poll_timeout(wait->timeout_ms < limit_ms ? wait->timeout_ms : limit_ms));
}

tc3_status tc3_posix_call(tc3_client *client, const tc3_socket *socket, const tc3_action *action,
                          void *result)
{
    tc3_wait wait;
    tc3_status status = tc3_client_start(client, action, result, tc3_posix_now_ms());
    while (status == TC3_PENDING) {
        status = tc3_client_step(client, tc3_posix_now_ms(), &wait);
        if (status == TC3_PENDING) {
            tc3_posix_wait(socket, &wait, SLICE_MS);
        }
    }
    return status;
}
