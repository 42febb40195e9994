/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file start.h
 * What start-up code of all boards shares.
 */
#ifndef FIRMWARE_START_H
#define FIRMWARE_START_H

#include <stdint.h>

/** Fill .data and .bss, and run main(). The stack is set up by then. */
void start_program(void) __attribute__((noreturn));

/**
 * Tell of a fault of the CPU, such as a stack that has left RAM, by its cause and place, and end
 * with status 70. The caller has set up a stack that can be written.
 */
void start_report_fault(uint32_t cause, uint32_t place) __attribute__((noreturn));

#endif
