/* SPDX-License-Identifier: Apache-2.0 */
#include "word_fifo.h"

static uint8_t next_byte(word_reader *reader)
{
    uint8_t byte;

    if (reader->left == 0) {
        reader->word = *reader->fifo;
        reader->left = WORD_SIZE;
    }
    byte = (uint8_t)reader->word;
    reader->word >>= 8;
    reader->left--;
    return byte;
}

void word_reader_fill(word_reader *reader, struct pbuf *frame)
{
    struct pbuf *part;
    u16_t i;

    for (part = frame; part != NULL; part = part->next) {
        uint8_t *bytes = part->payload;

        for (i = 0; i < part->len; i++) {
            bytes[i] = next_byte(reader);
        }
    }
}

void word_reader_skip(word_reader *reader, uint32_t length)
{
    for (; length > 0; length--) {
        (void)next_byte(reader);
    }
    reader->left = 0;
}

static void put_byte(word_writer *writer, uint8_t byte)
{
    writer->word |= (uint32_t)byte << 8 * writer->filled;
    writer->filled++;
    if (writer->filled == WORD_SIZE) {
        *writer->fifo = writer->word;
        writer->word = 0;
        writer->filled = 0;
    }
}

void word_writer_put(word_writer *writer, const struct pbuf *frame, u16_t offset)
{
    const struct pbuf *part;
    u16_t i;

    for (part = frame; part != NULL; part = part->next) {
        const uint8_t *bytes = part->payload;

        for (i = offset; i < part->len; i++) {
            put_byte(writer, bytes[i]);
        }
        offset = 0;
    }
}

void word_writer_finish(word_writer *writer)
{
    while (writer->filled != 0) {
        put_byte(writer, 0);
    }
}
