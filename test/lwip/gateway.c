/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "gateway.h"

#include "host.h"
#include "interface.h"
#include "proxy.h"
#include "responder.h"
#include "services.h"
#include "wire.h"

#include "lwip/init.h"
#include "lwip/timeouts.h"

#define SEED     0x6a7e3a7u
/** Longest pause of the proxy in milliseconds. */
#define PAUSE_MS 1000u

static struct netif interface;
static int wire;

static void output(const wire_message *message)
{
    (void)wire_send(wire, message);
}

static void tick(uint32_t now_ms)
{
    wire_message done = {.kind = WIRE_DONE};
    host_set_time(now_ms);
    sys_check_timeouts();
    services_run();
    done.number = sys_timeouts_sleeptime();
    (void)wire_send(wire, &done);
}

static void start(int descriptor)
{
    wire = descriptor;
    host_seed(SEED);
    lwip_init();
    interface_add(&interface, HOST_GATEWAY, output);
    responder_start();
}

void gateway_serve(int descriptor)
{
    wire_message message;
    start(descriptor);
    services_start();
    while (wire_receive(wire, &message)) {
        if (message.kind == WIRE_FRAME) {
            interface_input(&interface, &message);
        } else {
            tick(message.number);
        }
    }
}

/** Wait until there is something to do, but not for long. */
static void pause_proxy(void)
{
    struct pollfd entries[1 + PROXY_CONNECTIONS] = {{.fd = wire, .events = POLLIN}};
    const size_t count = 1 + proxy_prepare(&entries[1]);
    (void)poll(entries, (nfds_t)count, (int)LWIP_MIN(sys_timeouts_sleeptime(), PAUSE_MS));
}

/** Take what has come from the device; false if it is gone. */
static bool take_frames(void)
{
    wire_message message;
    while (wire_is_readable(wire)) {
        if (!wire_receive(wire, &message)) {
            return false;
        }
        proxy_watch(&message);
        interface_input(&interface, &message);
    }
    return true;
}

void gateway_proxy(int descriptor)
{
    host_use_real_time();
    start(descriptor);
    while (take_frames()) {
        sys_check_timeouts();
        proxy_run();
        pause_proxy();
    }
}
