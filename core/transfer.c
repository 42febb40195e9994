/* SPDX-License-Identifier: Apache-2.0 */
#include "transfer.h"

#include "request.h"

/** The port of HTTPS. */
#define DEFAULT_PORT 443

tc3_status tc3_open(tc3_client *client, uint32_t remaining_ms, tc3_wait *wait)
{
    const tc3_config *config = client->config;
    const tc3_endpoint endpoint = {config->host, config->port == 0 ? DEFAULT_PORT : config->port};
    const tc3_time_budget budget = {client->now_ms, remaining_ms > 0 ? remaining_ms : 1,
                                    client->address};
    const tc3_status status = config->io->connect(config->io->context, &endpoint, budget, wait);

    client->details.phase = wait->phase;
    return status;
}

tc3_status tc3_transfer(tc3_client *client, tc3_wait *wait, size_t *moved)
{
    const tc3_io *io = client->config->io;
    tc3_request *request = &client->exchange.request;
    tc3_response *response = &client->exchange.response;

    if (client->phase == TC3_PHASE_RECEIVE) {
        return io->receive(io->context, response->buffer, sizeof response->buffer, moved, wait);
    }
    if (request->sent == request->used) {
        tc3_request_fill(request, client->config, client->action);
    }
    return io->send(io->context, (const uint8_t *)request->buffer.bytes + request->sent,
                    (size_t)(request->used - request->sent), moved, wait);
}
