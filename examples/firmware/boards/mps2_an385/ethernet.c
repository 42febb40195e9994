/* SPDX-License-Identifier: Apache-2.0 */
/* The Ethernet controller SMSC LAN9118 (data sheet, chapters 3.11 to 3.13 and 5). */
#include "boards/board.h"
#include "boards/common/cortex_m.h"
#include "boards/common/word_fifo.h"

#define REGISTER(offset) (*(volatile uint32_t *)(0x40200000u + (offset)))
#define RECEIVE_FIFO     REGISTER(0x00)
#define TRANSMIT_FIFO    REGISTER(0x20)
#define RECEIVE_STATUS   REGISTER(0x40) /* reading takes the status away */
#define RECEIVE_PEEK     REGISTER(0x44)
#define INTERRUPT_CONFIG REGISTER(0x54)
#define INTERRUPT_STATUS REGISTER(0x58) /* write to acknowledge */
#define INTERRUPT_ENABLE REGISTER(0x5c)
#define BYTE_TEST        REGISTER(0x64)
#define FIFO_LEVELS      REGISTER(0x68)
#define RECEIVE_CONFIG   REGISTER(0x6c)
#define TRANSMIT_CONFIG  REGISTER(0x70)
#define RECEIVE_USE      REGISTER(0x7c)
#define MAC_COMMAND      REGISTER(0xa4)
#define MAC_DATA         REGISTER(0xa8)

#define READY_VALUE    0x87654321u
#define INTERRUPT_ON   0x111u  /* enabled, active high, push-pull */
#define FRAME_RECEIVED 0x8u    /* more statuses than the level */
#define RECEIVE_LEVEL  0xffu   /* mask of that level */
#define TRANSMIT_ON    0x6u    /* and drop its statuses, which nobody reads: their FIFO gets full */
#define WHOLE_FRAME    0x3000u /* first and last segment */

#define MAC_BUSY         0x80000000u
#define MAC_READ         0x40000000u
#define MAC_CONTROL      1u
#define MAC_ADDRESS_HIGH 2u
#define MAC_ADDRESS_LOW  3u
#define MAC_PHY_ACCESS   6u
#define MAC_PHY_DATA     7u
#define MAC_ON           0xcu                          /* transmitter and receiver */
#define PHY_STATUS       ((1u << 11) | (1u << 6) | 1u) /* of PHY 1, register 1: read, start */
#define PHY_HAS_LINK     0x4u

#define ETHERNET_HEADER_SIZE 14u
#define CRC_SIZE             4u
#define FRAME_SIZE_MAX       1518u
#define STATUS_ERROR         (1u << 15)

/** The frame that comes next found no pbuf. */
static bool lacks_pbuf;

static void await_mac(void)
{
    while ((MAC_COMMAND & MAC_BUSY) != 0) {
    }
}

static void write_mac(uint32_t which, uint32_t value)
{
    await_mac();
    MAC_DATA = value;
    MAC_COMMAND = MAC_BUSY | which;
    await_mac();
}

static uint32_t read_mac(uint32_t which)
{
    await_mac();
    MAC_COMMAND = MAC_BUSY | MAC_READ | which;
    await_mac();
    return MAC_DATA;
}

bool board_ethernet_start(uint8_t address[6])
{
    uint32_t low;
    uint32_t high;
    unsigned i;

    if (BYTE_TEST != READY_VALUE) {
        return false;
    }
    low = read_mac(MAC_ADDRESS_LOW);
    high = read_mac(MAC_ADDRESS_HIGH);
    for (i = 0; i < 6; i++) {
        address[i] = (uint8_t)(i < 4 ? low >> 8 * i : high >> 8 * (i - 4));
    }
    RECEIVE_CONFIG = ETH_PAD_SIZE << 8;
    FIFO_LEVELS &= ~RECEIVE_LEVEL;
    TRANSMIT_CONFIG = TRANSMIT_ON;
    write_mac(MAC_CONTROL, MAC_ON);
    INTERRUPT_CONFIG = INTERRUPT_ON;
    cortex_m_start_ethernet_interrupt();
    return true;
}

bool board_ethernet_has_link(void)
{
    write_mac(MAC_PHY_ACCESS, PHY_STATUS);
    return (read_mac(MAC_PHY_DATA) & PHY_HAS_LINK) != 0;
}

void ethernet_interrupt(void)
{
    INTERRUPT_ENABLE = 0;
}

static bool has_frame(void)
{
    return (RECEIVE_USE >> 16 & 0xffu) != 0;
}

/* A frame that waits for a pbuf is nothing to stay awake for: SysTick has it tried again. */
bool ethernet_expect_frame(void)
{
    INTERRUPT_STATUS = FRAME_RECEIVED; /* before looking, or a frame in between would be missed */
    INTERRUPT_ENABLE = lacks_pbuf ? 0 : FRAME_RECEIVED;
    return !lacks_pbuf && has_frame();
}

/** Bytes of the frame with this status, with CRC. */
static uint32_t length_of(uint32_t status)
{
    return status >> 16 & 0x3fffu;
}

static bool is_good(uint32_t status)
{
    return (status & STATUS_ERROR) == 0 && length_of(status) >= ETHERNET_HEADER_SIZE + CRC_SIZE &&
           length_of(status) <= FRAME_SIZE_MAX;
}

static void drop_frame(void)
{
    word_reader reader = {&RECEIVE_FIFO, 0, 0};

    word_reader_skip(&reader, ETH_PAD_SIZE + length_of(RECEIVE_STATUS));
}

/** Find the next good frame, dropping those before it; false if there is none. */
static bool find_good_frame(void)
{
    while (has_frame() && !is_good(RECEIVE_PEEK)) {
        drop_frame();
    }
    return has_frame();
}

struct pbuf *board_ethernet_receive(void)
{
    word_reader reader = {&RECEIVE_FIFO, 0, 0};
    struct pbuf *frame;
    uint32_t length;

    if (!find_good_frame()) {
        return NULL;
    }
    length = length_of(RECEIVE_PEEK);
    frame = pbuf_alloc(PBUF_RAW, (u16_t)(length - CRC_SIZE + ETH_PAD_SIZE), PBUF_POOL);
    lacks_pbuf = frame == NULL;
    if (lacks_pbuf) {
        return NULL;
    }
    (void)RECEIVE_STATUS;
    word_reader_fill(&reader, frame);
    word_reader_skip(&reader, CRC_SIZE);
    return frame;
}

err_t board_ethernet_send(struct netif *interface, struct pbuf *frame)
{
    const uint32_t length = frame->tot_len - ETH_PAD_SIZE;
    word_writer writer = {&TRANSMIT_FIFO, 0, 0};

    (void)interface;
    TRANSMIT_FIFO = (uint32_t)ETH_PAD_SIZE << 16 | WHOLE_FRAME | length;
    TRANSMIT_FIFO = length;
    word_writer_put(&writer, frame, 0);
    word_writer_finish(&writer);
    return ERR_OK;
}
