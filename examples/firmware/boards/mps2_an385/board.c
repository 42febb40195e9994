/* SPDX-License-Identifier: Apache-2.0 */
/* The console on UART0 (CMSDK APB UART). */
#include "boards/board.h"
#include "boards/common/cortex_m.h"

#define UART_DATA     (*(volatile uint32_t *)0x40004000u)
#define UART_STATE    (*(volatile uint32_t *)0x40004004u)
#define UART_CONTROL  (*(volatile uint32_t *)0x40004008u)
#define UART_DIVISOR  (*(volatile uint32_t *)0x40004010u)
#define TRANSMIT_FULL 0x1u
#define HAS_RECEIVED  0x2u
#define CONTROL_ON    0x3u
#define BAUD_RATE     115200u

void board_start(void)
{
    UART_DIVISOR = CORTEX_M_CLOCK_HZ / BAUD_RATE;
    UART_CONTROL = CONTROL_ON;
    cortex_m_start_clock();
}

/* Waits until it is out, for the emulator may end after it. */
void board_console_put(char character)
{
    UART_DATA = (uint8_t)character;
    while ((UART_STATE & TRANSMIT_FULL) != 0) {
    }
}

bool board_console_get(char *character)
{
    if ((UART_STATE & HAS_RECEIVED) == 0) {
        return false;
    }
    *character = (char)(UART_DATA & 0xffu);
    return true;
}
