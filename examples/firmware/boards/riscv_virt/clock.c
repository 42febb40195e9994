/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time by the machine timer of the CLINT, and sleep. Interrupts stay disabled for good: a pending
 * one that is enabled by itself (mie) ends WFI all the same, and the main loop looks what there is
 * to do.
 */
#include "boards/board.h"
#include "virtio.h"

#define TIME_LOW         (*(volatile uint32_t *)0x0200bff8u)
#define TIME_HIGH        (*(volatile uint32_t *)0x0200bffcu)
#define COMPARE_LOW      (*(volatile uint32_t *)0x02004000u)
#define COMPARE_HIGH     (*(volatile uint32_t *)0x02004004u)
#define CLOCK_HZ         10000000u
#define SLEEP_TICKS      (CLOCK_HZ / 100u)
#define TIMER_AND_DEVICE "0x880" /* mie: machine timer and external interrupts */

uint64_t board_ticks(void)
{
    uint32_t high;
    uint32_t low;

    do {
        high = TIME_HIGH;
        low = TIME_LOW;
    } while (high != TIME_HIGH);
    return (uint64_t)high << 32 | low;
}

uint32_t board_tick_rate(void)
{
    return CLOCK_HZ;
}

uint32_t board_now_ms(void)
{
    return (uint32_t)(board_ticks() / (CLOCK_HZ / 1000u));
}

static void wake_at(uint64_t ticks)
{
    COMPARE_HIGH = UINT32_MAX; /* so that no half-written time is reached */
    COMPARE_LOW = (uint32_t)ticks;
    COMPARE_HIGH = (uint32_t)(ticks >> 32);
}

void board_sleep(void)
{
    wake_at(board_ticks() + SLEEP_TICKS);
    __asm__ volatile(".option push\n"
                     ".option arch, +zicsr\n"
                     "li t0, " TIMER_AND_DEVICE "\n"
                     "csrs mie, t0\n"
                     ".option pop\n"
                     "wfi\n" ::
                         : "t0", "memory");
    virtio_acknowledge();
}
