/* SPDX-License-Identifier: Apache-2.0 */
#include "virtio.h"

#include <stddef.h>

/* QEMU gives the last of its eight slots to the first device. */
#define REGISTER(offset)  (*(volatile uint32_t *)(0x10008000u + (offset)))
#define MAGIC             REGISTER(0x00)
#define VERSION           REGISTER(0x04)
#define DEVICE            REGISTER(0x08)
#define OFFERED           REGISTER(0x10)
#define OFFERED_PART      REGISTER(0x14)
#define ACCEPTED          REGISTER(0x20)
#define ACCEPTED_PART     REGISTER(0x24)
#define QUEUE             REGISTER(0x30)
#define QUEUE_SIZE        REGISTER(0x38)
#define QUEUE_READY       REGISTER(0x44)
#define QUEUE_NOTIFY      REGISTER(0x50)
#define INTERRUPT_STATUS  REGISTER(0x60)
#define INTERRUPT_ACK     REGISTER(0x64)
#define STATUS            REGISTER(0x70)
#define QUEUE_DESCRIPTORS REGISTER(0x80)
#define QUEUE_OFFERED     REGISTER(0x90)
#define QUEUE_USED        REGISTER(0xa0)
#define CONFIG_BYTE(i)    (*(volatile uint8_t *)(0x10008100u + (i)))
#define CONFIG_LINK       (*(volatile uint16_t *)0x10008106u)

#define MAGIC_VALUE    0x74726976u
#define VERSION_MODERN 2u
#define DEVICE_NETWORK 1u
#define STATUS_FOUND   1u
#define STATUS_DRIVER  2u
#define STATUS_RUNNING 4u
#define STATUS_AGREED  8u
#define FEATURE_MAC    (1u << 5)
#define FEATURE_LINK   (1u << 16)
#define FEATURE_MODERN (1u << 0) /* in the second 32 bits */
#define LINK_UP        1u
#define DEVICE_WRITES  2u /* descriptor flag */

/* The interrupt controller (PLIC), context of machine mode on hart 0. */
#define INTERRUPT     8u
#define PLIC_PRIORITY (*(volatile uint32_t *)(0x0c000000u + 4u * INTERRUPT))
#define PLIC_ENABLE   (*(volatile uint32_t *)0x0c002000u)
#define PLIC_CLAIM    (*(volatile uint32_t *)0x0c200004u)

#define RECEIVE_QUEUE 0u
#define SEND_QUEUE    1u
#define SIZE          4u /* of both queues; a power of two */

#if VIRTIO_RECEIVE_BUFFERS > 4 || VIRTIO_SEND_BUFFERS > 4
#error "more buffers than a queue has places"
#endif

typedef struct descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint16_t next;
} descriptor;

typedef struct offered_ring {
    uint16_t flags;
    uint16_t index;
    uint16_t ring[SIZE];
    uint16_t used_event;
} offered_ring;

typedef struct used_ring {
    uint16_t flags;
    uint16_t index;
    struct {
        uint32_t id;
        uint32_t length;
    } ring[SIZE];
    uint16_t offered_event;
} used_ring;

typedef struct queue {
    descriptor descriptors[SIZE] __attribute__((aligned(16)));
    volatile offered_ring offered;
    volatile used_ring used __attribute__((aligned(4)));
    uint16_t seen; /* of used.index */
} queue;

static queue receive_queue;
static queue send_queue;
static uint8_t receive_buffers[VIRTIO_RECEIVE_BUFFERS][VIRTIO_BUFFER_SIZE];
static uint8_t send_buffers[VIRTIO_SEND_BUFFERS][VIRTIO_BUFFER_SIZE];

/** What was written before is seen by the device before what is written after. */
static void barrier(void)
{
    __asm__ volatile("fence" ::: "memory");
}

