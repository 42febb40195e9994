/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes over an open connection: nothing is lost, doubled or changed, whatever line and reader do.
 */
#include "device.h"
#include "interface.h"
#include "lock.h"
#include "network.h"
#include "responder.h"
#include "services.h"
#include "test.h"

#include "lwip/mem.h"
#include "lwip/memp.h"
#include "lwip/pbuf.h"
#include "lwip/stats.h"
#include "lwip/tcp.h"

#include <string.h>

#define READ_SIZE   700u
#define MEBIBYTE    (1024u * 1024u)
#define HOARD_PIECE 160

static tc3_lwip connection;
static const fault_rates bad_line = {.loss = 3, .copy = 5, .reorder = 10};

/** The device's own bytes differ from the services'. */
static uint8_t device_byte(uint32_t offset)
{
    return (uint8_t)~services_byte(offset);
}

/** Receive made-up bytes from `offset` to `end`; each must be right. */
static void expect_bytes(tc3_lwip *from, uint32_t offset, uint32_t end)
{
    uint8_t bytes[READ_SIZE];
    while (offset < end) {
        size_t received;
        const size_t capacity = end - offset < sizeof(bytes) ? end - offset : sizeof(bytes);
        assert_status(TC3_OK, device_receive(from, bytes, capacity, &received));
        for (size_t index = 0; index < received; index++) {
            assert_int_equal(bytes[index], services_byte(offset + (uint32_t)index));
        }
        offset += (uint32_t)received;
    }
}

/** The stream ends here with `expected`, and stays so. */
static void expect_end(tc3_lwip *of, tc3_status expected, err_t error)
{
    uint8_t byte;
    size_t received;
    for (int round = 0; round < 3; round++) {
        assert_status(expected, device_receive(of, &byte, 1, &received));
        assert_int_equal(device_port_error(of), error);
    }
}

static void open_to(uint16_t port)
{
    tc3_lwip_init(&connection, NULL);
    device_open(&connection, NAME_BOTH, port);
}

static void test_one_mebibyte(void **state)
{
    (void)state;
    open_to(SERVICE_SOURCE);
    expect_bytes(&connection, 0, SERVICE_SOURCE_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}

static void test_one_mebibyte_over_a_bad_line(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 3; seed++) {
        network_set_faults(bad_line, seed);
        open_to(SERVICE_SOURCE);
        expect_bytes(&connection, 0, SERVICE_SOURCE_SIZE);
        expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
        device_close(&connection);
        const network_faults done = network_count_faults();
        assert_true(done.lost > 0 && done.copied > 0 && done.reordered > 0);
    }
}

