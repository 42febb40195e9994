/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Ethernet controller of the LM3S6965 (data sheet, chapter 15): two FIFOs behind one register
 * that is read and written by words. Frames in them begin with two bytes of length, so that a frame
 * with ETH_PAD_SIZE 2 lies in memory as it does in the FIFO.
 */
#include "boards/board.h"
#include "boards/common/cortex_m.h"
#include "boards/common/word_fifo.h"

#if ETH_PAD_SIZE != 2
#error "this driver puts the length where the padding is: ETH_PAD_SIZE must be 2"
#endif

#define REGISTER(offset) (*(volatile uint32_t *)(0x40048000u + (offset)))
#define INTERRUPT_STATUS REGISTER(0x00) /* write to acknowledge */
#define INTERRUPT_MASK   REGISTER(0x04)
#define RECEIVE_CONTROL  REGISTER(0x08)
#define TRANSMIT_CONTROL REGISTER(0x0c)
#define FIFO             REGISTER(0x10)
#define ADDRESS_LOW      REGISTER(0x14)
#define ADDRESS_HIGH     REGISTER(0x18)
#define FRAMES_WAITING   REGISTER(0x34)
#define TRANSMIT_REQUEST REGISTER(0x38)

#define FRAME_RECEIVED 0x01u
#define RECEIVE_RESET  0x10u
#define RECEIVE_ON     0x01u
#define TRANSMIT_ON    0x17u /* full duplex, CRC and padding by the controller */

/* Where the factory stores the MAC address, three bytes each. */
#define USER_REGISTER_0 (*(volatile uint32_t *)0x400fe1e0u)
#define USER_REGISTER_1 (*(volatile uint32_t *)0x400fe1e4u)

#define LENGTH_SIZE          2u
#define ETHERNET_HEADER_SIZE 14u
#define CRC_SIZE             4u
#define FIFO_SIZE            2048u

static void read_address(uint8_t address[6])
{
    unsigned i;

    for (i = 0; i < 3; i++) {
        address[i] = (uint8_t)(USER_REGISTER_0 >> 8 * i);
        address[i + 3] = (uint8_t)(USER_REGISTER_1 >> 8 * i);
    }
}

static void start_receiver(void)
{
    RECEIVE_CONTROL = RECEIVE_RESET;
    RECEIVE_CONTROL = RECEIVE_ON;
}

bool board_ethernet_start(uint8_t address[6])
{
    read_address(address);
    ADDRESS_LOW = address[0] | (uint32_t)address[1] << 8 | (uint32_t)address[2] << 16 |
                  (uint32_t)address[3] << 24;
    ADDRESS_HIGH = address[4] | (uint32_t)address[5] << 8;
    INTERRUPT_MASK = 0;
    start_receiver();
    TRANSMIT_CONTROL = TRANSMIT_ON;
    cortex_m_start_ethernet_interrupt();
    return true;
}

/** The PHY could tell, but QEMU has none: without a link frames get lost, and calls time out. */
bool board_ethernet_has_link(void)
{
    return true;
}

void ethernet_interrupt(void)
{
    INTERRUPT_MASK = 0;
}

/** The first word of a frame that found no pbuf: reading the FIFO cannot be undone. */
static uint32_t begun_word;
static bool has_begun;

/* A frame that waits for a pbuf is nothing to stay awake for: SysTick has it tried again. */
bool ethernet_expect_frame(void)
{
    INTERRUPT_STATUS = FRAME_RECEIVED;
    INTERRUPT_MASK = has_begun ? 0 : FRAME_RECEIVED;
    return !has_begun && FRAMES_WAITING != 0;
}

/** Whether it can be the length of a frame, with itself and CRC. */
static bool is_length(uint32_t length)
{
    return length >= LENGTH_SIZE + ETHERNET_HEADER_SIZE + CRC_SIZE && length <= FIFO_SIZE;
}

struct pbuf *board_ethernet_receive(void)
{
    word_reader reader = {&FIFO, 0, WORD_SIZE};
    struct pbuf *frame;
    uint32_t length;

    if (!has_begun) {
        if (FRAMES_WAITING == 0) {
            return NULL;
        }
        begun_word = FIFO;
        has_begun = true;
    }
    length = begun_word & 0xffffu;
    if (!is_length(length)) {
        /* Nobody knows where the next frame begins: drop all that is there. */
        start_receiver();
        has_begun = false;
        return NULL;
    }
    frame = pbuf_alloc(PBUF_RAW, (u16_t)(length - CRC_SIZE), PBUF_POOL);
    if (frame == NULL) {
        return NULL;
    }
    reader.word = begun_word;
    word_reader_fill(&reader, frame);
    word_reader_skip(&reader, CRC_SIZE);
    has_begun = false;
    return frame;
}

err_t board_ethernet_send(struct netif *interface, struct pbuf *frame)
{
    /* The controller wants the length of what follows the Ethernet header. */
    word_writer writer = {&FIFO, frame->tot_len - ETH_PAD_SIZE - ETHERNET_HEADER_SIZE, LENGTH_SIZE};

    (void)interface;
    while ((TRANSMIT_REQUEST & 1u) != 0) {
    }
    word_writer_put(&writer, frame, ETH_PAD_SIZE);
    word_writer_finish(&writer);
    TRANSMIT_REQUEST = 1;
    return ERR_OK;
}