static void set_up_queue(uint32_t number, queue *which)
{
    QUEUE = number;
    QUEUE_SIZE = SIZE;
    QUEUE_DESCRIPTORS = (uint32_t)(uintptr_t)which->descriptors;
    QUEUE_OFFERED = (uint32_t)(uintptr_t)&which->offered;
    QUEUE_USED = (uint32_t)(uintptr_t)&which->used;
    QUEUE_READY = 1;
}

/** Hand descriptor `number` to the device. */
static void offer(uint32_t queue_number, queue *which, uint16_t number)
{
    which->offered.ring[which->offered.index % SIZE] = number;
    barrier();
    which->offered.index++;
    barrier();
    QUEUE_NOTIFY = queue_number;
}

static void describe(descriptor *which, const uint8_t *buffer, uint32_t length, uint16_t flags)
{
    which->address = (uintptr_t)buffer;
    which->length = length;
    which->flags = flags;
}

static bool is_network_device(void)
{
    return MAGIC == MAGIC_VALUE && VERSION == VERSION_MODERN && DEVICE == DEVICE_NETWORK;
}

static bool agree_on_features(void)
{
    STATUS = 0;
    STATUS = STATUS_FOUND | STATUS_DRIVER;
    OFFERED_PART = 0;
    ACCEPTED_PART = 0;
    ACCEPTED = OFFERED & (FEATURE_MAC | FEATURE_LINK);
    ACCEPTED_PART = 1;
    ACCEPTED = FEATURE_MODERN;
    STATUS = STATUS_FOUND | STATUS_DRIVER | STATUS_AGREED;
    return (STATUS & STATUS_AGREED) != 0;
}

bool virtio_start(uint8_t address[6])
{
    uint16_t i;

    if (!is_network_device() || !agree_on_features()) {
        return false;
    }
    set_up_queue(RECEIVE_QUEUE, &receive_queue);
    set_up_queue(SEND_QUEUE, &send_queue);
    STATUS = STATUS_FOUND | STATUS_DRIVER | STATUS_AGREED | STATUS_RUNNING;
    for (i = 0; i < VIRTIO_RECEIVE_BUFFERS; i++) {
        describe(&receive_queue.descriptors[i], receive_buffers[i], VIRTIO_BUFFER_SIZE,
                 DEVICE_WRITES);
        offer(RECEIVE_QUEUE, &receive_queue, i);
    }
    for (i = 0; i < 6; i++) {
        address[i] = CONFIG_BYTE(i);
    }
    PLIC_PRIORITY = 1;
    PLIC_ENABLE = 1u << INTERRUPT;
    return true;
}

bool virtio_has_link(void)
{
    return (CONFIG_LINK & LINK_UP) != 0;
}

void virtio_acknowledge(void)
{
    const uint32_t interrupt = PLIC_CLAIM;

    INTERRUPT_ACK = INTERRUPT_STATUS;
    if (interrupt != 0) {
        PLIC_CLAIM = interrupt;
    }
}

const uint8_t *virtio_received(uint32_t *length)
{
    const uint16_t place = receive_queue.seen % SIZE;

    if (receive_queue.used.index == receive_queue.seen) {
        return NULL;
    }
    barrier();
    *length = receive_queue.used.ring[place].length;
    return receive_buffers[receive_queue.used.ring[place].id];
}

void virtio_release(void)
{
    const uint16_t place = receive_queue.seen % SIZE;

    receive_queue.seen++;
    offer(RECEIVE_QUEUE, &receive_queue, (uint16_t)receive_queue.used.ring[place].id);
}

/** The buffer whose turn it is: they are used one after the other. */
static uint16_t next_to_send(void)
{
    return send_queue.offered.index % VIRTIO_SEND_BUFFERS;
}

uint8_t *virtio_send_buffer(void)
{
    while ((uint16_t)(send_queue.offered.index - send_queue.used.index) >= VIRTIO_SEND_BUFFERS) {
    }
    barrier();
    return send_buffers[next_to_send()];
}

void virtio_send(uint32_t length)
{
    const uint16_t number = next_to_send();

    describe(&send_queue.descriptors[number], send_buffers[number], length, 0);
    offer(SEND_QUEUE, &send_queue, number);
}
