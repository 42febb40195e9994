/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a connection: DNS, both families, everything that can stand in the way. */
#include "device.h"
#include "interface.h"
#include "lock.h"
#include "network.h"
#include "responder.h"
#include "services.h"
#include "test.h"

#include "lwip/dns.h"
#include "lwip/memp.h"
#include "lwip/stats.h"
#include "lwip/tcp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOSED_PORT 4433
#define DEADLINE_MS 30000u

static tc3_lwip connection;

/* The families that this lwIP has. */
#define HAS_FOUR (LWIP_IPV4)
#define HAS_SIX  (LWIP_IPV6)

/** The peer sends what it is to send: the connection is one. */
static void expect_alive(tc3_lwip *alive)
{
    uint8_t bytes[16];
    size_t received;
    assert_status(TC3_OK, device_receive(alive, bytes, sizeof(bytes), &received));
    assert_int_equal(bytes[0], services_byte(0));
}

static void expect_opens(const char *host)
{
    tc3_lwip_init(&connection, NULL);
    device_open(&connection, host, SERVICE_GREETING);
    expect_alive(&connection);
    device_close(&connection);
}

static device_outcome fail_to_open(const char *host, uint16_t port)
{
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome = device_connect(&connection, host, port, DEADLINE_MS);
    device_close(&connection);
    return outcome;
}

static void expect_fails(const char *host, uint16_t port, tc3_phase phase, tc3_status expected,
                         err_t error)
{
    const device_outcome outcome = fail_to_open(host, port);
    assert_status(expected, outcome.status);
    assert_int_equal(outcome.port_error, error);
    assert_int_equal(outcome.phase, phase);
}

static void test_io_authenticates_nobody(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    assert_false(tc3_lwip_io(&connection)->verified);
}

static void test_numeric_address_is_used_at_once(void **state)
{
    (void)state;
    const uint32_t packets = lwip_stats.udp.xmit;
#if HAS_FOUR
    expect_opens("10.0.3.2");
#endif
#if HAS_SIX
    expect_opens("fd00:3::2");
#endif
    assert_int_equal(lwip_stats.udp.xmit, packets);
}

static void test_numeric_address_is_tried_once(void **state)
{
    (void)state;
    const char *const host = HAS_FOUR ? "10.0.3.2" : "fd00:3::2";
    const uint32_t segments = lwip_stats.tcp.xmit;
    expect_fails(host, CLOSED_PORT, TC3_PHASE_CONNECT, TC3_ERROR_REFUSED, ERR_RST);
    assert_int_equal(lwip_stats.tcp.xmit, segments + 1);
}

static void test_name_with_all_addresses_opens(void **state)
{
    (void)state;
    expect_opens(NAME_BOTH);
}

static void test_name_with_ipv4_only(void **state)
{
    (void)state;
#if HAS_FOUR
    expect_opens(NAME_FOUR);
#else
    expect_fails(NAME_FOUR, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_DNS, ERR_OK);
#endif
}

static void test_name_with_ipv6_only(void **state)
{
    (void)state;
#if HAS_SIX
    expect_opens(NAME_SIX);
#else
    expect_fails(NAME_SIX, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_DNS, ERR_OK);
#endif
}

static void test_family_that_does_not_answer_yields_to_the_other(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, NAME_DEAD_FOUR, SERVICE_GREETING, 3 * TC3_LWIP_ADDRESS_MAX_MS);
#if HAS_SIX
    assert_status(TC3_OK, outcome.status);
    assert_true(outcome.elapsed_ms < TC3_LWIP_ADDRESS_MAX_MS + 1000);
    expect_alive(&connection);
#else
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.phase, TC3_PHASE_CONNECT);
#endif
    device_close(&connection);
}

static void test_only_address_keeps_all_the_time(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, HAS_FOUR ? NAME_DEAD_ONLY_FOUR : NAME_DEAD, SERVICE_GREETING,
                       3 * TC3_LWIP_ADDRESS_MAX_MS);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.phase, TC3_PHASE_CONNECT);
    device_close(&connection);
}

