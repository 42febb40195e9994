/* SPDX-License-Identifier: Apache-2.0 */
/* The console on the 16550 UART. */
#include "boards/board.h"

#define UART_DATA    (*(volatile uint8_t *)0x10000000u)
#define UART_STATUS  (*(volatile uint8_t *)0x10000005u)
#define HAS_RECEIVED 0x01u
#define IS_IDLE      0x40u

void board_start(void)
{
}

/* Waits until it is out, for the emulator may end after it. */
void board_console_put(char character)
{
    UART_DATA = (uint8_t)character;
    while ((UART_STATUS & IS_IDLE) == 0) {
    }
}

bool board_console_get(char *character)
{
    if ((UART_STATUS & HAS_RECEIVED) == 0) {
        return false;
    }
    *character = (char)UART_DATA;
    return true;
}
