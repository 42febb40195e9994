/* SPDX-License-Identifier: Apache-2.0 */
/* Reset and traps of RISC-V in machine mode. No interrupt is ever taken: see clock.c. */
#include "boards/common/start.h"
#include "boards/board.h"

void start(void);
void trap(void);
void report_trap(uint32_t cause, uint32_t place) __attribute__((noreturn));

/*
 * Flash is made read-only by a locked entry of the physical memory protection (which binds machine
 * mode, too): 256 KiB at 0x80000000, so that a stack that leaves RAM downwards faults.
 */
__attribute__((naked, section(".start"))) void start(void)
{
    __asm__ volatile(".option push\n"
                     ".option norelax\n"
                     ".option arch, +zicsr\n"
                     "la gp, __global_pointer$\n"
                     "la sp, firmware_stack_top\n"
                     "la t0, trap\n"
                     "csrw mtvec, t0\n"
                     "li t0, 0x20007fff\n" /* (address >> 2) | (size / 8 - 1) */
                     "csrw pmpaddr0, t0\n"
                     "li t0, 0x9d\n" /* locked, power-of-two region, execute and read */
                     "csrw pmpcfg0, t0\n"
                     ".option pop\n"
                     "j start_program\n");
}

void report_trap(uint32_t cause, uint32_t place)
{
    start_report_fault(cause, place);
}

/** The stack may be what is broken: begin it anew. */
__attribute__((naked, aligned(4))) void trap(void)
{
    __asm__ volatile(".option push\n"
                     ".option arch, +zicsr\n"
                     "csrr a0, mcause\n"
                     "csrr a1, mepc\n"
                     ".option pop\n"
                     "la sp, firmware_stack_top\n"
                     "j report_trap\n");
}
