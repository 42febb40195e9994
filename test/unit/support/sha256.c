/* SPDX-License-Identifier: Apache-2.0 */
#include "sha256.h"

#include <string.h>

#define BLOCK 64

typedef struct stream {
    uint32_t self; /* tag_of() the place where the context lives while it holds something, else 0 */
    uint32_t length;
    uint32_t state[8];
    uint8_t block[BLOCK];
} stream;

sha256_log test_sha256_log;

static uint32_t rotate(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}

/* FIPS 180-4 section 6.2.2; the constants are the fractional parts of the cube roots of primes. */
static void compress(uint32_t state[8], const uint8_t block[BLOCK])
{
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2};
    uint32_t w[64];
    uint32_t v[8];
    uint32_t one;
    uint32_t two;
    size_t i;

    for (i = 0; i < 16; i++) {
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | (uint32_t)block[4 * i + 3];
    }
    for (; i < 64; i++) {
        one = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        two = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        w[i] = one + w[i - 7] + two + w[i - 16];
    }
    memcpy(v, state, sizeof(v));
    for (i = 0; i < 64; i++) {
        one = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) +
              ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
        two = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) +
              ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof(v[0]));
        v[4] += one;
        v[0] = one + two;
    }
    for (i = 0; i < 8; i++) {
        state[i] += v[i];
    }
}

static void stream_start(stream *s)
{
    static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

    memset(s, 0, sizeof(*s));
    memcpy(s->state, initial, sizeof(initial));
}

/* Both return the number of compressions. */
static unsigned stream_update(stream *s, const uint8_t *bytes, size_t length)
{
    unsigned compressions = 0;
    size_t i;

    for (i = 0; i < length; i++) {
        s->block[s->length++ % BLOCK] = bytes[i];
        if (s->length % BLOCK == 0) {
            compress(s->state, s->block);
            compressions++;
        }
    }
    return compressions;
}

static unsigned stream_finish(stream *s, uint8_t digest[TC3_SHA256_SIZE])
{
    uint64_t bits = (uint64_t)s->length * 8;
    uint8_t padding[BLOCK + 8] = {0x80};
    size_t zeros = (2 * BLOCK - 9 - s->length % BLOCK) % BLOCK;
    unsigned compressions;
    size_t i;

    for (i = 0; i < 8; i++) {
        padding[1 + zeros + i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    compressions = stream_update(s, padding, 1 + zeros + 8);
    for (i = 0; i < TC3_SHA256_SIZE; i++) {
        digest[i] = (uint8_t)(s->state[i / 4] >> (24 - 8 * (i % 4)));
    }
    return compressions;
}

void sha256_log_reset(void)
{
    memset(&test_sha256_log, 0, sizeof(test_sha256_log));
}

static void misuse(const char *what)
{
    if (!test_sha256_log.misuse) {
        test_sha256_log.misuse = what;
    }
}

static bool fails_now(void)
{
    return ++test_sha256_log.calls == test_sha256_log.fail_at;
}

/* An address in few bytes: a context has to fit into the least TC3_SHA256_CONTEXT_SIZE. */
static uint32_t tag_of(const stream *s)
{
    return (uint32_t)(uintptr_t)s;
}

/* Whether `s` may be worked on. What goes on after a failure fails as well, and is no misuse. */
static bool is_ready(const stream *s, const char *what)
{
    bool has_failed =
        test_sha256_log.fail_at != 0 && test_sha256_log.calls > test_sha256_log.fail_at;

    if (s->self == tag_of(s)) {
        return true;
    }
    if (!has_failed) {
        misuse(what);
    }
    return false;
}

static stream *stream_of(tc3_sha256_context *context)
{
    return (stream *)(void *)context->bytes;
}

static tc3_status test_start(tc3_sha256_context *context)
{
    stream *s = stream_of(context);

    if (fails_now()) {
        return TC3_ERROR_CONFIG_HASH;
    }
    if (s->self == tag_of(s)) {
        misuse("start of a context that holds something");
    }
    stream_start(s);
    s->self = tag_of(s);
    test_sha256_log.live++;
    return TC3_OK;
}

static tc3_status test_update(tc3_sha256_context *context, const void *bytes, size_t length)
{
    stream *s = stream_of(context);

    if (fails_now() || !is_ready(s, "update of a context that holds nothing, or was moved")) {
        return TC3_ERROR_CONFIG_HASH;
    }
    test_sha256_log.compressions += stream_update(s, bytes, length);
    return TC3_OK;
}

static tc3_status test_finish(tc3_sha256_context *context, uint8_t digest[TC3_SHA256_SIZE])
{
    stream *s = stream_of(context);

    if (fails_now() || !is_ready(s, "finish of a context that holds nothing, or was moved")) {
        return TC3_ERROR_CONFIG_HASH;
    }
    test_sha256_log.compressions += stream_finish(s, digest);
    return TC3_OK;
}

static tc3_status test_clone(tc3_sha256_context *copy, const tc3_sha256_context *original)
{
    const stream *from = (const stream *)(const void *)original->bytes;
    stream *to = stream_of(copy);

    if (fails_now() || !is_ready(from, "clone of a context that holds nothing, or was moved")) {
        return TC3_ERROR_CONFIG_HASH;
    }
    if (to->self == tag_of(to)) {
        misuse("clone into a context that holds something");
    }
    *to = *from;
    to->self = tag_of(to);
    test_sha256_log.live++;
    return TC3_OK;
}

static void test_release(tc3_sha256_context *context)
{
    stream *s = stream_of(context);

    if (s->self == tag_of(s)) {
        test_sha256_log.live--;
    }
    memset(s, 0, sizeof(*s));
}

const tc3_sha256 test_sha256 = {
    sizeof(stream), test_start, test_update, test_finish, test_clone, test_release,
};

void sha256_of(const void *bytes, size_t length, uint8_t digest[TC3_SHA256_SIZE])
{
    stream s;

    stream_start(&s);
    (void)stream_update(&s, bytes, length);
    (void)stream_finish(&s, digest);
}

static void start_padded(stream *s, const uint8_t block[BLOCK], uint8_t pad)
{
    uint8_t padded[BLOCK];
    size_t i;

    for (i = 0; i < BLOCK; i++) {
        padded[i] = block[i] ^ pad;
    }
    stream_start(s);
    (void)stream_update(s, padded, BLOCK);
}

void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                 uint8_t digest[TC3_SHA256_SIZE])
{
    uint8_t block[BLOCK] = {0};
    stream s;

    if (key_length > BLOCK) {
        sha256_of(key, key_length, block);
    } else {
        memcpy(block, key, key_length);
    }
    start_padded(&s, block, 0x36);
    (void)stream_update(&s, bytes, length);
    (void)stream_finish(&s, digest);
    start_padded(&s, block, 0x5c);
    (void)stream_update(&s, digest, TC3_SHA256_SIZE);
    (void)stream_finish(&s, digest);
}

void hmac_mid_state(const uint8_t key[TC3_SHA256_SIZE], uint8_t pad, uint32_t state[8])
{
    uint8_t block[BLOCK] = {0};
    stream s;

    memcpy(block, key, TC3_SHA256_SIZE);
    start_padded(&s, block, pad);
    memcpy(state, s.state, sizeof(s.state));
}

void hex_text(const uint8_t *bytes, size_t length, char *text)
{
    static const char digits[] = "0123456789abcdef";
    size_t i;

    for (i = 0; i < length; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * length] = '\0';
}
