/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file virtio.h
 * A virtio network device behind memory-mapped registers (Virtual I/O Device 1.1, sections 2.6, 4.2
 * and 5.1), with split queues: one to receive, one to send.
 */
#ifndef RISCV_VIRT_VIRTIO_H
#define RISCV_VIRT_VIRTIO_H

#include <stdbool.h>
#include <stdint.h>

/** Buffers that the device can fill while the program does something else. */
#define VIRTIO_RECEIVE_BUFFERS 2
/** Frames that can be on their way out; one more makes virtio_send_buffer() wait for the device. */
#define VIRTIO_SEND_BUFFERS    4
/** Bytes before each frame, struct virtio_net_hdr: all zero, as nothing was negotiated. */
#define VIRTIO_HEADER_SIZE     12
/** Header and the longest Ethernet frame without CRC. */
#define VIRTIO_BUFFER_SIZE     (VIRTIO_HEADER_SIZE + 1514)

/** Find and start the device, and store its MAC address; false if there is none. */
bool virtio_start(uint8_t address[6]);

/** True while the device says that it has a link. */
bool virtio_has_link(void);

/** Withdraw the device's interrupt; the next event raises it again. */
void virtio_acknowledge(void);

/**
 * The oldest received buffer, which begins with the header; NULL if there is none. Stores how many
 * bytes it has. It stays the oldest until virtio_release().
 */
const uint8_t *virtio_received(uint32_t *length);

/** Give the oldest received buffer back to the device. */
void virtio_release(void);

/** The buffer to send from, with a header in place; waits while the device has all of them. */
uint8_t *virtio_send_buffer(void);

/** Send the first `length` bytes of that buffer, header included. */
void virtio_send(uint32_t length);

#endif
