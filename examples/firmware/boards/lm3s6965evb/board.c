/* SPDX-License-Identifier: Apache-2.0 */
/* The console on UART0. */
#include "boards/board.h"
#include "boards/common/cortex_m.h"

#define CLOCK_GATING_1  (*(volatile uint32_t *)0x400fe104u) /* RCGC1 */
#define CLOCK_GATING_2  (*(volatile uint32_t *)0x400fe108u) /* RCGC2 */
#define CLOCK_UART_0    0x1u
#define CLOCK_PORT_A    0x1u
#define CLOCK_ETHERNET  0x50000000u /* controller and PHY */
#define PORT_A_FUNCTION (*(volatile uint32_t *)0x40004420u)
#define PORT_A_DIGITAL  (*(volatile uint32_t *)0x4000451cu)
#define PINS_OF_UART    0x3u

#define UART_DATA     (*(volatile uint32_t *)0x4000c000u)
#define UART_FLAGS    (*(volatile uint32_t *)0x4000c018u)
#define UART_DIVISOR  (*(volatile uint32_t *)0x4000c024u)
#define UART_FRACTION (*(volatile uint32_t *)0x4000c028u)
#define UART_LINE     (*(volatile uint32_t *)0x4000c02cu)
#define UART_CONTROL  (*(volatile uint32_t *)0x4000c030u)
#define RECEIVED_NONE 0x10u
#define TRANSMIT_FULL 0x20u
#define LINE_8N1_FIFO 0x70u
#define CONTROL_ON    0x301u

/* 115200 baud from 12 MHz: 12,000,000 / (16 * 115,200) is 6 and 33/64. */
#define DIVISOR  6u
#define FRACTION 33u

static void console_start(void)
{
    CLOCK_GATING_1 |= CLOCK_UART_0;
    CLOCK_GATING_2 |= CLOCK_PORT_A | CLOCK_ETHERNET;
    PORT_A_FUNCTION |= PINS_OF_UART;
    PORT_A_DIGITAL |= PINS_OF_UART;
    UART_DIVISOR = DIVISOR;
    UART_FRACTION = FRACTION;
    UART_LINE = LINE_8N1_FIFO;
    UART_CONTROL = CONTROL_ON;
}

void board_start(void)
{
    console_start();
    cortex_m_start_clock();
}

void board_console_put(char character)
{
    while ((UART_FLAGS & TRANSMIT_FULL) != 0) {
    }
    UART_DATA = (uint8_t)character;
}

bool board_console_get(char *character)
{
    if ((UART_FLAGS & RECEIVED_NONE) != 0) {
        return false;
    }
    *character = (char)(UART_DATA & 0xffu);
    return true;
}
