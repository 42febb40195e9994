/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file wire.h
 * The cable between device and gateway: a pair of SOCK_SEQPACKET sockets. It carries Ethernet
 * frames and, for the virtual time, two kinds of messages between them.
 */
#ifndef TC3_TEST_WIRE_H
#define TC3_TEST_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Largest frame in bytes: 1500 of payload and the header; no checksum. */
#define WIRE_FRAME_MAX 1514

/** Kinds of messages. */
typedef enum wire_kind {
    WIRE_FRAME = 1, /**< an Ethernet frame */
    WIRE_TICK,      /**< to the gateway: the time is `number`; act, then answer WIRE_DONE */
    WIRE_DONE       /**< from the gateway: all sent; nothing to do for `number` milliseconds */
} wire_kind;

/** A message. */
typedef struct wire_message {
    uint8_t kind;    /**< a wire_kind */
    uint32_t number; /**< of WIRE_TICK and WIRE_DONE */
    size_t length;   /**< of the frame */
    uint8_t frame[WIRE_FRAME_MAX];
} wire_message;

/** Make a cable with the ends `descriptors`; false if the system has none. */
bool wire_open(int descriptors[2]);

/** Send a message; waits for room. False if the other end is gone. */
bool wire_send(int descriptor, const wire_message *message);

/** True if a message is there, or the other end is gone. */
bool wire_is_readable(int descriptor);

/** Wait for a message. False if the other end is gone. */
bool wire_receive(int descriptor, wire_message *message);

#endif
