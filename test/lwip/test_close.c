/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closing at any time. The connection's memory goes away right after it, as AddressSanitizer sees.
 */
#include "device.h"
#include "interface.h"
#include "network.h"
#include "responder.h"
#include "services.h"
#include "test.h"

#include "lwip/priv/tcp_priv.h"
#include "lwip/stats.h"

#include <stdlib.h>

#define SWEEP_STEPS 60
#define ROUNDS      5

static tc3_lwip *create(void)
{
    tc3_lwip *const connection = malloc(sizeof(*connection));
    assert_non_null(connection);
    tc3_lwip_init(connection, NULL);
    return connection;
}

static void destroy(tc3_lwip *connection)
{
    device_close(connection);
    free(connection);
}

static void expect_alive(tc3_lwip *connection)
{
    uint8_t byte;
    size_t received;
    assert_status(TC3_OK, device_receive(connection, &byte, 1, &received));
    assert_int_equal(byte, services_byte(0));
}

static void expect_opens(const char *host)
{
    tc3_lwip *const connection = create();
    device_open(connection, host, SERVICE_GREETING);
    expect_alive(connection);
    destroy(connection);
}

static void test_close_before_connect_and_again(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    device_close(connection);
    device_close(connection);
    device_open(connection, NAME_BOTH, SERVICE_GREETING);
    expect_alive(connection);
    device_close(connection);
    destroy(connection);
}

static void test_answer_of_dns_after_close(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    assert_status(TC3_PENDING, device_step_connect(connection, NAME_LATE, SERVICE_GREETING));
    network_run(10);
    destroy(connection);
    network_run(2 * NAME_LATE_MS);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 0);
}

static void test_late_answer_goes_to_no_later_question(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    assert_status(TC3_PENDING, device_step_connect(connection, NAME_LATE, SERVICE_GREETING));
    network_run(10);
    device_close(connection);
    assert_status(TC3_PENDING, device_step_connect(connection, NAME_SILENT, SERVICE_GREETING));
    network_run(2 * NAME_LATE_MS);
    assert_status(TC3_PENDING, device_step_connect(connection, NAME_SILENT, SERVICE_GREETING));
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 0);
    device_close(connection);
    device_open(connection, NAME_BOTH, SERVICE_GREETING);
    expect_alive(connection);
    destroy(connection);
}

static void test_answers_go_to_those_who_wait(void **state)
{
    (void)state;
    tc3_lwip *const first = create();
    tc3_lwip *const second = create();
    tc3_lwip *const third = create();
    assert_status(TC3_PENDING, device_step_connect(first, NAME_BOTH, SERVICE_GREETING));
    assert_status(TC3_PENDING, device_step_connect(second, NAME_BOTH, SERVICE_GREETING));
    assert_status(TC3_PENDING, device_step_connect(third, NAME_BOTH, SERVICE_GREETING));
    destroy(second);
    device_open(first, NAME_BOTH, SERVICE_GREETING);
    device_open(third, NAME_BOTH, SERVICE_GREETING);
    expect_alive(third);
    expect_alive(first);
    destroy(first);
    destroy(third);
}

static void test_close_while_connecting(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    network_cut(true);
    assert_status(TC3_PENDING, device_step_connect(connection, LWIP_IPV4 ? "10.0.3.2" : "fd00:3::2",
                                                   SERVICE_GREETING));
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 1);
    destroy(connection);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 0);
    network_cut(false);
    expect_opens(NAME_BOTH);
}

/** Let a download and an echo run for `steps` round trips, then close them. */
static void close_after(unsigned steps)
{
    tc3_lwip *const source = create();
    tc3_lwip *const echo = create();
    tc3_status source_status = TC3_PENDING;
    tc3_status echo_status = TC3_PENDING;
    uint8_t bytes[400] = {0};
    size_t count;
    while (steps-- != 0) {
        source_status = source_status == TC3_PENDING
                            ? device_step_connect(source, NAME_BOTH, SERVICE_SOURCE)
                            : source_status;
        echo_status = echo_status == TC3_PENDING
                          ? device_step_connect(echo, NAME_BOTH, SERVICE_ECHO)
                          : echo_status;
        if (source_status == TC3_OK) {
            (void)device_try_receive(source, bytes, sizeof(bytes), &count);
        }
        if (echo_status == TC3_OK) {
            (void)device_try_send(echo, bytes, sizeof(bytes), &count);
        }
        network_step(1);
    }
    destroy(source);
    destroy(echo);
}

