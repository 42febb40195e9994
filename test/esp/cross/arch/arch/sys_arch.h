/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sys_arch.h
 * The types of an operating system, of which only the names matter when nothing is linked.
 */
#ifndef TEST_CROSS_ARCH_SYS_ARCH_H
#define TEST_CROSS_ARCH_SYS_ARCH_H

typedef void *sys_sem_t;
typedef void *sys_mutex_t;
typedef void *sys_mbox_t;
typedef void *sys_thread_t;
typedef unsigned sys_prot_t;

#endif
