/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cc.h
 * What lwIP wants to know of compiler and machine.
 */
#ifndef FIRMWARE_ARCH_CC_H
#define FIRMWARE_ARCH_CC_H

#include <stdint.h>

#define LWIP_NO_STDIO_H  1
#define LWIP_NO_UNISTD_H 1
#define LWIP_PLATFORM_DIAG(arguments) \
    do {                              \
    } while (0)

/** Unpredictable: DNS and DHCP rely on it. */
uint32_t firmware_random(void);
#define LWIP_RAND() firmware_random()

#endif