static void test_bytes_one_by_one(void **state)
{
    (void)state;
    uint8_t byte;
    size_t received;
    open_to(SERVICE_SOURCE);
    for (uint32_t offset = 0; offset < 8 * TCP_MSS; offset++) {
        assert_status(TC3_OK, device_receive(&connection, &byte, 1, &received));
        assert_int_equal(byte, services_byte(offset));
    }
    expect_bytes(&connection, 8 * TCP_MSS, SERVICE_SOURCE_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}

/** The window is what the peer may send beyond the bytes that wait to be read. */
static void test_window_opens_by_what_was_read(void **state)
{
    (void)state;
    static uint8_t bytes[3 * TCP_MSS];
    uint32_t offset = 0;
    open_to(SERVICE_SOURCE);
    while (offset < 50 * TCP_MSS) {
        size_t received;
        const size_t capacity = 1 + offset % sizeof(bytes);
        assert_status(TC3_OK, device_receive(&connection, bytes, capacity, &received));
        offset += (uint32_t)received;
        const size_t unread = connection.received != NULL ? connection.received->tot_len : 0;
        const size_t refused =
            connection.pcb->refused_data != NULL ? connection.pcb->refused_data->tot_len : 0;
        assert_int_equal(connection.pcb->rcv_wnd + unread + refused, TCP_WND);
    }
    device_close(&connection);
}

/** Nothing is read until the window is shut and the peer has found that out. */
static void expect_window_shuts(void)
{
    network_run(20000);
    assert_true(connection.pcb->rcv_wnd < TCP_MSS || connection.pcb->refused_data != NULL);
    assert_true(connection.received->tot_len >= LWIP_MIN(TCP_WND, 0xffff) - TCP_MSS);
}

static void read_slowly(void)
{
    uint32_t offset = 0;
    open_to(SERVICE_SOURCE);
    while (offset < SERVICE_SOURCE_SIZE) {
        expect_window_shuts();
        const uint32_t end = LWIP_MIN(offset + 5 * TCP_WND, SERVICE_SOURCE_SIZE - TCP_WND);
        expect_bytes(&connection, offset, end);
        offset = end;
        if (end == SERVICE_SOURCE_SIZE - TCP_WND) {
            break;
        }
    }
    expect_bytes(&connection, offset, SERVICE_SOURCE_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}

static void test_slow_reader(void **state)
{
    (void)state;
    read_slowly();
}

static void test_slow_reader_on_a_bad_line(void **state)
{
    (void)state;
    network_set_faults(bad_line, 99);
    read_slowly();
}

#if TCP_WND > 0xffff
static void test_more_bytes_than_a_chain_can_hold(void **state)
{
    (void)state;
    open_to(SERVICE_SOURCE);
    network_run(20000);
    assert_non_null(connection.pcb->refused_data);
    expect_bytes(&connection, 0, SERVICE_SOURCE_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}
#endif

/** Send `size` bytes to a service that sends them back, and check what comes back. */
static void exchange_with(tc3_lwip *with, uint32_t size)
{
    uint8_t bytes[READ_SIZE];
    uint32_t sent_up_to = 0;
    uint32_t received_up_to = 0;
    const uint32_t start_ms = network_now();
    while (received_up_to < size) {
        size_t count;
        bool has_moved = false;
        const size_t length = LWIP_MIN(size - sent_up_to, sizeof(bytes));
        for (size_t index = 0; index < length; index++) {
            bytes[index] = device_byte(sent_up_to + (uint32_t)index);
        }
        if (length != 0) {
            const tc3_status status = device_try_send(with, bytes, length, &count);
            assert_true(status == TC3_OK || status == TC3_PENDING);
            sent_up_to += (uint32_t)count;
            has_moved = status == TC3_OK;
        }
        const tc3_status status = device_try_receive(with, bytes, sizeof(bytes), &count);
        assert_true(status == TC3_OK || status == TC3_PENDING);
        for (size_t index = 0; index < count; index++) {
            assert_int_equal(bytes[index], device_byte(received_up_to + (uint32_t)index));
        }
        received_up_to += (uint32_t)count;
        if (!has_moved && status == TC3_PENDING) {
            assert_true(network_now() - start_ms < DEVICE_PATIENCE_MS);
            network_step(1000);
        }
    }
    assert_int_equal(sent_up_to, size);
}

static void test_small_pieces_leave_at_once(void **state)
{
    (void)state;
    size_t sent;
    open_to(SERVICE_ECHO);
    network_run(1000);
    const uint32_t segments = lwip_stats.tcp.xmit;
    for (unsigned count = 1; count <= 2; count++) {
        assert_status(TC3_OK, device_try_send(&connection, (const uint8_t *)"x", 1, &sent));
        assert_int_equal(lwip_stats.tcp.xmit, segments + count);
    }
    device_close(&connection);
}

static void test_both_ways_at_once(void **state)
{
    (void)state;
    open_to(SERVICE_ECHO);
    exchange_with(&connection, MEBIBYTE);
    device_close(&connection);
}

static void test_both_ways_over_a_bad_line(void **state)
{
    (void)state;
    for (uint32_t seed = 11; seed <= 13; seed++) {
        network_set_faults(bad_line, seed);
        open_to(SERVICE_ECHO);
        exchange_with(&connection, MEBIBYTE);
        device_close(&connection);
    }
}

static void test_peer_that_does_not_read(void **state)
{
    (void)state;
    uint8_t bytes[READ_SIZE];
    uint32_t taken = 0;
    size_t count;
    open_to(SERVICE_LAZY);
    const uint32_t start_ms = network_now();
    while (network_now() - start_ms < SERVICE_LAZY_MS / 2) {
        for (size_t index = 0; index < sizeof(bytes); index++) {
            bytes[index] = device_byte(taken + (uint32_t)index);
        }
        if (device_try_send(&connection, bytes, sizeof(bytes), &count) == TC3_PENDING) {
            network_step(100);
        }
        taken += (uint32_t)count;
    }
    assert_true(taken >= LWIP_MIN(TCP_WND, MEM_SIZE / 2));
    assert_true(taken <= TCP_WND + TCP_SND_BUF);
    for (uint32_t offset = 0; offset < taken; offset++) {
        assert_status(TC3_OK, device_receive(&connection, bytes, 1, &count));
        assert_int_equal(bytes[0], device_byte(offset));
    }
    device_close(&connection);
}

static void test_end_comes_after_the_bytes(void **state)
{
    (void)state;
    open_to(SERVICE_GREETING);
    network_run(1000);
    expect_bytes(&connection, 0, SERVICE_GREETING_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}

static void test_reset_comes_after_the_bytes(void **state)
{
    (void)state;
    size_t sent;
    open_to(SERVICE_RESET);
    network_run(1000);
    assert_null(connection.pcb);
    expect_bytes(&connection, 0, SERVICE_GREETING_SIZE);
    expect_end(&connection, TC3_ERROR_RESET, ERR_RST);
    assert_status(TC3_ERROR_RESET, device_try_send(&connection, (const uint8_t *)"x", 1, &sent));
    assert_int_equal(device_port_error(&connection), ERR_RST);
    device_close(&connection);
}

static void test_reset_at_once(void **state)
{
    (void)state;
    open_to(SERVICE_BOUNCER);
    expect_end(&connection, TC3_ERROR_RESET, ERR_RST);
    device_close(&connection);
}

static void test_sending_to_a_peer_that_has_closed(void **state)
{
    (void)state;
    size_t sent;
    open_to(SERVICE_GREETING);
    expect_bytes(&connection, 0, SERVICE_GREETING_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    assert_status(TC3_OK, device_try_send(&connection, (const uint8_t *)"x", 1, &sent));
    network_run(1000);
    assert_status(TC3_ERROR_RESET, device_try_send(&connection, (const uint8_t *)"x", 1, &sent));
    device_close(&connection);
}

static void test_no_memory_to_send(void **state)
{
    (void)state;
    void *segments[MEMP_NUM_TCP_SEG];
    unsigned count = 0;
    size_t sent;
    uint8_t byte;
    tc3_wait wait;
    open_to(SERVICE_ECHO);
    network_run(1000);
    while (count < MEMP_NUM_TCP_SEG && (segments[count] = memp_malloc(MEMP_TCP_SEG)) != NULL) {
        count++;
    }
    const tc3_io *const io = tc3_lwip_io(&connection);
    lock_give();
    const tc3_status status = io->send(io->context, (const uint8_t *)"x", 1, &sent, &wait);
    lock_take();
    assert_status(TC3_PENDING, status);
    assert_int_equal(wait.events, TC3_WAIT_WRITABLE);
    assert_true(wait.timeout_ms < 1000);
    while (count != 0) {
        memp_free(MEMP_TCP_SEG, segments[--count]);
    }
    assert_status(TC3_OK, device_try_send(&connection, (const uint8_t *)"x", 1, &sent));
    assert_status(TC3_OK, device_receive(&connection, &byte, 1, &sent));
    assert_int_equal(byte, 'x');
    exchange_with(&connection, 10000);
    device_close(&connection);
}

/** Pieces of lwIP's heap, taken to make it scarce. */
typedef struct hoard {
    void *piece[MEM_SIZE / HOARD_PIECE];
    unsigned count;
} hoard;

static hoard taken;

/** Take the heap but for one piece or two. */
static void take_heap(void)
{
    while (taken.count < LWIP_ARRAYSIZE(taken.piece) &&
           (taken.piece[taken.count] = mem_malloc(HOARD_PIECE)) != NULL) {
        taken.count++;
    }
    mem_free(taken.piece[--taken.count]);
}

static void give_heap_back(void)
{
    while (taken.count != 0) {
        mem_free(taken.piece[--taken.count]);
    }
}

static void test_memory_for_a_part(void **state)
{
    (void)state;
    static uint8_t bytes[TCP_SND_BUF / 2];
    size_t sent;
    size_t received;
    open_to(SERVICE_ECHO);
    network_run(1000);
    memset(bytes, 'p', sizeof(bytes));
    take_heap();
    assert_status(TC3_OK, device_try_send(&connection, bytes, sizeof(bytes), &sent));
    assert_true(sent < sizeof(bytes));
    give_heap_back();
    for (size_t index = 0; index < sent; index++) {
        uint8_t byte;
        assert_status(TC3_OK, device_receive(&connection, &byte, 1, &received));
        assert_int_equal(byte, 'p');
    }
    exchange_with(&connection, 10000);
    device_close(&connection);
}

static void test_no_pbuf_to_receive(void **state)
{
    (void)state;
    struct pbuf *pbufs[PBUF_POOL_SIZE];
    unsigned count = 0;
    open_to(SERVICE_SOURCE);
    expect_bytes(&connection, 0, 10000);
    while (count < PBUF_POOL_SIZE &&
           (pbufs[count] = pbuf_alloc(PBUF_RAW, PBUF_POOL_BUFSIZE, PBUF_POOL)) != NULL) {
        count++;
    }
    network_run(3000);
    while (count != 0) {
        (void)pbuf_free(pbufs[--count]);
    }
    expect_bytes(&connection, 10000, SERVICE_SOURCE_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}

static void test_link_goes_down_and_comes_up(void **state)
{
    (void)state;
    open_to(SERVICE_SOURCE);
    expect_bytes(&connection, 0, 100000);
    network_set_link(false);
    network_run(8000);
    network_set_link(true);
    expect_bytes(&connection, 100000, SERVICE_SOURCE_SIZE);
    expect_end(&connection, TC3_ERROR_CLOSED, ERR_OK);
    device_close(&connection);
}

static void test_sending_while_the_link_is_down(void **state)
{
    (void)state;
    size_t count;
    uint8_t byte;
    open_to(SERVICE_ECHO);
    network_set_link(false);
    assert_status(TC3_OK, device_try_send(&connection, (const uint8_t *)"x", 1, &count));
    network_run(4000);
    network_set_link(true);
    assert_status(TC3_OK, device_receive(&connection, &byte, 1, &count));
    assert_int_equal(byte, 'x');
    device_close(&connection);
}

static void test_peer_that_vanishes(void **state)
{
    (void)state;
    size_t count;
    open_to(SERVICE_ECHO);
    network_cut(true);
    assert_status(TC3_OK, device_try_send(&connection, (const uint8_t *)"x", 1, &count));
    expect_end(&connection, TC3_ERROR_UNREACHABLE, ERR_ABRT);
    device_close(&connection);
}

/** lwIP tells `error`, as if the connection were over; the pcb is there still. */
static void expect_reported(err_t error, tc3_status expected)
{
    open_to(SERVICE_ECHO);
    struct tcp_pcb *const pcb = connection.pcb;
    pcb->errf(pcb->callback_arg, error);
    expect_end(&connection, expected, error);
    device_close(&connection);
    tcp_err(pcb, NULL);
    tcp_abort(pcb);
}

static void test_errors_that_lwip_tells(void **state)
{
    (void)state;
    expect_reported(ERR_RST, TC3_ERROR_RESET);
    expect_reported(ERR_CLSD, TC3_ERROR_CLOSED);
    expect_reported(ERR_ABRT, TC3_ERROR_UNREACHABLE);
    expect_reported(ERR_TIMEOUT, TC3_ERROR_UNREACHABLE);
    expect_reported(ERR_RTE, TC3_ERROR_UNREACHABLE);
    expect_reported(ERR_IF, TC3_ERROR_NETWORK);
}

static void test_lwip_refuses_to_send(void **state)
{
    (void)state;
    size_t sent;
    open_to(SERVICE_ECHO);
    connection.pcb->state = FIN_WAIT_2;
    assert_status(TC3_ERROR_NETWORK, device_try_send(&connection, (const uint8_t *)"x", 1, &sent));
    assert_int_equal(device_port_error(&connection), ERR_CONN);
    connection.pcb->state = ESTABLISHED;
    device_close(&connection);
}

static void test_two_connections_at_once(void **state)
{
    (void)state;
    static tc3_lwip other;
    uint8_t byte;
    size_t received;
    open_to(SERVICE_SOURCE);
    tc3_lwip_init(&other, NULL);
    device_open(&other, NAME_BOTH, SERVICE_ECHO);
    for (uint32_t round = 0; round < 10; round++) {
        expect_bytes(&connection, round * 20000, (round + 1) * 20000);
        exchange_with(&other, 5000);
    }
    assert_status(TC3_PENDING, device_try_receive(&other, &byte, 1, &received));
    device_close(&connection);
    exchange_with(&other, 5000);
    device_close(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, network_reset, network_expect_no_leak)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_one_mebibyte),
        TEST(test_one_mebibyte_over_a_bad_line),
        TEST(test_bytes_one_by_one),
        TEST(test_window_opens_by_what_was_read),
        TEST(test_slow_reader),
        TEST(test_slow_reader_on_a_bad_line),
#if TCP_WND > 0xffff
        TEST(test_more_bytes_than_a_chain_can_hold),
#endif
        TEST(test_small_pieces_leave_at_once),
        TEST(test_both_ways_at_once),
        TEST(test_both_ways_over_a_bad_line),
        TEST(test_peer_that_does_not_read),
        TEST(test_end_comes_after_the_bytes),
        TEST(test_reset_comes_after_the_bytes),
        TEST(test_reset_at_once),
        TEST(test_sending_to_a_peer_that_has_closed),
        TEST(test_no_memory_to_send),
        TEST(test_memory_for_a_part),
        TEST(test_no_pbuf_to_receive),
        TEST(test_link_goes_down_and_comes_up),
        TEST(test_sending_while_the_link_is_down),
        TEST(test_peer_that_vanishes),
        TEST(test_errors_that_lwip_tells),
        TEST(test_lwip_refuses_to_send),
        TEST(test_two_connections_at_once),
    };
    return cmocka_run_group_tests(tests, network_start, network_stop);
}
