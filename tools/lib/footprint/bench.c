/* SPDX-License-Identifier: Apache-2.0 */
/* What callgrind counts: reading an answer, and signing with a hash that does nothing. */
#include "tc3/answer.h"
#include "tc3/sign.h"
#include "tc3/voucher_pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGE_SIZE 65536u

static const char example[] =
    "{\"Response\":{\"TotalQuota\":0,\"IssuedNum\":0,\"RemainingQuota\":0,\"RequestId\":"
    "\"11a37bf2-7d12-429f-8d25-c7df44dcc434\",\"AccountType\":0,\"AgentName\":\"Company Name\"}}";

static char large[LARGE_SIZE + 256];
static tc3_answer answer;
static tc3_voucher_pool pool;
static tc3_envelope envelope;

/** A flat answer of unknown members around 64 KiB long, as an API that grew would send. */
static size_t make_large(void)
{
    size_t length = (size_t)sprintf(large, "{\"Response\":{");
    for (unsigned i = 0; length < LARGE_SIZE; i++) {
        length += (size_t)sprintf(large + length, "\"Name%u\":\"some value %u\",\"Count%u\":%u,", i,
                                  i, i, i * 37);
    }
    return length + (size_t)sprintf(large + length, "\"RequestId\":\"x\"}}");
}

__attribute__((noinline)) static tc3_status measured_parse(const char *text, size_t length)
{
    tc3_status status = TC3_PENDING;
    tc3_answer_init(&answer, &tc3_query_voucher_pool.table, &pool, &envelope);
    for (size_t at = 0; at < length; at += TC3_RECEIVE_SIZE) {
        const size_t rest = length - at;
        status = tc3_answer_feed(&answer, (const uint8_t *)text + at,
                                 rest < TC3_RECEIVE_SIZE ? rest : TC3_RECEIVE_SIZE);
    }
    return status;
}

static tc3_status no_start(tc3_sha256_context *context)
{
    (void)context;
    return TC3_OK;
}

static tc3_status no_update(tc3_sha256_context *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return TC3_OK;
}

static tc3_status no_finish(tc3_sha256_context *context, uint8_t digest[TC3_SHA256_SIZE])
{
    (void)context;
    memset(digest, 0, TC3_SHA256_SIZE);
    return TC3_OK;
}

static tc3_status no_clone(tc3_sha256_context *copy, const tc3_sha256_context *original)
{
    (void)copy;
    (void)original;
    return TC3_OK;
}

static void no_release(tc3_sha256_context *context)
{
    (void)context;
}

static const tc3_sha256 no_hash = {1, no_start, no_update, no_finish, no_clone, no_release};

__attribute__((noinline)) static tc3_status measured_sign(const tc3_signing_key *key)
{
    const tc3_signed_request request = {
        TC3_TEXT_LITERAL("POST"),
        TC3_TEXT_LITERAL(""),
        TC3_TEXT_LITERAL("application/json"),
        TC3_TEXT_LITERAL(TC3_VOUCHER_POOL_HOST),
        TC3_TEXT_LITERAL("QueryVoucherPool"),
        TC3_TEXT_LITERAL("intlpartnersmgt"),
        TC3_TEXT_LITERAL("{}"),
        1795415395u,
    };
    tc3_sha256_context scratch;
    uint8_t signature[TC3_SHA256_SIZE];
    return tc3_sign(key, &no_hash, &request, &scratch, signature);
}

int main(int argc, char **argv)
{
    static tc3_signing_key key;
    const char what = argc > 1 ? argv[1][0] : ' ';
    size_t length = sizeof example - 1;
    tc3_status status;

    if (what == 's') {
        status = measured_sign(&key);
        length = 1;
    } else if (what == 'l') {
        length = make_large();
        status = measured_parse(large, length);
    } else {
        status = measured_parse(example, length);
    }
    printf("%zu\n", length);
    return status == TC3_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
