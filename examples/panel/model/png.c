/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/png.h"

#include "panel/model/glow.h"

#include <string.h>

/** Longest pixel row with its filter byte; a stored block of deflate takes up to 65535 bytes. */
#define ROW_SIZE_MAX   (1 + (PANEL_COLUMNS_MAX + 2) * PANEL_PNG_PITCH_MAX * PANEL_GLOW_BYTES)
/** Bytes before each stored block (RFC 1951 section 3.2.4). */
#define BLOCK_HEADER   5u
/** zlib's header and checksum (RFC 1950 section 2.2). */
#define ZLIB_HEADER    2u
#define ZLIB_TRAILER   4u
/** The largest prime below 2^16, of the Adler-32 checksum (RFC 1950 section 8.2). */
#define ADLER_PRIME    65521u
/** CRC-32's polynomial, reflected (PNG specification, annex D). */
#define CRC_POLYNOMIAL 0xedb88320u

/** A file being written and the checksum of its chunk so far. */
typedef struct writer {
    FILE *out;
    uint32_t crc;
} writer;

static uint8_t pitch_of(const panel_png_options *options)
{
    const uint8_t pitch = options->pitch != 0 ? options->pitch : PANEL_PNG_PITCH_DEFAULT;
    if (pitch < PANEL_PNG_PITCH_MIN) {
        return PANEL_PNG_PITCH_MIN;
    }
    return pitch < PANEL_PNG_PITCH_MAX ? pitch : PANEL_PNG_PITCH_MAX;
}

uint32_t panel_png_width(const panel_frame *frame, const panel_png_options *options)
{
    return (frame->columns + 2u) * pitch_of(options);
}

uint32_t panel_png_height(const panel_png_options *options)
{
    return (PANEL_ROWS + 2u) * pitch_of(options);
}

static uint32_t crc_of(uint32_t crc, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ ((crc & 1u) != 0 ? CRC_POLYNOMIAL : 0u);
        }
    }
    return crc;
}

static void put(writer *to, const uint8_t *bytes, size_t length)
{
    to->crc = crc_of(to->crc, bytes, length);
    (void)fwrite(bytes, 1, length, to->out);
}

static void put_number(writer *to, uint32_t number)
{
    const uint8_t bytes[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16),
                             (uint8_t)(number >> 8), (uint8_t)number};
    put(to, bytes, sizeof bytes);
}

/** Begin a chunk: its length, then its type, with which the checksum begins. */
static void begin_chunk(writer *to, uint32_t length, const char *type)
{
    put_number(to, length);
    to->crc = UINT32_MAX;
    put(to, (const uint8_t *)type, 4);
}

static void end_chunk(writer *to)
{
    put_number(to, ~to->crc);
}

static void put_header(writer *to, uint32_t width, uint32_t height)
{
    static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /* 8 bits a sample, RGB, deflate, adaptive filtering, not interlaced. */
    static const uint8_t format[] = {8, 2, 0, 0, 0};
    put(to, signature, sizeof signature);
    begin_chunk(to, 8 + sizeof format, "IHDR");
    put_number(to, width);
    put_number(to, height);
    put(to, format, sizeof format);
    end_chunk(to);
}

static uint32_t adler_of(uint32_t adler, const uint8_t *bytes, size_t length)
{
    uint32_t low = adler & 0xffffu;
    uint32_t high = adler >> 16;
    for (size_t i = 0; i < length; i++) {
        low = (low + bytes[i]) % ADLER_PRIME;
        high = (high + low) % ADLER_PRIME;
    }
    return high << 16 | low;
}

/** A row of pixels as one stored block. */
static void put_block(writer *to, const uint8_t *row, uint32_t size, bool last)
{
    const uint8_t header[BLOCK_HEADER] = {last ? 1 : 0, (uint8_t)size, (uint8_t)(size >> 8),
                                          (uint8_t)~size, (uint8_t)(~size >> 8)};
    put(to, header, sizeof header);
    put(to, row, size);
}

static void put_pixels(writer *to, const panel_frame *frame, uint8_t pitch, uint32_t height,
                       uint32_t row_size)
{
    static const uint8_t zlib_header[ZLIB_HEADER] = {0x78, 0x01};
    uint8_t row[ROW_SIZE_MAX];
    uint32_t adler = 1;
    begin_chunk(to, ZLIB_HEADER + height * (BLOCK_HEADER + row_size) + ZLIB_TRAILER, "IDAT");
    put(to, zlib_header, sizeof zlib_header);
    row[0] = 0; /* no filter */
    for (uint32_t y = 0; y < height; y++) {
        panel_glow_row(frame, pitch, (int)y, row + 1);
        adler = adler_of(adler, row, row_size);
        put_block(to, row, row_size, y + 1 == height);
    }
    put_number(to, adler);
    end_chunk(to);
}

bool panel_png_write(FILE *out, const panel_frame *frame, const panel_png_options *options)
{
    writer to = {out, 0};
    const uint32_t width = panel_png_width(frame, options);
    const uint32_t height = panel_png_height(options);
    put_header(&to, width, height);
    put_pixels(&to, frame, pitch_of(options), height, 1 + width * PANEL_GLOW_BYTES);
    begin_chunk(&to, 0, "IEND");
    end_chunk(&to);
    return ferror(out) == 0;
}