static void test_late_answer_of_the_only_address_counts(void **state)
{
    (void)state;
    const char *const host = HAS_FOUR ? NAME_FOUR : NAME_SIX;
    expect_opens(host);
    tc3_lwip_init(&connection, NULL);
    network_cut(true);
    const uint32_t start_ms = network_now();
    while (network_now() - start_ms < 2 * TC3_LWIP_ADDRESS_MAX_MS) {
        assert_status(TC3_PENDING, device_step_connect(&connection, host, SERVICE_GREETING));
        network_step(1000);
    }
    network_cut(false);
    device_open(&connection, host, SERVICE_GREETING);
    expect_alive(&connection);
    device_close(&connection);
}

static void test_refused(void **state)
{
    (void)state;
    expect_fails(NAME_BOTH, CLOSED_PORT, TC3_PHASE_CONNECT, TC3_ERROR_REFUSED, ERR_RST);
#if HAS_FOUR
    expect_fails(NAME_FOUR, CLOSED_PORT, TC3_PHASE_CONNECT, TC3_ERROR_REFUSED, ERR_RST);
#endif
#if HAS_SIX
    expect_fails(NAME_SIX, CLOSED_PORT, TC3_PHASE_CONNECT, TC3_ERROR_REFUSED, ERR_RST);
#endif
}

static void test_silent_host_runs_into_the_deadline(void **state)
{
    (void)state;
    const uint32_t deadline_ms = 3 * TC3_LWIP_ADDRESS_MAX_MS;
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, NAME_DEAD, SERVICE_GREETING, deadline_ms);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.phase, TC3_PHASE_CONNECT);
    assert_int_equal(outcome.elapsed_ms, deadline_ms);
    device_close(&connection);
}

static void test_silent_host_is_unreachable_once_lwip_gives_up(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, NAME_DEAD, SERVICE_GREETING, DEVICE_PATIENCE_MS);
    assert_status(TC3_ERROR_UNREACHABLE, outcome.status);
    assert_int_equal(outcome.port_error, ERR_ABRT);
    device_close(&connection);
}

static void test_missing_name(void **state)
{
    (void)state;
    const device_outcome outcome = fail_to_open(NAME_MISSING, SERVICE_GREETING);
    assert_status(TC3_ERROR_DNS, outcome.status);
    assert_int_equal(outcome.phase, TC3_PHASE_RESOLVE);
}

static void test_address_zero_is_no_address(void **state)
{
    (void)state;
    expect_fails(NAME_ZERO, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_DNS, ERR_OK);
}

static void test_text_that_is_no_name(void **state)
{
    (void)state;
    char text[DNS_MAX_NAME_LENGTH + 2];
    memset(text, 'a', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    expect_fails("", SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_DNS, ERR_ARG);
    expect_fails(text, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_DNS, ERR_ARG);
}

static void test_silent_dns_runs_into_the_deadline(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome = device_connect(&connection, NAME_SILENT, SERVICE_GREETING, 2000);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.phase, TC3_PHASE_RESOLVE);
    assert_int_equal(outcome.elapsed_ms, 2000);
    device_close(&connection);
}

static void test_silent_dns_fails_once_lwip_gives_up(void **state)
{
    (void)state;
    const device_outcome outcome = fail_to_open(NAME_SILENT, SERVICE_GREETING);
    assert_status(TC3_ERROR_DNS, outcome.status);
    assert_int_equal(outcome.phase, TC3_PHASE_RESOLVE);
    assert_true(outcome.elapsed_ms > 5000);
}

/** The answer to a question of nobody's. */
static void drop_answer(const char *name, const ip_addr_t *address, void *argument)
{
    (void)name;
    (void)address;
    (void)argument;
}

