/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of tc3/socket.h and tc3/posix.h that tc3-quota calls, over lwIP and a gateway
 * process in place of the system's sockets. So the very same program runs on this port. By the
 * host's clock, on a line that is as bad as TC3_TEST_LOSS, _COPY and _REORDER (in percent) say.
 */
#define _DEFAULT_SOURCE

#include "faults.h"
#include "gateway.h"
#include "host.h"
#include "interface.h"
#include "lock.h"

#include "tc3/lwip.h"
#include "tc3/posix.h"
#include "tc3/socket.h"

#include "lwip/dns.h"
#include "lwip/init.h"
#include "lwip/timeouts.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#ifndef TC3_TEST_LOSS
#define TC3_TEST_LOSS    0
#define TC3_TEST_COPY    0
#define TC3_TEST_REORDER 0
#endif

#define SEED       0x5eed1e5u
/** Longest time that a frame is held back to be overtaken, in milliseconds. */
#define REORDER_MS 2

static tc3_lwip connection;
static tc3_lwip_config config;
static struct netif interface;
static faults upward;
static faults downward;
static int wire = -1;

static void to_gateway(void *context, const wire_message *message)
{
    (void)context;
    (void)wire_send(wire, message);
}

static void to_device(void *context, const wire_message *message)
{
    (void)context;
    interface_input(&interface, message);
}

static void output(const wire_message *message)
{
    faults_pass(&upward, message, to_gateway, NULL);
}

static void end_program(const char *reason)
{
    (void)fprintf(stderr, "the gateway %s\n", reason);
    exit(1);
}

static void start_gateway(void)
{
    int ends[2];
    const pid_t process = wire_open(ends) ? fork() : -1;
    if (process < 0) {
        end_program("cannot be started");
    }
    if (process == 0) {
        (void)close(ends[0]);
        /* The output ends with the program, and what lwIP prints is no part of it. */
        (void)dup2(STDERR_FILENO, STDOUT_FILENO);
        gateway_proxy(ends[1]);
        _exit(0);
    }
    (void)close(ends[1]);
    wire = ends[0];
}

static void start_network(void)
{
    const fault_rates rates = {TC3_TEST_LOSS, TC3_TEST_COPY, TC3_TEST_REORDER};
    const ip_addr_t server = interface_address(HOST_GATEWAY);
    start_gateway();
    faults_init(&upward, rates, SEED);
    faults_init(&downward, rates, ~SEED);
    host_use_real_time();
    host_seed(SEED);
    lwip_init();
    interface_add(&interface, HOST_DEVICE, output);
    dns_setserver(0, &server);
}

/** Where the device finds what is at `address` of this host. */
static const char *through_gateway(const char *address)
{
    if (address != NULL && strcmp(address, "127.0.0.1") == 0) {
        return "10.0.3.2";
    }
    if (address != NULL && strcmp(address, "::1") == 0) {
        return "fd00:3::2";
    }
    return address;
}

void tc3_socket_init(tc3_socket *socket, const tc3_socket_config *socket_config)
{
    (void)socket;
    start_network();
    config.connect_address = through_gateway(socket_config->connect_address);
    config.connect_port = socket_config->connect_port;
    tc3_lwip_init(&connection, &config);
    lock_give();
}

const tc3_io *tc3_socket_io(tc3_socket *socket)
{
    (void)socket;
    return tc3_lwip_io(&connection);
}

static void take_frames(void)
{
    wire_message message;
    while (wire_is_readable(wire)) {
        if (!wire_receive(wire, &message)) {
            end_program("has ended");
        }
        faults_pass(&downward, &message, to_device, NULL);
    }
}

void tc3_posix_wait(const tc3_socket *socket, const tc3_wait *wait, uint32_t limit_ms)
{
    struct pollfd entry = {.fd = wire, .events = POLLIN};
    const bool is_holding = upward.has_held || downward.has_held;
    (void)socket;
    lock_take();
    uint32_t pause_ms = LWIP_MIN(LWIP_MIN(wait->timeout_ms, limit_ms), sys_timeouts_sleeptime());
    if (is_holding) {
        pause_ms = LWIP_MIN(pause_ms, REORDER_MS);
    }
    if (poll(&entry, 1, (int)pause_ms) == 0) {
        (void)faults_flush(&upward, to_gateway, NULL);
        (void)faults_flush(&downward, to_device, NULL);
    }
    take_frames();
    sys_check_timeouts();
    lock_give();
}

static bool unix_time(void *context, uint32_t *seconds)
{
    (void)context;
    *seconds = (uint32_t)time(NULL);
    return true;
}

const tc3_clock *tc3_posix_clock(void)
{
    static const tc3_clock clock = {NULL, unix_time};
    return &clock;
}

static tc3_status fill_random(void *context, uint8_t *bytes, size_t length)
{
    (void)context;
    return getentropy(bytes, length) == 0 ? TC3_OK : TC3_ERROR_CONFIG_RANDOM;
}

const tc3_random *tc3_posix_random(void)
{
    static const tc3_random random = {NULL, fill_random};
    return &random;
}

uint32_t tc3_posix_now_ms(void)
{
    return tc3_lwip_now_ms();
}
