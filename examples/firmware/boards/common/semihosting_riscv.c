/* SPDX-License-Identifier: Apache-2.0 */
#include "semihosting.h"

/* The three instructions are a mark: uncompressed, and in one page. */
uintptr_t semihosting_call(uintptr_t operation, const void *arguments)
{
    register uintptr_t a0 __asm__("a0") = operation;
    register const void *a1 __asm__("a1") = arguments;

    __asm__ volatile(".balign 16\n"
                     ".option push\n"
                     ".option norvc\n"
                     "slli zero, zero, 0x1f\n"
                     "ebreak\n"
                     "srai zero, zero, 7\n"
                     ".option pop\n"
                     : "+r"(a0)
                     : "r"(a1)
                     : "memory");
    return a0;
}