/** Fill lwIP's table with questions that it asks for seconds. */
static void fill_dns_table(void)
{
    char name[32];
    ip_addr_t address;
    network_cut(true);
    for (unsigned index = 0; index < DNS_TABLE_SIZE; index++) {
        (void)snprintf(name, sizeof(name), "%u." NAME_MISSING, index);
        assert_int_equal(dns_gethostbyname(name, &address, drop_answer, NULL), ERR_INPROGRESS);
    }
    network_cut(false);
}

static void test_full_dns_table_is_waited_for(void **state)
{
    (void)state;
    fill_dns_table();
    tc3_lwip_init(&connection, NULL);
    assert_status(TC3_PENDING, device_step_connect(&connection, NAME_BOTH, SERVICE_GREETING));
    assert_int_equal(device_port_error(&connection), ERR_MEM);
    device_open(&connection, NAME_BOTH, SERVICE_GREETING);
    expect_alive(&connection);
    device_close(&connection);
}

static void test_full_dns_table_runs_into_the_deadline(void **state)
{
    (void)state;
    fill_dns_table();
    network_cut(true);
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, NAME_MISSING, SERVICE_GREETING, 2000);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.port_error, ERR_MEM);
    assert_int_equal(outcome.phase, TC3_PHASE_RESOLVE);
    assert_int_equal(outcome.elapsed_ms, 2000);
    device_close(&connection);
    network_run(60000);
    network_cut(false);
    expect_fails(NAME_MISSING, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_DNS, ERR_OK);
}

static void test_question_of_a_call_that_timed_out_is_outlived(void **state)
{
    (void)state;
    network_cut(true);
    for (unsigned index = 0; index < DNS_TABLE_SIZE; index++) {
        char name[32];
        (void)snprintf(name, sizeof(name), "%u." NAME_MISSING, index);
        tc3_lwip_init(&connection, NULL);
        const device_outcome outcome = device_connect(&connection, name, SERVICE_GREETING, 100);
        assert_status(TC3_ERROR_TIMEOUT, outcome.status);
        device_close(&connection);
    }
    network_cut(false);
    const device_outcome outcome =
        device_connect(&connection, NAME_BOTH, SERVICE_GREETING, DEADLINE_MS);
    assert_status(TC3_OK, outcome.status);
    expect_alive(&connection);
    device_close(&connection);
}

#if HAS_FOUR && HAS_SIX
static void test_other_family_is_asked_for_once_the_dns_table_has_room(void **state)
{
    (void)state;
    fill_dns_table(); /* so that no earlier answer is known any more */
    network_run(60000);
    tc3_lwip_init(&connection, NULL);
    while (connection.pcb == NULL) {
        assert_status(TC3_PENDING,
                      device_step_connect(&connection, NAME_DEAD_FOUR, SERVICE_GREETING));
        network_step(100);
    }
    network_run(TC3_LWIP_ADDRESS_MAX_MS - 100);
    fill_dns_table();
    device_open(&connection, NAME_DEAD_FOUR, SERVICE_GREETING);
    expect_alive(&connection);
    device_close(&connection);
}
#endif

static void test_no_name_server(void **state)
{
    (void)state;
    const ip_addr_t server = *dns_getserver(0);
    dns_setserver(0, NULL);
    expect_fails(NAME_MISSING, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_UNREACHABLE, ERR_VAL);
    dns_setserver(0, &server);
}

static void test_link_down(void **state)
{
    (void)state;
    network_set_link(false);
    expect_fails(NAME_BOTH, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_UNREACHABLE, ERR_RTE);
#if HAS_FOUR
    expect_fails("10.0.3.2", SERVICE_GREETING, TC3_PHASE_CONNECT, TC3_ERROR_UNREACHABLE, ERR_RTE);
#endif
    network_set_link(true);
    expect_opens(NAME_BOTH);
}

