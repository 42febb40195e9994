/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file word_fifo.h
 * Frames from and to Ethernet controllers whose FIFO is one register of 32 bits. A pbuf may end
 * anywhere within a word.
 */
#ifndef FIRMWARE_WORD_FIFO_H
#define FIRMWARE_WORD_FIFO_H

#include "lwip/pbuf.h"

#include <stdint.h>

#define WORD_SIZE 4u

/** Takes bytes out of a FIFO. */
typedef struct word_reader {
    const volatile uint32_t *fifo;
    uint32_t word;
    unsigned left; /**< bytes of `word` that were not taken yet */
} word_reader;

/** Fill the whole of `frame`. */
void word_reader_fill(word_reader *reader, struct pbuf *frame);

/** Take `length` bytes for nothing, and the rest of the word. */
void word_reader_skip(word_reader *reader, uint32_t length);

/** Puts bytes into a FIFO. */
typedef struct word_writer {
    volatile uint32_t *fifo;
    uint32_t word;
    unsigned filled; /**< bytes of `word` that hold something */
} word_writer;

/** Put `frame` from byte `offset` on, which lies in its first pbuf. */
void word_writer_put(word_writer *writer, const struct pbuf *frame, u16_t offset);

/** Fill the last word up with zeros. */
void word_writer_finish(word_writer *writer);

#endif
