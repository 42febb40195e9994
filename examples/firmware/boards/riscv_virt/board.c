/* SPDX-License-Identifier: Apache-2.0 */
/* The console on the 16550 UART. */
#include "boards/board.h"

#define UART_DATA    (*(volatile uint8_t *)0x10000000u)
#define UART_STATUS  (*(volatile uint8_t *)0x10000005u)
#define HAS_RECEIVED 0x01u
#define CAN_TRANSMIT 0x20u

void board_start(void)
{
}

void board_console_put(char character)
{
    while ((UART_STATUS & CAN_TRANSMIT) == 0) {
    }
    UART_DATA = (uint8_t)character;
}

bool board_console_get(char *character)
{
    if ((UART_STATUS & HAS_RECEIVED) == 0) {
        return false;
    }
    *character = (char)UART_DATA;
    return true;
}
