/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cc.h
 * What lwIP wants to know of the compiler and the machine: this host.
 */
#ifndef TC3_TEST_ARCH_CC_H
#define TC3_TEST_ARCH_CC_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LWIP_PLATFORM_DIAG(arguments) \
    do {                              \
        (void)printf arguments;       \
    } while (0)

#define LWIP_PLATFORM_ASSERT(text)                                            \
    do {                                                                      \
        (void)fprintf(stderr, "lwIP: %s, %s:%d\n", text, __FILE__, __LINE__); \
        abort();                                                              \
    } while (0)

/** Repeatable numbers; they differ between device and gateway. */
uint32_t host_random(void);
#define LWIP_RAND() host_random()

#endif
