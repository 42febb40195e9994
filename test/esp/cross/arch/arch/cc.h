/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cc.h
 * What lwIP wants to know of the compiler and the machine.
 */
#ifndef TEST_CROSS_ARCH_CC_H
#define TEST_CROSS_ARCH_CC_H

#include <stdint.h>
#include <sys/time.h>

#define LWIP_NO_UNISTD_H 1

/** Random numbers, which a program that is linked would bring. */
uint32_t cross_random(void);
#define LWIP_RAND() cross_random()

#endif
