/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

/* On the wire: the kind, the number, the frame. */
#define NUMBER_OFFSET 1
#define FRAME_OFFSET  (NUMBER_OFFSET + sizeof(uint32_t))

bool wire_open(int descriptors[2])
{
    return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, descriptors) == 0;
}

bool wire_send(int descriptor, const wire_message *message)
{
    uint8_t bytes[FRAME_OFFSET + WIRE_FRAME_MAX];
    const size_t length = FRAME_OFFSET + message->length;
    ssize_t sent;
    bytes[0] = message->kind;
    memcpy(&bytes[NUMBER_OFFSET], &message->number, sizeof(message->number));
    memcpy(&bytes[FRAME_OFFSET], message->frame, message->length);
    do {
        sent = send(descriptor, bytes, length, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)length;
}

bool wire_is_readable(int descriptor)
{
    struct pollfd entry = {.fd = descriptor, .events = POLLIN};
    return poll(&entry, 1, 0) > 0;
}

bool wire_receive(int descriptor, wire_message *message)
{
    uint8_t bytes[FRAME_OFFSET + WIRE_FRAME_MAX];
    ssize_t length;
    do {
        length = recv(descriptor, bytes, sizeof(bytes), 0);
    } while (length < 0 && errno == EINTR);
    if (length < (ssize_t)FRAME_OFFSET) {
        return false;
    }
    message->kind = bytes[0];
    memcpy(&message->number, &bytes[NUMBER_OFFSET], sizeof(message->number));
    message->length = (size_t)length - FRAME_OFFSET;
    memcpy(message->frame, &bytes[FRAME_OFFSET], message->length);
    return true;
}
