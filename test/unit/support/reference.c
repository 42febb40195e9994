/* SPDX-License-Identifier: Apache-2.0 */
#include "reference.h"

#include "sha256.h"
#include "test.h"

#include <ctype.h>
#include <time.h>

static void append(char *text, const char *bytes, size_t length)
{
    size_t used = strlen(text);

    if (used + length >= REFERENCE_TEXT_SIZE) {
        print_error("REFERENCE_TEXT_SIZE is too small\n");
        fail();
        return;
    }
    memcpy(text + used, bytes, length);
    text[used + length] = '\0';
}

static void append_text(char *text, tc3_text piece)
{
    if (piece.length > 0) {
        append(text, piece.bytes, piece.length);
    }
}

static void append_string(char *text, const char *string)
{
    append(text, string, strlen(string));
}

static void append_hash(char *text, const void *bytes, size_t length)
{
    uint8_t digest[TC3_SHA256_SIZE];
    char hex[2 * TC3_SHA256_SIZE + 1];

    sha256_of(bytes, length, digest);
    hex_text(digest, sizeof(digest), hex);
    append_string(text, hex);
}

static void build_canonical_request(const tc3_signed_request *request, char *text)
{
    size_t i;

    append_text(text, request->method);
    append_string(text, "\n/\n");
    append_text(text, request->query);
    append_string(text, "\ncontent-type:");
    append_text(text, request->content_type);
    append_string(text, "\nhost:");
    append_text(text, request->host);
    append_string(text, "\n");
    if (request->action.length > 0) {
        append_string(text, "x-tc-action:");
        for (i = 0; i < request->action.length; i++) {
            char lower = (char)tolower((unsigned char)request->action.bytes[i]);

            append(text, &lower, 1);
        }
        append_string(text, "\n");
    }
    append_string(text, "\ncontent-type;host");
    if (request->action.length > 0) {
        append_string(text, ";x-tc-action");
    }
    append_string(text, "\n");
    append_hash(text, request->body.bytes, request->body.length);
}

static void write_date(uint32_t timestamp, char date[11])
{
    time_t seconds = (time_t)timestamp;
    const struct tm *utc = gmtime(&seconds);

    if (utc == NULL || strftime(date, 11, "%Y-%m-%d", utc) != 10) {
        fail();
    }
}

static void derive_key(const tc3_signed_request *request, tc3_text secret_key,
                       reference_signature *out)
{
    static const char end[] = "tc3_request";
    char key[3 + TC3_SECRET_MAX];

    if (secret_key.length > TC3_SECRET_MAX) {
        fail();
    }
    memcpy(key, "TC3", 3);
    memcpy(key + 3, secret_key.bytes, secret_key.length);
    hmac_sha256(key, 3 + secret_key.length, out->date, strlen(out->date), out->k_date);
    hmac_sha256(out->k_date, TC3_SHA256_SIZE, request->service.bytes, request->service.length,
                out->k_service);
    hmac_sha256(out->k_service, TC3_SHA256_SIZE, end, sizeof(end) - 1, out->k_signing);
}

void reference_sign(const tc3_signed_request *request, tc3_text secret_key,
                    reference_signature *out)
{
    char number[16];
    uint8_t digest[TC3_SHA256_SIZE];

    memset(out, 0, sizeof(*out));
    write_date(request->timestamp, out->date);
    build_canonical_request(request, out->canonical_request);
    append_hash(out->canonical_request_hash, out->canonical_request,
                strlen(out->canonical_request));

    snprintf(number, sizeof(number), "%lu", (unsigned long)request->timestamp);
    append_string(out->string_to_sign, "TC3-HMAC-SHA256\n");
    append_string(out->string_to_sign, number);
    append_string(out->string_to_sign, "\n");
    append_string(out->string_to_sign, out->date);
    append_string(out->string_to_sign, "/");
    append_text(out->string_to_sign, request->service);
    append_string(out->string_to_sign, "/tc3_request\n");
    append_string(out->string_to_sign, out->canonical_request_hash);

    derive_key(request, secret_key, out);
    hmac_sha256(out->k_signing, TC3_SHA256_SIZE, out->string_to_sign, strlen(out->string_to_sign),
                digest);
    hex_text(digest, sizeof(digest), out->signature);
}