/** The port's next look finds the link down; there is more time than lwIP tries for. */
static void expect_unreachable_at_once(const char *host, tc3_phase phase)
{
    const uint32_t start_ms = network_now();
    network_set_link(false);
    const device_outcome outcome =
        device_connect(&connection, host, SERVICE_GREETING, DEVICE_PATIENCE_MS);
    assert_status(TC3_ERROR_UNREACHABLE, outcome.status);
    assert_int_equal(outcome.port_error, ERR_RTE);
    assert_int_equal(outcome.phase, phase);
    assert_int_equal(network_now(), start_ms);
    device_close(&connection);
    network_set_link(true);
}

static void test_link_that_goes_down_while_connecting_ends_it_at_once(void **state)
{
    (void)state;
    static const char *const hosts[] = {
#if HAS_FOUR
        "10.0.3.99",
#endif
#if HAS_SIX
        "fd00:3::99",
#endif
    };
    for (size_t index = 0; index < LWIP_ARRAYSIZE(hosts); index++) {
        tc3_lwip_init(&connection, NULL);
        assert_status(TC3_PENDING,
                      device_step_connect(&connection, hosts[index], SERVICE_GREETING));
        network_run(1000);
        expect_unreachable_at_once(hosts[index], TC3_PHASE_CONNECT);
    }
}

static void test_link_that_goes_down_while_asking_dns_ends_it_at_once(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    assert_status(TC3_PENDING, device_step_connect(&connection, NAME_SILENT, SERVICE_GREETING));
    network_run(1000);
    expect_unreachable_at_once(NAME_SILENT, TC3_PHASE_RESOLVE);
}

static device_outcome open_at(tc3_address_choice choice, const char *host)
{
    const device_outcome outcome =
        device_connect_to(&connection, host, SERVICE_GREETING, DEADLINE_MS, choice);
    assert_status(TC3_OK, outcome.status);
    return outcome;
}

#if HAS_FOUR && HAS_SIX

static void expect_family(u8_t expected)
{
    assert_int_equal(IP_GET_TYPE(&connection.pcb->remote_ip), expected);
    device_close(&connection);
}

static void test_next_address_is_the_other_familys_and_then_the_first(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    assert_true(open_at(TC3_ADDRESS_FIRST, NAME_BOTH).more_addresses);
    expect_family(IPADDR_TYPE_V4);
    assert_false(open_at(TC3_ADDRESS_NEXT, NAME_BOTH).more_addresses);
    expect_family(IPADDR_TYPE_V6);
    assert_true(open_at(TC3_ADDRESS_NEXT, NAME_BOTH).more_addresses);
    expect_family(IPADDR_TYPE_V4);
}

static void test_first_address_again_where_the_other_family_has_none(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    (void)open_at(TC3_ADDRESS_FIRST, NAME_FOUR);
    expect_family(IPADDR_TYPE_V4);
    assert_false(open_at(TC3_ADDRESS_NEXT, NAME_FOUR).more_addresses);
    expect_family(IPADDR_TYPE_V4);
}

static void test_same_address_again_asks_nobody(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    (void)open_at(TC3_ADDRESS_FIRST, NAME_BOTH);
    device_close(&connection);
    (void)open_at(TC3_ADDRESS_NEXT, NAME_BOTH);
    device_close(&connection);
    const uint32_t packets = lwip_stats.udp.xmit;
    assert_false(open_at(TC3_ADDRESS_AGAIN, NAME_BOTH).more_addresses);
    expect_family(IPADDR_TYPE_V6);
    assert_int_equal(lwip_stats.udp.xmit, packets);
}

static void test_family_that_was_asked_for_and_not_tried_is_the_next(void **state)
{
    (void)state;
    fill_dns_table(); /* so that the other family's address is not known */
    network_run(60000);
    expect_opens(NAME_BOTH);
    tc3_lwip_init(&connection, NULL);
    network_cut(true);
    const device_outcome outcome =
        device_connect(&connection, NAME_BOTH, SERVICE_GREETING, TC3_LWIP_ADDRESS_MAX_MS + 1000);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_true(outcome.more_addresses);
    device_close(&connection);
    network_cut(false);
    assert_false(open_at(TC3_ADDRESS_NEXT, NAME_BOTH).more_addresses);
    expect_family(IPADDR_TYPE_V6);
}

