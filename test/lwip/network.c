/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "network.h"

#include "gateway.h"
#include "host.h"
#include "interface.h"
#include "test.h"

#include "lwip/dns.h"
#include "lwip/init.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/stats.h"
#include "lwip/timeouts.h"

#include <sys/wait.h>
#include <unistd.h>

#define SEED       0x5eed1e5u
/** Milliseconds that a round trip takes. */
#define LATENCY_MS 1u
/** Time enough for every pcb to go away, for lwIP's DNS to give up, and for ARP to forget. */
#define REST_MS    120000u

/** What lwIP holds. */
typedef struct holdings {
    size_t heap;
    unsigned pcbs;
    unsigned segments;
    unsigned pbufs;
    unsigned pool_pbufs;
    unsigned udp_pcbs;
} holdings;

static struct netif interface;
static int wire;
static pid_t gateway;
static uint32_t now_ms;
static faults upward;
static faults downward;
static bool has_moved; /* a frame, in this step */
static holdings at_rest;

static void to_gateway(void *context, const wire_message *message)
{
    (void)context;
    has_moved = true;
    assert_true(wire_send(wire, message));
}

static void to_device(void *context, const wire_message *message)
{
    (void)context;
    has_moved = true;
    interface_input(&interface, message);
}

static void output(const wire_message *message)
{
    faults_pass(&upward, message, to_gateway, NULL);
}

static holdings count_holdings(void)
{
    return (holdings){
        .heap = lwip_stats.mem.used,
        .pcbs = lwip_stats.memp[MEMP_TCP_PCB]->used,
        .segments = lwip_stats.memp[MEMP_TCP_SEG]->used,
        .pbufs = lwip_stats.memp[MEMP_PBUF]->used,
        .pool_pbufs = lwip_stats.memp[MEMP_PBUF_POOL]->used,
        .udp_pcbs = lwip_stats.memp[MEMP_UDP_PCB]->used,
    };
}

/** One exchange; returns how long the gateway has nothing to do. */
static uint32_t exchange(void)
{
    wire_message message = {.kind = WIRE_TICK, .number = now_ms};
    host_set_time(now_ms);
    sys_check_timeouts();
    assert_true(wire_send(wire, &message));
    for (;;) {
        assert_true(wire_receive(wire, &message));
        if (message.kind == WIRE_DONE) {
            return message.number;
        }
        faults_pass(&downward, &message, to_device, NULL);
    }
}

void network_step(uint32_t limit_ms)
{
    has_moved = false;
    const uint32_t gateway_sleep_ms = exchange();
    if (!has_moved) {
        has_moved = faults_flush(&upward, to_gateway, NULL);
        has_moved = faults_flush(&downward, to_device, NULL) || has_moved;
    }
    uint32_t pause_ms = LATENCY_MS;
    if (!has_moved) {
        pause_ms = LWIP_MIN(sys_timeouts_sleeptime(), gateway_sleep_ms);
        pause_ms = LWIP_MAX(pause_ms, LATENCY_MS);
    }
    now_ms += LWIP_MIN(pause_ms, LWIP_MAX(limit_ms, LATENCY_MS));
    host_set_time(now_ms);
}

void network_run(uint32_t duration_ms)
{
    const uint32_t start_ms = now_ms;
    while (now_ms - start_ms < duration_ms) {
        network_step(duration_ms - (now_ms - start_ms));
    }
}

uint32_t network_now(void)
{
    return now_ms;
}

struct netif *network_interface(void)
{
    return &interface;
}

void network_set_faults(fault_rates rates, uint32_t seed)
{
    faults_init(&upward, rates, seed);
    faults_init(&downward, rates, ~seed);
}

network_faults network_count_faults(void)
{
    return (network_faults){
        .lost = upward.lost + downward.lost,
        .copied = upward.copied + downward.copied,
        .reordered = upward.reordered + downward.reordered,
    };
}

void network_cut(bool is_cut)
{
    upward.is_cut = is_cut;
    downward.is_cut = is_cut;
}

void network_set_link(bool is_up)
{
    network_cut(!is_up);
    if (is_up) {
        netif_set_link_up(&interface);
    } else {
        netif_set_link_down(&interface);
    }
}

int network_start(void **state)
{
    int ends[2];
    const ip_addr_t server = interface_address(HOST_GATEWAY);
    (void)state;
    assert_true(wire_open(ends));
    gateway = fork();
    assert_true(gateway >= 0);
    if (gateway == 0) {
        (void)close(ends[0]);
        gateway_serve(ends[1]);
        _exit(0);
    }
    (void)close(ends[1]);
    wire = ends[0];
    now_ms = HOST_TIME_START;
    host_seed(SEED);
    lwip_init();
    network_set_faults((fault_rates){0}, SEED);
    interface_add(&interface, HOST_DEVICE, output);
    dns_setserver(0, &server);
    network_run(REST_MS);
    at_rest = count_holdings();
    return 0;
}

int network_stop(void **state)
{
    int status = 0;
    (void)state;
    (void)close(wire);
    assert_int_equal(waitpid(gateway, &status, 0), gateway);
    assert_int_equal(status, 0);
    return 0;
}

int network_reset(void **state)
{
    (void)state;
    network_set_faults((fault_rates){0}, SEED);
    network_set_link(true);
    return 0;
}

int network_expect_no_leak(void **state)
{
    (void)state;
    network_set_faults((fault_rates){0}, SEED);
    network_set_link(true);
    network_run(REST_MS);
    const holdings now = count_holdings();
    assert_int_equal(now.pcbs, at_rest.pcbs);
    assert_int_equal(now.segments, at_rest.segments);
    assert_int_equal(now.pbufs, at_rest.pbufs);
    assert_int_equal(now.pool_pbufs, at_rest.pool_pbufs);
    assert_int_equal(now.udp_pcbs, at_rest.udp_pcbs);
    assert_int_equal(now.heap, at_rest.heap);
    assert_null(tcp_active_pcbs);
    return 0;
}
