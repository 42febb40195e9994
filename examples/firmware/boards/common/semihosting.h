/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file semihosting.h
 * What an emulator or a debugger does for the program (ARM's "Semihosting for AArch32 and AArch64",
 * which RISC-V shares): the time, random bytes from the host, and the program's end.
 */
#ifndef FIRMWARE_SEMIHOSTING_H
#define FIRMWARE_SEMIHOSTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Do `operation` with its argument block; each architecture has its own trap instruction. */
uintptr_t semihosting_call(uintptr_t operation, const void *arguments);

/** The host's Unix time in seconds. */
uint32_t semihosting_time(void);

/** Fill `length` bytes from the host's /dev/urandom; false if it cannot be read. */
bool semihosting_random(uint8_t *bytes, size_t length);

/** End the program with an exit status. */
void semihosting_exit(int status) __attribute__((noreturn));

#endif
