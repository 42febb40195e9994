/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/lwip.h"

#include "lwip_seam.h"

#define MS_PER_SECOND 1000u

/* The Unix time at a time of sys_now(). Moved forward at every reading, so that sys_now() may wrap
 * between two readings. */
static uint32_t known_seconds;
static uint32_t known_at_ms;
static bool is_known;

uint32_t tc3_lwip_now_ms(void)
{
    return sys_now();
}

void tc3_lwip_set_unix_time(uint32_t seconds)
{
    known_seconds = seconds;
    known_at_ms = sys_now();
    is_known = true;
}

/** Count the time since the last reading. */
static void carry_forward(void)
{
    const uint32_t elapsed_seconds = (sys_now() - known_at_ms) / MS_PER_SECOND;
    known_seconds += elapsed_seconds;
    known_at_ms += elapsed_seconds * MS_PER_SECOND;
}

static bool unix_time(void *context, uint32_t *seconds)
{
    (void)context;
    TC3_LWIP_LOCK();
    const bool is_there = is_known;
    if (is_there) {
        carry_forward();
        *seconds = known_seconds;
    }
    TC3_LWIP_UNLOCK();
    return is_there;
}

const tc3_clock *tc3_lwip_clock(void)
{
    static const tc3_clock clock = {NULL, unix_time};
    return &clock;
}
