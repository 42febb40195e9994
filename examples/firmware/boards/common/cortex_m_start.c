/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors, reset and faults of a Cortex-M. */
#include "boards/board.h"
#include "cortex_m.h"
#include "start.h"

#define FAULT_STATUS  (*(volatile uint32_t *)0xe000ed28u) /* CFSR */
#define FAULT_ADDRESS (*(volatile uint32_t *)0xe000ed38u) /* BFAR */

void start(void);
void fault(void);
void report_fault(void) __attribute__((noreturn));

void start(void)
{
    start_program();
}

void report_fault(void)
{
    start_report_fault(FAULT_STATUS, FAULT_ADDRESS);
}

/** The stack may be what is broken: begin it anew. */
__attribute__((naked)) void fault(void)
{
    __asm__ volatile("ldr r0, =firmware_stack_top\n"
                     "mov sp, r0\n"
                     "b report_fault\n");
}

typedef void (*vector)(void);

#define FIRST_EXTERNAL 16
#define VECTOR_COUNT   (FIRST_EXTERNAL + CORTEX_M_ETHERNET_INTERRUPT + 1)

/** What the CPU reads at reset: the stack pointer and the handlers. */
typedef struct vector_table {
    uint32_t *stack_top;
    vector handlers[VECTOR_COUNT - 1];
} vector_table;

__attribute__((section(".start"), used)) static const vector_table vectors = {
    firmware_stack_top,
    {
        [1 - 1] = start,
        [2 - 1] = fault, /* NMI */
        [3 - 1] = fault,
        [4 - 1] = fault,
        [5 - 1] = fault,
        [6 - 1] = fault,
        [15 - 1] = cortex_m_clock_interrupt,
        [FIRST_EXTERNAL + CORTEX_M_ETHERNET_INTERRUPT - 1] = ethernet_interrupt,
    },
};
