/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file network.h
 * The fixture of these tests: a device with lwIP in this process, a gateway in a second one, a wire
 * between them, and a virtual time. Nothing depends on the host's clock or its scheduler: all that
 * happens is the same in every run.
 */
#ifndef TC3_TEST_NETWORK_H
#define TC3_TEST_NETWORK_H

#include "faults.h"

#include "tc3/lwip.h"

#include "lwip/netif.h"

/** cmocka's set-up of a group: fork the gateway, start lwIP. Once per process. */
int network_start(void **state);

/** cmocka's tear-down of a group: end the gateway, which must end by itself. */
int network_stop(void **state);

/** cmocka's set-up of a test: a good line, link up. */
int network_reset(void **state);

/**
 * cmocka's tear-down of a test: let connections come to rest; fails the test if lwIP holds a pcb, a
 * segment, a pbuf or heap memory that it did not hold at the start.
 */
int network_expect_no_leak(void **state);

/** The device's interface. */
struct netif *network_interface(void);

/** From now on both directions are as bad as `rates` says, by `seed` (not 0). */
void network_set_faults(fault_rates rates, uint32_t seed);

/** Frames that faults were done to since network_set_faults(), both directions together. */
typedef struct network_faults {
    uint32_t lost;
    uint32_t copied;
    uint32_t reordered;
} network_faults;

/** What the line has done. */
network_faults network_count_faults(void);

/** Pull the cable, or plug it in. The interface notices. */
void network_set_link(bool is_up);

/** Pull the cable, or plug it in, in a way that the interface does not notice. */
void network_cut(bool is_cut);

/**
 * Exchange frames with the gateway until none are left, then let time pass until there is something
 * to do, but at most `limit_ms`.
 */
void network_step(uint32_t limit_ms);

/** Let `duration_ms` pass. */
void network_run(uint32_t duration_ms);

/** The time that the tests give to the port. */
uint32_t network_now(void);

#endif
