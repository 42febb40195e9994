/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include "boards/board.h"
#include "console.h"

#include <string.h>

static struct {
    uint64_t connect;
    uint64_t send;
    uint64_t receive;
    uint64_t close;
    uint64_t own[TC3_PHASE_RECEIVE + 1]; /* of the client, by phase */
    uint64_t longest;                    /* step */
} cost;

static tc3_io measured;
static const tc3_io *below;
static uint64_t below_ticks; /* spent below during the current step */

/** Add what has passed since `start` to `sum`, as time spent below the client. */
static void add(uint64_t *sum, uint64_t start)
{
    const uint64_t elapsed = board_ticks() - start;

    *sum += elapsed;
    below_ticks += elapsed;
}

static tc3_status measured_connect(void *context, const tc3_endpoint *endpoint,
                                   tc3_time_budget time, tc3_wait *wait)
{
    const uint64_t start = board_ticks();
    const tc3_status status = below->connect(context, endpoint, time, wait);

    add(&cost.connect, start);
    return status;
}

static tc3_status measured_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                                tc3_wait *wait)
{
    const uint64_t start = board_ticks();
    const tc3_status status = below->send(context, bytes, length, sent, wait);

    add(&cost.send, start);
    return status;
}

static tc3_status measured_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                                   tc3_wait *wait)
{
    const uint64_t start = board_ticks();
    const tc3_status status = below->receive(context, bytes, capacity, received, wait);

    add(&cost.receive, start);
    return status;
}

static void measured_close(void *context)
{
    const uint64_t start = board_ticks();

    below->close(context);
    add(&cost.close, start);
}

const tc3_io *measure_io(const tc3_io *inner)
{
    below = inner;
    measured = *inner;
    measured.connect = measured_connect;
    measured.send = measured_send;
    measured.receive = measured_receive;
    measured.close = measured_close;
    return &measured;
}

tc3_status measure_step(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    const uint8_t phase = tc3_client_details(client)->phase; /* whose work this step does */
    const uint64_t start = board_ticks();
    uint64_t elapsed;
    tc3_status status;

    below_ticks = 0;
    status = tc3_client_step(client, now_ms, wait);
    elapsed = board_ticks() - start;
    cost.own[phase] += elapsed - below_ticks;
    if (elapsed > cost.longest) {
        cost.longest = elapsed;
    }
    return status;
}

static void write_ticks(const char *name, uint64_t ticks)
{
    console_text(name);
    console_integer((int64_t)ticks);
}

void measure_report(void)
{
    console_text("cost");
    console_pair("rate", board_tick_rate());
    write_ticks(" connect=", cost.connect);
    write_ticks(" send=", cost.send);
    write_ticks(" receive=", cost.receive);
    write_ticks(" close=", cost.close);
    write_ticks(" sign=", cost.own[TC3_PHASE_SIGN]);
    write_ticks(" write=", cost.own[TC3_PHASE_SEND]);
    write_ticks(" read=", cost.own[TC3_PHASE_RECEIVE]);
    write_ticks(" longest=", cost.longest);
    console_end_line();
    memset(&cost, 0, sizeof cost);
}
