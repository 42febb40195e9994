/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "host.h"

#include "lwip/sys.h"

#include <stdbool.h>
#include <time.h>

static uint32_t virtual_now = HOST_TIME_START;
static bool is_real;
static uint32_t random_state = 1;

void host_set_time(uint32_t now_ms)
{
    virtual_now = now_ms;
}

void host_use_real_time(void)
{
    is_real = true;
}

u32_t sys_now(void)
{
    struct timespec now;
    if (!is_real) {
        return virtual_now;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (u32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

void host_seed(uint32_t seed)
{
    random_state = seed;
}

uint32_t host_next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

uint32_t host_random(void)
{
    return host_next_random(&random_state);
}
