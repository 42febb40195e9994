/* SPDX-License-Identifier: Apache-2.0 */
#include "usage.h"

#include "boards/board.h"
#include "console.h"
#include "tc3/mbedtls.h"

#include "lwip/memp.h"
#include "lwip/stats.h"

#define PAINT  0x5ac35ac3u
#define MARGIN 64u /* bytes below a local variable that this function itself may use */

void usage_paint_stack(void)
{
    volatile uint32_t here;
    const uintptr_t end = (uintptr_t)&here - MARGIN;
    volatile uint32_t *word;

    for (word = firmware_stack_bottom; (uintptr_t)word < end; word++) {
        *word = PAINT;
    }
}

static uint32_t stack_peak(void)
{
    const volatile uint32_t *word = firmware_stack_bottom;

    while (word < firmware_stack_top && *word == PAINT) {
        word++;
    }
    return (uint32_t)((uintptr_t)firmware_stack_top - (uintptr_t)word);
}

static void write_use(const char *name, uint32_t used, uint32_t size)
{
    console_pair(name, used);
    board_console_put('/');
    console_number(size);
}

static void write_pool(const char *name, memp_t pool)
{
    write_use(name, lwip_stats.memp[pool]->max, lwip_stats.memp[pool]->avail);
}

/** Allocations that lwIP's heap and pools refused, but for frames, which wait in the controller. */
static uint32_t refused(void)
{
    uint32_t count = lwip_stats.mem.err;
    unsigned pool;

    for (pool = 0; pool < MEMP_MAX; pool++) {
        count += pool == MEMP_PBUF_POOL ? 0u : lwip_stats.memp[pool]->err;
    }
    return count;
}

void usage_report(void)
{
    const tc3_mbedtls_arena_usage arena = tc3_mbedtls_get_arena_usage();

    console_text("memory");
    write_use("stack", stack_peak(),
              (uint32_t)((uintptr_t)firmware_stack_top - (uintptr_t)firmware_stack_bottom));
    write_use("arena", (uint32_t)arena.peak, (uint32_t)arena.size);
    write_use("arena_now", (uint32_t)arena.used, (uint32_t)arena.size);
    write_use("lwip_heap", (uint32_t)lwip_stats.mem.max, (uint32_t)lwip_stats.mem.avail);
    write_pool("lwip_frames", MEMP_PBUF_POOL);
    write_pool("lwip_tcp", MEMP_TCP_PCB);
    write_pool("lwip_segments", MEMP_TCP_SEG);
    write_pool("lwip_timers", MEMP_SYS_TIMEOUT);
    console_pair("lwip_refused", refused());
    console_end_line();
}
