/* SPDX-License-Identifier: Apache-2.0 */
/* Time by SysTick, sleep, and the Ethernet controller's interrupt. */
#include "boards/board.h"
#include "cortex_m.h"

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xe000e010u)
#define SYSTICK_RELOAD  (*(volatile uint32_t *)0xe000e014u)
#define SYSTICK_CURRENT (*(volatile uint32_t *)0xe000e018u)
#define SYSTICK_ON      7u /* enabled, with interrupt, from the CPU's clock */

#define NVIC_ENABLE ((volatile uint32_t *)0xe000e100u)

#define PERIOD_MS    10u
#define TICKS_A_MS   (CORTEX_M_CLOCK_HZ / 1000u)
#define PERIOD_TICKS (TICKS_A_MS * PERIOD_MS)

static volatile uint32_t periods;
static volatile bool period_ended;

void cortex_m_start_clock(void)
{
    SYSTICK_RELOAD = PERIOD_TICKS - 1;
    SYSTICK_CURRENT = 0;
    SYSTICK_CONTROL = SYSTICK_ON;
}

void cortex_m_start_ethernet_interrupt(void)
{
    NVIC_ENABLE[CORTEX_M_ETHERNET_INTERRUPT / 32] = 1u << CORTEX_M_ETHERNET_INTERRUPT % 32;
}

void cortex_m_clock_interrupt(void)
{
    periods++;
    period_ended = true;
}

/**
 * Whole periods, and ticks of the one that runs. The counter begins anew a little before its
 * interrupt is counted, in QEMU on a busy host by milliseconds: then the latest time stands still,
 * as one that goes back would be taken for the end of every deadline.
 */
static uint32_t read_clock(uint32_t *ticks)
{
    static uint32_t latest_whole;
    static uint32_t latest_ticks;
    uint32_t whole;

    do {
        whole = periods;
        *ticks = PERIOD_TICKS - 1 - SYSTICK_CURRENT;
    } while (whole != periods);
    if (whole == latest_whole && *ticks < latest_ticks) {
        *ticks = latest_ticks;
    }
    latest_whole = whole;
    latest_ticks = *ticks;
    return whole;
}

uint32_t board_now_ms(void)
{
    uint32_t ticks;
    const uint32_t whole = read_clock(&ticks);

    return whole * PERIOD_MS + ticks / TICKS_A_MS;
}

uint64_t board_ticks(void)
{
    uint32_t ticks;
    const uint32_t whole = read_clock(&ticks);

    return (uint64_t)whole * PERIOD_TICKS + ticks;
}

uint32_t board_tick_rate(void)
{
    return CORTEX_M_CLOCK_HZ;
}

/* An interrupt that is pending ends WFI even while it is masked, so none is lost between the check
 * and the sleep. */
void board_sleep(void)
{
    __asm__ volatile("cpsid i" ::: "memory");
    if (!ethernet_expect_frame() && !period_ended) {
        __asm__ volatile("wfi" ::: "memory");
    }
    period_ended = false;
    __asm__ volatile("cpsie i" ::: "memory");
}
