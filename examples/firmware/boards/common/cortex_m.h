/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cortex_m.h
 * What the Cortex-M boards share: start-up, SysTick, sleep, and one interrupt for Ethernet. The
 * handlers only note that something happened; the main loop does the work. board.cmake defines
 * CORTEX_M_CLOCK_HZ, the CPU's clock, and CORTEX_M_ETHERNET_INTERRUPT, its number in the NVIC.
 */
#ifndef FIRMWARE_CORTEX_M_H
#define FIRMWARE_CORTEX_M_H

#include <stdbool.h>
#include <stdint.h>

/** Start SysTick. */
void cortex_m_start_clock(void);

/** Let the Ethernet controller interrupt. */
void cortex_m_start_ethernet_interrupt(void);

/** SysTick's handler: a period has passed. */
void cortex_m_clock_interrupt(void);

/** From the board's Ethernet driver: the handler; makes the controller's interrupt line quiet. */
void ethernet_interrupt(void);

/** From the same: let the next frame raise the line; true if one is there already. */
bool ethernet_expect_frame(void);

#endif