static void test_close_after_every_step(void **state)
{
    for (unsigned steps = 0; steps < SWEEP_STEPS; steps++) {
        close_after(steps);
        (void)network_expect_no_leak(state);
    }
}

static void test_close_after_every_step_on_a_bad_line(void **state)
{
    for (unsigned steps = 0; steps < SWEEP_STEPS; steps++) {
        network_set_faults((fault_rates){.loss = 10, .copy = 10, .reorder = 10}, steps + 1);
        close_after(steps);
        (void)network_expect_no_leak(state);
    }
}

static void test_close_with_unread_bytes_frees_them_at_once(void **state)
{
    (void)state;
    const unsigned pool_pbufs = lwip_stats.memp[MEMP_PBUF_POOL]->used;
    tc3_lwip *const connection = create();
    device_open(connection, NAME_BOTH, SERVICE_SOURCE);
    network_run(1000);
    assert_true(lwip_stats.memp[MEMP_PBUF_POOL]->used > pool_pbufs);
    destroy(connection);
    assert_int_equal(lwip_stats.memp[MEMP_PBUF_POOL]->used, pool_pbufs);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 0);
}

static void test_last_bytes_arrive_after_close(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    size_t sent;
    device_open(connection, NAME_BOTH, SERVICE_ECHO);
    const uint32_t resets = lwip_stats.tcp.proterr;
    assert_status(TC3_OK, device_try_send(connection, (const uint8_t *)"bye", 3, &sent));
    destroy(connection);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 1);
    assert_int_equal(lwip_stats.tcp.proterr, resets);
}

static void test_nothing_lingers_for_long(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    size_t sent;
    device_open(connection, NAME_BOTH, SERVICE_ECHO);
    network_cut(true);
    assert_status(TC3_OK, device_try_send(connection, (const uint8_t *)"bye", 3, &sent));
    destroy(connection);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 1);
    network_run(TC3_LWIP_LINGER * TCP_SLOW_INTERVAL + TCP_SLOW_INTERVAL);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, 0);
    assert_int_equal(lwip_stats.memp[MEMP_TCP_SEG]->used, 0);
}

static void test_new_connections_displace_lingering_ones(void **state)
{
    (void)state;
    size_t sent;
    struct tcp_pcb *taken[MEMP_NUM_TCP_PCB - 1];
    for (size_t index = 0; index < LWIP_ARRAYSIZE(taken); index++) {
        taken[index] = tcp_new();
        assert_non_null(taken[index]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        tc3_lwip *const connection = create();
        device_open(connection, NAME_BOTH, SERVICE_ECHO);
        network_cut(true);
        assert_status(TC3_OK, device_try_send(connection, (const uint8_t *)"bye", 3, &sent));
        destroy(connection);
        assert_int_equal(lwip_stats.memp[MEMP_TCP_PCB]->used, MEMP_NUM_TCP_PCB);
        network_cut(false);
    }
    for (size_t index = 0; index < LWIP_ARRAYSIZE(taken); index++) {
        tcp_abort(taken[index]);
    }
}

static void test_close_after_the_peers_end(void **state)
{
    (void)state;
    tc3_lwip *const connection = create();
    uint8_t bytes[SERVICE_GREETING_SIZE];
    size_t received;
    tc3_status status;
    device_open(connection, NAME_BOTH, SERVICE_GREETING);
    while ((status = device_receive(connection, bytes, sizeof(bytes), &received)) == TC3_OK) {
        assert_true(received <= sizeof(bytes));
    }
    assert_status(TC3_ERROR_CLOSED, status);
    destroy(connection);
    network_run(100);
    assert_null(tcp_active_pcbs);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, network_reset, network_expect_no_leak)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_close_before_connect_and_again),
        TEST(test_answer_of_dns_after_close),
        TEST(test_late_answer_goes_to_no_later_question),
        TEST(test_answers_go_to_those_who_wait),
        TEST(test_close_while_connecting),
        TEST(test_close_after_every_step),
        TEST(test_close_after_every_step_on_a_bad_line),
        TEST(test_close_with_unread_bytes_frees_them_at_once),
        TEST(test_last_bytes_arrive_after_close),
        TEST(test_nothing_lingers_for_long),
        TEST(test_new_connections_displace_lingering_ones),
        TEST(test_close_after_the_peers_end),
    };
    return cmocka_run_group_tests(tests, network_start, network_stop);
}
