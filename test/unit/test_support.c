/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tests' own SHA-256, HMAC and reference signer against published numbers: they judge others.
 */
#include "support/data.h"
#include "support/reference.h"
#include "support/sha256.h"
#include "support/test.h"

static void check_digest(const char *label, const char *expected, const uint8_t *digest)
{
    char hex[2 * TC3_SHA256_SIZE + 1];

    hex_text(digest, TC3_SHA256_SIZE, hex);
    CHECK_STRING(label, expected, hex);
}

static void sha256_matches_fips_180_4(void **state)
{
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static char million[1000000];
    uint8_t digest[TC3_SHA256_SIZE];

    (void)state;
    sha256_of("", 0, digest);
    check_digest("empty", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                 digest);
    sha256_of("abc", 3, digest);
    check_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest);
    sha256_of(two_blocks, sizeof(two_blocks) - 1, digest);
    check_digest("56 bytes", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                 digest);
    memset(million, 'a', sizeof(million));
    sha256_of(million, sizeof(million), digest);
    check_digest("a million a", "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
                 digest);
}

/* RFC 4231 test cases 1, 2, 6 and 7. */
static void hmac_matches_rfc_4231(void **state)
{
    static const char long_message[] =
        "This is a test using a larger than block-size key and a larger than block-size data. The "
        "key needs to be hashed before being used by the HMAC algorithm.";
    uint8_t key[131];
    uint8_t digest[TC3_SHA256_SIZE];

    (void)state;
    memset(key, 0x0b, 20);
    hmac_sha256(key, 20, "Hi There", 8, digest);
    check_digest("case 1", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                 digest);
    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, digest);
    check_digest("case 2", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                 digest);
    memset(key, 0xaa, sizeof(key));
    hmac_sha256(key, sizeof(key), "Test Using Larger Than Block-Size Key - Hash Key First", 54,
                digest);
    check_digest("case 6", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                 digest);
    hmac_sha256(key, sizeof(key), long_message, sizeof(long_message) - 1, digest);
    check_digest("case 7", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
                 digest);
}

static void test_hash_agrees_in_pieces_and_counts(void **state)
{
    tc3_sha256_context context = {0};
    tc3_sha256_context copy = {0};
    uint8_t digest[TC3_SHA256_SIZE];

    (void)state;
    sha256_log_reset();
    CHECK_STATUS("start", TC3_OK, test_sha256.start(&context));
    CHECK_STATUS("update", TC3_OK, test_sha256.update(&context, "a", 1));
    CHECK_STATUS("clone", TC3_OK, test_sha256.clone(&copy, &context));
    CHECK_STATUS("update", TC3_OK, test_sha256.update(&copy, "bc", 2));
    CHECK_STATUS("finish", TC3_OK, test_sha256.finish(&copy, digest));
    check_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest);
    CHECK_INT("one block", 1, test_sha256_log.compressions);
    CHECK_INT("two contexts", 2, test_sha256_log.live);
    test_sha256.release(&context);
    test_sha256.release(&copy);
    CHECK_INT("none", 0, test_sha256_log.live);
    CHECK("good use", test_sha256_log.misuse == NULL);
    CHECK_STATUS("update", TC3_ERROR_CONFIG_HASH, test_sha256.update(&copy, "d", 1));
    CHECK("use after release", test_sha256_log.misuse != NULL);
}

static tc3_signed_request published_request(data_node input)
{
    tc3_signed_request request = {0};
    data_node action = data_member(input, "signed_action");

    request.method = data_text(data_member(input, "method"));
    request.query = data_text(data_member(input, "query"));
    request.content_type = data_text(data_member(input, "content_type"));
    request.host = data_text(data_member(input, "host"));
    request.service = data_text(data_member(input, "service"));
    request.body = data_text(data_member(input, "body_utf8"));
    request.timestamp = (uint32_t)data_integer(data_member(input, "timestamp"));
    if (!data_is_null(action)) {
        request.action = data_text(action);
    }
    return request;
}

static void check_published(data_node published, const char *name, const char *actual)
{
    data_node node = data_find(published, name);

    if (node != DATA_NONE) {
        CHECK_STRING(name, data_text(node).bytes, actual);
    }
}

static void check_published_key(data_node published, const char *name, const uint8_t *key)
{
    char hex[2 * TC3_SHA256_SIZE + 1];

    hex_text(key, TC3_SHA256_SIZE, hex);
    check_published(published, name, hex);
}

static void reference_signer_matches_what_tencent_published(void **state)
{
    static reference_signature signature;
    data_node root = data_load("signature_vectors_published.json");
    data_node vector;

    (void)state;
    for (vector = data_first(data_member(root, "vectors")); vector != DATA_NONE;
         vector = data_next(vector)) {
        data_node input = data_member(vector, "input");
        data_node published = data_member(vector, "published");
        tc3_signed_request request = published_request(input);
        uint8_t digest[TC3_SHA256_SIZE];

        reference_sign(&request, data_text(data_member(input, "secret_key")), &signature);
        sha256_of(request.body.bytes, request.body.length, digest);
        check_published_key(published, "payload_sha256", digest);
        check_published(published, "canonical_request_sha256", signature.canonical_request_hash);
        check_published_key(published, "secret_date_hex", signature.k_date);
        check_published_key(published, "secret_service_hex", signature.k_service);
        check_published_key(published, "secret_signing_hex", signature.k_signing);
        check_published(published, "signature", signature.signature);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_matches_fips_180_4),
        cmocka_unit_test(hmac_matches_rfc_4231),
        cmocka_unit_test(test_hash_agrees_in_pieces_and_counts),
        cmocka_unit_test(reference_signer_matches_what_tencent_published),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