static void test_timeout_tells_why_an_address_before_failed(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, NAME_DEAD_SIX, CLOSED_PORT, TC3_LWIP_ADDRESS_MAX_MS);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.port_error, ERR_RST);
    device_close(&connection);
}

#else

static void test_only_family_leaves_no_other_address(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    assert_false(open_at(TC3_ADDRESS_FIRST, NAME_BOTH).more_addresses);
    device_close(&connection);
    assert_false(open_at(TC3_ADDRESS_NEXT, NAME_BOTH).more_addresses);
    device_close(&connection);
    assert_false(open_at(TC3_ADDRESS_AGAIN, NAME_BOTH).more_addresses);
    device_close(&connection);
}

#endif

static void test_address_of_the_connection_before_is_tried_where_dns_gives_none(void **state)
{
    (void)state;
    const ip_addr_t server = *dns_getserver(0);
    const ip_addr_t nobody = interface_address(HOST_NOBODY);
    tc3_lwip_init(&connection, NULL);
    device_open(&connection, NAME_BOTH, SERVICE_GREETING);
    device_close(&connection);
    fill_dns_table(); /* so that the address is not known to lwIP any more */
    network_run(60000);
    dns_setserver(0, &nobody);
    const device_outcome outcome =
        device_connect(&connection, NAME_BOTH, SERVICE_GREETING, DEADLINE_MS);
    dns_setserver(0, &server);
    assert_status(TC3_OK, outcome.status);
    expect_alive(&connection);
    device_close(&connection);
    network_run(60000);
}

static void test_no_other_address_of_a_numeric_one(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    const char *const host = HAS_FOUR ? "10.0.3.2" : "fd00:3::2";
    assert_false(open_at(TC3_ADDRESS_FIRST, host).more_addresses);
    device_close(&connection);
    assert_false(open_at(TC3_ADDRESS_NEXT, host).more_addresses);
    device_close(&connection);
}

static void test_lock_is_held_by_each_function_while_it_runs(void **state)
{
    (void)state;
    uint8_t byte;
    size_t count;
    tc3_lwip_init(&connection, NULL);
    unsigned taken = lock_count();
    assert_status(TC3_PENDING, device_step_connect(&connection, NAME_BOTH, SERVICE_ECHO));
    assert_int_equal(lock_count(), taken += 2); /* the port, then this test */
    assert_int_equal(device_port_error(&connection), ERR_OK);
    assert_int_equal(lock_count(), taken += 2);
    device_open(&connection, NAME_BOTH, SERVICE_ECHO);
    taken = lock_count();
    assert_status(TC3_OK, device_try_send(&connection, (const uint8_t *)"x", 1, &count));
    assert_int_equal(lock_count(), taken += 2);
    assert_status(TC3_PENDING, device_try_receive(&connection, &byte, 1, &count));
    assert_int_equal(lock_count(), taken += 2);
    device_close(&connection);
    assert_int_equal(lock_count(), taken + 2);
}

static void test_interface_down(void **state)
{
    (void)state;
    netif_set_down(network_interface());
    expect_fails(NAME_MISSING, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_UNREACHABLE, ERR_RTE);
    netif_set_up(network_interface());
    expect_opens(NAME_BOTH);
}

#if HAS_FOUR && !HAS_SIX
static void test_interface_without_address(void **state)
{
    (void)state;
    const ip4_addr_t address = *netif_ip4_addr(network_interface());
    const ip4_addr_t none = {0};
    netif_set_ipaddr(network_interface(), &none);
    expect_fails(NAME_MISSING, SERVICE_GREETING, TC3_PHASE_RESOLVE, TC3_ERROR_UNREACHABLE, ERR_RTE);
    expect_fails("10.0.3.2", SERVICE_GREETING, TC3_PHASE_CONNECT, TC3_ERROR_UNREACHABLE, ERR_RTE);
    netif_set_ipaddr(network_interface(), &address);
    expect_opens(NAME_BOTH);
}
#endif

