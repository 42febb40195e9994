/* SPDX-License-Identifier: Apache-2.0 */
#include "caller.h"

#include "boards/board.h"
#include "credentials.h"
#include "measure.h"
#include "random.h"
#include "settings.h"

#include "tc3/lwip.h"
#include "tc3/mbedtls.h"
#include "tc3/tls.h"

#include <mbedtls/ecp.h>

/** Elliptic-curve operations in one step of the handshake: about 4 million instructions. */
#define CURVE_OPERATIONS_A_STEP 250u
/** Bytes for a TLS session to resume. */
#define SESSION_SIZE            512

static tc3_lwip_config connection_config;
static tc3_lwip connection;
static tc3_tls tls;
static tc3_config config;
static tc3_client client;
static tc3_voucher_pool pool;
static uint8_t session[SESSION_SIZE];

/** The details of a call that could not even be set up. */
static const tc3_details nothing_known;
static bool is_ready;

static void start_connection(void)
{
    connection_config.connect_address = settings_text(SETTING_CONNECT_ADDRESS, NULL);
    connection_config.connect_port = (uint16_t)settings_number(SETTING_CONNECT_PORT, 0);
    tc3_lwip_init(&connection, &connection_config);
}

static tc3_status start_tls(void)
{
    const tc3_text anchors = settings_bytes(SETTING_TRUST_ANCHORS);
    tc3_tls_config tls_config = {0};

    (void)tc3_mbedtls_set_arena(firmware_arena,
                                (uintptr_t)firmware_arena_end - (uintptr_t)firmware_arena);
#if defined(MBEDTLS_ECP_RESTARTABLE)
    mbedtls_ecp_set_max_ops(CURVE_OPERATIONS_A_STEP);
#endif
    tls_config.transport = tc3_lwip_io(&connection);
    tls_config.clock = tc3_lwip_clock();
    tls_config.random = &firmware_entropy;
    tls_config.trust_anchors = anchors.bytes;
    tls_config.trust_anchors_size = anchors.length;
    tls_config.session = session;
    tls_config.session_size = sizeof session;
    return tc3_tls_init(&tls, &tls_config);
}

/** A connection that the next call would find too old is not kept: it holds a third of RAM. */
static uint32_t keep_alive_ms(void)
{
    const uint32_t interval_ms = settings_number(SETTING_INTERVAL_MS, SETTINGS_DEFAULT_INTERVAL_MS);

    return interval_ms < TC3_KEEP_ALIVE_MS ? TC3_KEEP_ALIVE_MS : 1;
}

static tc3_status start_client(void)
{
    const tc3_io *io = tc3_tls_io(&tls);

    config.host = settings_text(SETTING_HOST, TC3_VOUCHER_POOL_HOST);
    config.io = settings_number(SETTING_MEASURE, 0) != 0 ? measure_io(io) : io;
    config.sha256 = tc3_mbedtls_sha256();
    config.clock = tc3_lwip_clock();
    config.random = &firmware_entropy;
    config.credentials = &firmware_credentials;
    config.language = settings_text(SETTING_LANGUAGE, NULL);
    config.deadline_ms = settings_number(SETTING_DEADLINE_MS, 0);
    config.keep_alive_ms = keep_alive_ms();
    config.attempts = (uint8_t)settings_number(SETTING_ATTEMPTS, 0);
    return tc3_client_init(&client, &config);
}

tc3_status caller_start(void)
{
    tc3_status status;

    start_connection();
    status = start_tls();
    if (status == TC3_OK) {
        status = start_client();
    }
    is_ready = status == TC3_OK;
    return status;
}

tc3_status caller_begin(uint32_t now_ms)
{
    return tc3_client_start(&client, &tc3_query_voucher_pool, &pool, now_ms);
}

tc3_status caller_step(uint32_t now_ms, tc3_wait *wait)
{
    return settings_number(SETTING_MEASURE, 0) != 0 ? measure_step(&client, now_ms, wait)
                                                    : tc3_client_step(&client, now_ms, wait);
}

void caller_idle(uint32_t now_ms)
{
    (void)tc3_client_idle(&client, now_ms);
}

const tc3_voucher_pool *caller_pool(void)
{
    return &pool;
}

const tc3_details *caller_details(void)
{
    return is_ready ? tc3_client_details(&client) : &nothing_known;
}

void caller_stop(void)
{
    if (is_ready) {
        tc3_client_close(&client);
        tc3_tls_release(&tls);
        is_ready = false;
    }
}
