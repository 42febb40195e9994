/* SPDX-License-Identifier: Apache-2.0 */
#include "device.h"

#include "lock.h"
#include "network.h"
#include "test.h"

#include <string.h>

#define FOREVER_MS 86400000u

static tc3_io_details explain(tc3_lwip *connection)
{
    const tc3_io *const io = tc3_lwip_io(connection);
    tc3_io_details details;
    memset(&details, 0xff, sizeof(details));
    lock_give();
    io->explain(io->context, &details);
    lock_take();
    assert_int_equal(details.tls_verify_flags, 0);
    assert_false(details.tls_resumed);
    return details;
}

int32_t device_port_error(tc3_lwip *connection)
{
    return explain(connection).port_error;
}

/** What an io may say about waiting. */
static void check_wait(const tc3_wait *wait)
{
    assert_true(wait->events <= (TC3_WAIT_READABLE | TC3_WAIT_WRITABLE));
    assert_true(wait->phase >= TC3_PHASE_RESOLVE && wait->phase <= TC3_PHASE_RECEIVE);
}

device_outcome device_connect_to(tc3_lwip *connection, const char *host, uint16_t port,
                                 uint32_t deadline_ms, tc3_address_choice choice)
{
    const tc3_io *const io = tc3_lwip_io(connection);
    const tc3_endpoint endpoint = {host, port};
    const uint32_t start_ms = network_now();
    device_outcome outcome = {.status = TC3_PENDING};
    while (outcome.status == TC3_PENDING) {
        tc3_wait wait;
        outcome.elapsed_ms = network_now() - start_ms;
        if (outcome.elapsed_ms >= deadline_ms) {
            outcome.status = TC3_ERROR_TIMEOUT;
            break;
        }
        const uint32_t left_ms = deadline_ms - outcome.elapsed_ms;
        const tc3_time_budget time = {network_now(), left_ms, (uint8_t)choice};
        memset(&wait, 0xff, sizeof(wait));
        lock_give();
        outcome.status = io->connect(io->context, &endpoint, time, &wait);
        lock_take();
        outcome.phase = wait.phase;
        check_wait(&wait);
        if (outcome.status == TC3_PENDING) {
            assert_true(wait.timeout_ms <= left_ms);
            network_step(wait.timeout_ms);
        }
    }
    const tc3_io_details details = explain(connection);
    outcome.port_error = details.port_error;
    outcome.more_addresses = details.more_addresses;
    return outcome;
}

device_outcome device_connect(tc3_lwip *connection, const char *host, uint16_t port,
                              uint32_t deadline_ms)
{
    return device_connect_to(connection, host, port, deadline_ms, TC3_ADDRESS_FIRST);
}

void device_open(tc3_lwip *connection, const char *host, uint16_t port)
{
    const device_outcome outcome = device_connect(connection, host, port, DEVICE_PATIENCE_MS);
    assert_status(TC3_OK, outcome.status);
    assert_int_equal(outcome.port_error, ERR_OK);
}

tc3_status device_step_connect(tc3_lwip *connection, const char *host, uint16_t port)
{
    const tc3_io *const io = tc3_lwip_io(connection);
    const tc3_endpoint endpoint = {host, port};
    const tc3_time_budget time = {network_now(), FOREVER_MS, TC3_ADDRESS_FIRST};
    tc3_wait wait;
    lock_give();
    const tc3_status status = io->connect(io->context, &endpoint, time, &wait);
    lock_take();
    return status;
}

tc3_status device_try_receive(tc3_lwip *connection, uint8_t *bytes, size_t capacity,
                              size_t *received)
{
    const tc3_io *const io = tc3_lwip_io(connection);
    tc3_wait wait;
    memset(&wait, 0xff, sizeof(wait));
    *received = 0;
    lock_give();
    const tc3_status status = io->receive(io->context, bytes, capacity, received, &wait);
    lock_take();
    check_wait(&wait);
    assert_int_equal(wait.phase, TC3_PHASE_RECEIVE);
    if (status == TC3_OK) {
        assert_in_range(*received, 1, capacity);
    } else {
        assert_int_equal(*received, 0);
    }
    return status;
}

tc3_status device_receive(tc3_lwip *connection, uint8_t *bytes, size_t capacity, size_t *received)
{
    const uint32_t start_ms = network_now();
    tc3_status status;
    while ((status = device_try_receive(connection, bytes, capacity, received)) == TC3_PENDING) {
        assert_true(network_now() - start_ms < DEVICE_PATIENCE_MS);
        network_step(DEVICE_PATIENCE_MS);
    }
    return status;
}

tc3_status device_try_send(tc3_lwip *connection, const uint8_t *bytes, size_t length, size_t *sent)
{
    const tc3_io *const io = tc3_lwip_io(connection);
    tc3_wait wait;
    memset(&wait, 0xff, sizeof(wait));
    *sent = 0;
    lock_give();
    const tc3_status status = io->send(io->context, bytes, length, sent, &wait);
    lock_take();
    check_wait(&wait);
    assert_int_equal(wait.phase, TC3_PHASE_SEND);
    if (status == TC3_OK) {
        assert_in_range(*sent, 1, length);
    } else {
        assert_int_equal(*sent, 0);
    }
    return status;
}

void device_close(tc3_lwip *connection)
{
    const tc3_io *const io = tc3_lwip_io(connection);
    lock_give();
    io->close(io->context);
    lock_take();
}