static void test_redirection(void **state)
{
    (void)state;
    const tc3_lwip_config config = {HAS_FOUR ? "10.0.3.2" : "fd00:3::2", SERVICE_GREETING};
    const tc3_lwip_config by_name = {NAME_BOTH, 0};
    tc3_lwip_init(&connection, &config);
    device_open(&connection, NAME_MISSING, CLOSED_PORT);
    expect_alive(&connection);
    device_close(&connection);
    tc3_lwip_init(&connection, &by_name);
    device_open(&connection, NAME_MISSING, SERVICE_GREETING);
    expect_alive(&connection);
    device_close(&connection);
}

static void test_connection_can_be_used_again(void **state)
{
    (void)state;
    tc3_lwip_init(&connection, NULL);
    for (int round = 0; round < 20; round++) {
        device_open(&connection, NAME_BOTH, SERVICE_GREETING);
        expect_alive(&connection);
        device_close(&connection);
        const device_outcome outcome =
            device_connect(&connection, NAME_BOTH, CLOSED_PORT, DEADLINE_MS);
        assert_status(TC3_ERROR_REFUSED, outcome.status);
        device_close(&connection);
    }
}

/** There is no memory to connect: that is waited for, up to the deadline. */
static void expect_waits_for_memory(const char *host)
{
    tc3_lwip_init(&connection, NULL);
    const device_outcome outcome =
        device_connect(&connection, host, SERVICE_GREETING, 3 * TC3_LWIP_ADDRESS_MAX_MS);
    assert_status(TC3_ERROR_TIMEOUT, outcome.status);
    assert_int_equal(outcome.port_error, ERR_MEM);
    assert_int_equal(outcome.phase, TC3_PHASE_CONNECT);
    assert_int_equal(outcome.elapsed_ms, 3 * TC3_LWIP_ADDRESS_MAX_MS);
    device_close(&connection);
    assert_status(TC3_PENDING, device_step_connect(&connection, host, SERVICE_GREETING));
    network_run(1000);
    assert_status(TC3_PENDING, device_step_connect(&connection, host, SERVICE_GREETING));
    assert_int_equal(device_port_error(&connection), ERR_MEM);
}

/** The connection that waited opens, now that there is memory. */
static void expect_goes_on(const char *host)
{
    device_open(&connection, host, SERVICE_GREETING);
    expect_alive(&connection);
    device_close(&connection);
}

static void test_pcb_is_waited_for(void **state)
{
    (void)state;
    struct tcp_pcb *taken[MEMP_NUM_TCP_PCB];
    unsigned count = 0;
    while (count < MEMP_NUM_TCP_PCB && (taken[count] = tcp_new()) != NULL) {
        count++;
    }
    assert_int_equal(count, MEMP_NUM_TCP_PCB);
    expect_waits_for_memory(NAME_BOTH);
    while (count != 0) {
        tcp_abort(taken[--count]);
    }
    expect_goes_on(NAME_BOTH);
}

/** Leave lwIP no segment; how many there were. */
static unsigned take_segments(struct tcp_seg *taken[MEMP_NUM_TCP_SEG])
{
    unsigned count = 0;
    while (count < MEMP_NUM_TCP_SEG && (taken[count] = memp_malloc(MEMP_TCP_SEG)) != NULL) {
        count++;
    }
    return count;
}

static void give_segments_back(struct tcp_seg *taken[MEMP_NUM_TCP_SEG], unsigned count)
{
    while (count != 0) {
        memp_free(MEMP_TCP_SEG, taken[--count]);
    }
}

static void test_memory_for_the_first_segment_is_waited_for(void **state)
{
    (void)state;
    const char *const host = HAS_FOUR ? "10.0.3.2" : "fd00:3::2";
    struct tcp_seg *taken[MEMP_NUM_TCP_SEG];
    const unsigned count = take_segments(taken);
    expect_waits_for_memory(host);
    give_segments_back(taken, count);
    expect_goes_on(host);
}

