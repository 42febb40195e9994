/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file usage.h
 * How much of stack, TLS arena and lwIP's pools has been used at most.
 */
#ifndef FIRMWARE_USAGE_H
#define FIRMWARE_USAGE_H

/** Paint the unused part of the stack, so that usage_report() sees how far it was used. */
void usage_paint_stack(void);

/**
 * Write a line: "memory", then for each kind NAME=USED/SIZE: bytes of stack and arena, bytes of
 * lwIP's heap, and pieces of lwIP's pools; and lwip_refused=ALLOCATIONS that these refused.
 */
void usage_report(void);

#endif
