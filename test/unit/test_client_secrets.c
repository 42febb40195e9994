/* SPDX-License-Identifier: Apache-2.0 */
/* Where secrets may lie: never raw in the client, and after closing nothing of them at all. */
#include "support/reference.h"
#include "support/sha256.h"
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

static const char token[] = "made-up-session-token-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHI";

/** Everything that leads to a signature. */
typedef struct secrets {
    uint8_t secret_key[32];
    uint8_t inner_block[32]; /**< "TC3" and the secret XOR 0x36, as HMAC hashes it; and XOR 0x5c */
    uint8_t outer_block[32];
    reference_signature derived;
    uint32_t inner_state[8]; /**< the signing key as it is cached */
    uint32_t outer_state[8];
} secrets;

static secrets known;

static void learn_secrets(void)
{
    tc3_signed_request request = {
        TC3_TEXT_LITERAL("POST"),
        TC3_TEXT_LITERAL(""),
        TC3_TEXT_LITERAL("application/json"),
        TC3_TEXT_LITERAL(TC3_VOUCHER_POOL_HOST),
        TC3_TEXT_LITERAL("QueryVoucherPool"),
        TC3_TEXT_LITERAL("intlpartnersmgt"),
        TC3_TEXT_LITERAL("{}"),
        WORLD_TIME,
    };
    size_t i;

    memcpy(known.secret_key, w->credentials.secret_key, sizeof(known.secret_key));
    for (i = 0; i < sizeof(known.secret_key); i++) {
        known.inner_block[i] = known.secret_key[i] ^ 0x36;
        known.outer_block[i] = known.secret_key[i] ^ 0x5c;
    }
    reference_sign(&request, tc3_text_of(w->credentials.secret_key), &known.derived);
    hmac_mid_state(known.derived.k_signing, 0x36, known.inner_state);
    hmac_mid_state(known.derived.k_signing, 0x5c, known.outer_state);
}

static bool client_holds(const void *bytes, size_t length)
{
    return memory_contains(&w->client, sizeof(w->client), bytes, length);
}

/* Half of each is enough to be caught. */
static void check_no_raw_secret(const char *label)
{
    CHECK(label, !client_holds(known.secret_key, 16));
    CHECK(label, !client_holds(known.secret_key + 16, 16));
    CHECK(label, !client_holds(known.inner_block, 16));
    CHECK(label, !client_holds(known.outer_block, 16));
    CHECK(label, !client_holds(known.derived.k_date, 16));
    CHECK(label, !client_holds(known.derived.k_service, 16));
    CHECK(label, !client_holds(known.derived.k_signing, 16));
}

static bool client_holds_a_piece_of_the_token(void)
{
    size_t i;

    for (i = 0; i + 8 < sizeof(token); i++) {
        if (client_holds(token + i, 8)) {
            return true;
        }
    }
    return false;
}

static void check_nothing_is_left(const char *label)
{
    check_no_raw_secret(label);
    CHECK(label, !client_holds(known.inner_state, 16));
    CHECK(label, !client_holds(known.outer_state, 16));
    CHECK(label, !client_holds(known.derived.signature, 16));
    CHECK(label, !client_holds_a_piece_of_the_token());
    CHECK_INT(label, 0, test_sha256_log.live);
}

static void fresh_world(void)
{
    world_renew();
    w->credentials.token = token;
    w->server.hesitates = true;
    w->server.send_most = 50;
    world_add_example()->piece = 50;
    learn_secrets();
}

static void no_secret_lies_raw_in_the_client_after_any_step(void **state)
{
    tc3_status status;

    (void)state;
    fresh_world();
    world_start();
    do {
        status = world_step();
        check_no_raw_secret("step");
        world_wait();
    } while (status == TC3_PENDING);
    CHECK_STATUS("outcome", TC3_OK, status);
    CHECK("the cached key is where it is looked for", client_holds(known.inner_state, 32));
    CHECK("both halves of it", client_holds(known.outer_state, 32));
}

static void closing_after_a_call_wipes_the_key(void **state)
{
    (void)state;
    fresh_world();
    assert_int_equal(world_call(), TC3_OK);
    tc3_client_close(&w->client);
    check_nothing_is_left("closed");
}

static void closing_after_any_step_wipes_everything(void **state)
{
    uint32_t steps;
    uint32_t n;

    (void)state;
    fresh_world();
    assert_int_equal(world_call(), TC3_OK);
    steps = w->steps;
    for (n = 0; n < steps; n++) {
        uint32_t i;

        fresh_world();
        world_start();
        for (i = 0; i < n; i++) {
            assert_int_equal(world_step(), TC3_PENDING);
            world_wait();
        }
        tc3_client_close(&w->client);
        check_nothing_is_left("closed");
    }
}

static void the_token_is_gone_when_the_call_is_over(void **state)
{
    (void)state;
    fresh_world();
    assert_int_equal(world_call(), TC3_OK);
    CHECK("success", !client_holds_a_piece_of_the_token());
    fresh_world();
    w->config.attempts = 1;
    w->server.fault_at = 25;
    w->server.fault = TC3_ERROR_RESET;
    assert_int_equal(world_call(), TC3_ERROR_RESET);
    CHECK("failure", !client_holds_a_piece_of_the_token());
}

static void a_failing_hash_leaves_no_secret(void **state)
{
    unsigned calls;
    unsigned n;

    (void)state;
    fresh_world();
    assert_int_equal(world_call(), TC3_OK);
    calls = test_sha256_log.calls;
    for (n = 1; n <= calls; n++) {
        fresh_world();
        test_sha256_log.fail_at = n;
        assert_int_equal(world_call(), TC3_ERROR_CONFIG_HASH);
        check_no_raw_secret("failed");
        tc3_client_close(&w->client);
        check_nothing_is_left("closed");
    }
}

static void an_outdated_key_is_wiped(void **state)
{
    (void)state;
    fresh_world();
    assert_int_equal(world_call(), TC3_OK);
    w->clock.seconds += TC3_SECONDS_PER_DAY;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK("inner", !client_holds(known.inner_state, 16));
    CHECK("outer", !client_holds(known.outer_state, 16));
    CHECK_INT("contexts", 2, test_sha256_log.live);
}

static void details_hold_no_secret(void **state)
{
    const tc3_details *details;

    (void)state;
    fresh_world();
    assert_int_equal(world_call(), TC3_OK);
    details = world_details();
    CHECK("id", !memory_contains(details, sizeof(*details), w->credentials.secret_id, 12));
    CHECK("key", !memory_contains(details, sizeof(*details), w->credentials.secret_key, 12));
    CHECK("token", !memory_contains(details, sizeof(*details), token, 12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(no_secret_lies_raw_in_the_client_after_any_step),
        WORLD_TEST(closing_after_a_call_wipes_the_key),
        WORLD_TEST(closing_after_any_step_wipes_everything),
        WORLD_TEST(the_token_is_gone_when_the_call_is_over),
        WORLD_TEST(a_failing_hash_leaves_no_secret),
        WORLD_TEST(an_outdated_key_is_wiped),
        WORLD_TEST(details_hold_no_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