/* The memory that was short counts for nothing once it is there. */
static void test_failure_after_waiting_for_memory_is_told(void **state)
{
    (void)state;
    const char *const host = HAS_FOUR ? "10.0.3.2" : "fd00:3::2";
    struct tcp_seg *taken[MEMP_NUM_TCP_SEG];
    const unsigned count = take_segments(taken);
    tc3_lwip_init(&connection, NULL);
    assert_status(TC3_PENDING, device_step_connect(&connection, host, SERVICE_GREETING));
    give_segments_back(taken, count);
    network_set_link(false);
    const device_outcome outcome = device_connect(&connection, host, SERVICE_GREETING, DEADLINE_MS);
    assert_status(TC3_ERROR_UNREACHABLE, outcome.status);
    assert_int_equal(outcome.port_error, ERR_RTE);
    device_close(&connection);
}

static void test_bad_line(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 10; seed++) {
        network_set_faults((fault_rates){.loss = 20, .copy = 20, .reorder = 20}, seed);
        tc3_lwip_init(&connection, NULL);
        device_open(&connection, NAME_BOTH, SERVICE_GREETING);
        expect_alive(&connection);
        device_close(&connection);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, network_reset, network_expect_no_leak)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_io_authenticates_nobody),
        TEST(test_numeric_address_is_used_at_once),
        TEST(test_numeric_address_is_tried_once),
        TEST(test_name_with_all_addresses_opens),
        TEST(test_name_with_ipv4_only),
        TEST(test_name_with_ipv6_only),
        TEST(test_family_that_does_not_answer_yields_to_the_other),
        TEST(test_only_address_keeps_all_the_time),
        TEST(test_late_answer_of_the_only_address_counts),
        TEST(test_refused),
        TEST(test_silent_host_runs_into_the_deadline),
        TEST(test_silent_host_is_unreachable_once_lwip_gives_up),
        TEST(test_missing_name),
        TEST(test_address_zero_is_no_address),
        TEST(test_text_that_is_no_name),
        TEST(test_silent_dns_runs_into_the_deadline),
        TEST(test_silent_dns_fails_once_lwip_gives_up),
        TEST(test_full_dns_table_is_waited_for),
        TEST(test_full_dns_table_runs_into_the_deadline),
        TEST(test_question_of_a_call_that_timed_out_is_outlived),
#if HAS_FOUR && HAS_SIX
        TEST(test_other_family_is_asked_for_once_the_dns_table_has_room),
#endif
        TEST(test_no_name_server),
        TEST(test_link_down),
        TEST(test_link_that_goes_down_while_connecting_ends_it_at_once),
        TEST(test_link_that_goes_down_while_asking_dns_ends_it_at_once),
#if HAS_FOUR && HAS_SIX
        TEST(test_next_address_is_the_other_familys_and_then_the_first),
        TEST(test_first_address_again_where_the_other_family_has_none),
        TEST(test_same_address_again_asks_nobody),
        TEST(test_family_that_was_asked_for_and_not_tried_is_the_next),
        TEST(test_timeout_tells_why_an_address_before_failed),
#else
        TEST(test_only_family_leaves_no_other_address),
#endif
        TEST(test_address_of_the_connection_before_is_tried_where_dns_gives_none),
        TEST(test_no_other_address_of_a_numeric_one),
        TEST(test_lock_is_held_by_each_function_while_it_runs),
        TEST(test_interface_down),
#if HAS_FOUR && !HAS_SIX
        TEST(test_interface_without_address),
#endif
        TEST(test_redirection),
        TEST(test_connection_can_be_used_again),
        TEST(test_pcb_is_waited_for),
        TEST(test_memory_for_the_first_segment_is_waited_for),
        TEST(test_failure_after_waiting_for_memory_is_told),
        TEST(test_bad_line),
    };
    return cmocka_run_group_tests(tests, network_start, network_stop);
}
