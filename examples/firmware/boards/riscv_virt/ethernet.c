/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/board.h"
#include "virtio.h"

bool board_ethernet_start(uint8_t address[6])
{
    return virtio_start(address);
}

bool board_ethernet_has_link(void)
{
    return virtio_has_link();
}

struct pbuf *board_ethernet_receive(void)
{
    uint32_t length;
    const uint8_t *buffer = virtio_received(&length);
    struct pbuf *frame;

    if (buffer == NULL) {
        return NULL;
    }
    length -= VIRTIO_HEADER_SIZE;
    frame = pbuf_alloc(PBUF_RAW, (u16_t)(length + ETH_PAD_SIZE), PBUF_POOL);
    if (frame == NULL) {
        return NULL;
    }
    (void)pbuf_take_at(frame, buffer + VIRTIO_HEADER_SIZE, (u16_t)length, ETH_PAD_SIZE);
    virtio_release();
    return frame;
}

err_t board_ethernet_send(struct netif *interface, struct pbuf *frame)
{
    const u16_t length = (u16_t)(frame->tot_len - ETH_PAD_SIZE);

    (void)interface;
    if (length > VIRTIO_BUFFER_SIZE - VIRTIO_HEADER_SIZE) {
        return ERR_BUF;
    }
    (void)pbuf_copy_partial(frame, virtio_send_buffer() + VIRTIO_HEADER_SIZE, length, ETH_PAD_SIZE);
    virtio_send(VIRTIO_HEADER_SIZE + (uint32_t)length);
    return ERR_OK;
}
