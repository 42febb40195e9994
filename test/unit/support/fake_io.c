/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_io.h"

#include "test.h"

/** What fake_io reports as its own error number; the number of the call is added. */
#define PORT_ERROR 1000

static void violate(fake_io *fake, const char *what)
{
    if (fake->violation == NULL) {
        fake->violation = what;
    }
}

static tc3_status fail_with(fake_io *fake, tc3_status status)
{
    fake->failed = true;
    return status;
}

static tc3_status pending(fake_io *fake, tc3_wait *wait, unsigned events, tc3_phase phase,
                          bool for_ever)
{
    wait->events = (uint8_t)events;
    wait->phase = (uint8_t)phase;
    wait->timeout_ms = TC3_WAIT_FOREVER;
    fake->ready_at_ms = for_ever ? UINT32_MAX : *fake->now_ms + fake->ready_ms;
    return TC3_PENDING;
}

/* What the script says about this call: TC3_OK to go on. */
static tc3_status begin_call(fake_io *fake, tc3_wait *wait, unsigned events, tc3_phase phase)
{
    if (fake->failed) {
        violate(fake, "a call after an error, before close()");
    }
    fake->calls++;
    if (fake->silent || (fake->silent_from != 0 && fake->calls >= fake->silent_from)) {
        return pending(fake, wait, events, phase, true);
    }
    if (fake->calls == fake->fault_at) {
        wait->phase = (uint8_t)phase;
        return fail_with(fake, fake->fault);
    }
    if (fake->hesitates && !fake->hesitated) {
        fake->hesitated = true;
        return pending(fake, wait, events, phase, false);
    }
    fake->hesitated = false;
    return TC3_OK;
}

/* ---- connect ---- */

static void begin_connection(fake_io *fake, const tc3_endpoint *endpoint, uint8_t choice)
{
    if (choice == TC3_ADDRESS_NEXT && fake->more_addresses > 0) {
        fake->more_addresses--;
    }
    fake->choices[fake->connects % FAKE_CONNECTS] = choice;
    fake->connect_ms[fake->connects % FAKE_CONNECTS] = *fake->now_ms;
    fake->begun = true;
    fake->connect_step = 0;
    fake->served = 0;
    fake->answer = 0;
    fake->connects++;
    snprintf(fake->host, sizeof(fake->host), "%s", endpoint->host);
    fake->port = endpoint->port;
}

static tc3_status fake_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                               tc3_wait *wait)
{
    static const uint8_t phases[] = {TC3_PHASE_RESOLVE, TC3_PHASE_CONNECT, TC3_PHASE_HANDSHAKE};
    fake_io *fake = context;
    tc3_phase phase;
    tc3_status status;

    if (fake->open) {
        violate(fake, "connect() of an open connection");
    }
    if (!fake->begun) {
        begin_connection(fake, endpoint, time.address);
    } else if (strcmp(fake->host, endpoint->host) != 0 || fake->port != endpoint->port) {
        violate(fake, "connect() goes on with another endpoint");
    }
    if (time.remaining_ms == 0) {
        violate(fake, "connect() without time");
    }
    fake->budget = time;
    phase = fake->silent ? fake->bad_phase
                         : (tc3_phase)phases[fake->connect_step < 2 ? fake->connect_step : 2];
    status = begin_call(fake, wait, TC3_WAIT_WRITABLE, phase);
    if (status != TC3_OK) {
        return status;
    }
    if (fake->bad_connects > 0) {
        fake->bad_connects--;
        wait->phase = (uint8_t)fake->bad_phase;
        if (fake->bad_connect == TC3_PENDING) {
            fake->silent = true;
            return pending(fake, wait, TC3_WAIT_READABLE, fake->bad_phase, true);
        }
        return fail_with(fake, fake->bad_connect);
    }
    wait->phase = (uint8_t)phase;
    if (fake->hesitates && fake->connect_step < 2) {
        fake->connect_step++;
        return pending(fake, wait, TC3_WAIT_READABLE, phase, false);
    }
    fake->open = true;
    fake->sending = false;
    return TC3_OK;
}

/* ---- send ---- */

static void begin_request(fake_io *fake)
{
    fake_request *request = &fake->requests[fake->request_count % FAKE_REQUESTS];

    if (fake->request_count == FAKE_REQUESTS) {
        violate(fake, "more than FAKE_REQUESTS requests");
    }
    fake->request_count++;
    fake->sending = true;
    fake->offered = 0;
    request->start_ms = *fake->now_ms;
    request->connection = fake->connects;
    request->length = 0;
}

/* After TC3_PENDING the same bytes must be offered again. */
static void check_offer(fake_io *fake, const uint8_t *bytes, size_t length)
{
    if (fake->offered > 0 &&
        (length < fake->offered || memcmp(bytes, fake->offer, fake->offered) != 0)) {
        violate(fake, "send() offers other bytes after TC3_PENDING");
    }
    fake->offered = 0;
}

static void remember_offer(fake_io *fake, const uint8_t *bytes, size_t length)
{
    fake->offered = length < sizeof(fake->offer) ? length : sizeof(fake->offer);
    memcpy(fake->offer, bytes, fake->offered);
}

/* A kept connection that turns out to be dead, in one of two ways. TC3_OK: it is not. */
static tc3_status meet_stale(fake_io *fake, fake_stale failing, fake_stale silent)
{
    if (fake->served == 0 || (fake->stale != failing && fake->stale != silent)) {
        return TC3_OK;
    }
    fake->silent = fake->stale == silent;
    fake->stale = FAKE_ALIVE;
    return fake->silent ? TC3_OK : fail_with(fake, fake->stale_status);
}

static tc3_status fake_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                            tc3_wait *wait)
{
    fake_io *fake = context;
    fake_request *request;
    tc3_status status;

    if (!fake->open || length == 0) {
        violate(fake, "send() without a connection, or of nothing");
    }
    if (!fake->sending) {
        begin_request(fake);
    }
    request = &fake->requests[(fake->request_count - 1) % FAKE_REQUESTS];
    check_offer(fake, bytes, length);
    status = meet_stale(fake, FAKE_STALE_AT_SEND, FAKE_SILENT_AT_SEND);
    if (status != TC3_OK) {
        fake->calls++;
        return status;
    }
    status = begin_call(fake, wait, TC3_WAIT_WRITABLE, TC3_PHASE_SEND);
    if (status == TC3_PENDING) {
        remember_offer(fake, bytes, length);
    }
    if (status != TC3_OK) {
        return status;
    }
    *sent = fake->send_most != 0 && length > fake->send_most ? fake->send_most : length;
    if (request->length + *sent > FAKE_REQUEST_SIZE) {
        violate(fake, "a request longer than FAKE_REQUEST_SIZE");
        return fail_with(fake, TC3_ERROR_NETWORK);
    }
    memcpy(request->text + request->length, bytes, *sent);
    request->length += *sent;
    fake->sends++;
    return TC3_OK;
}

/* ---- receive ---- */

/* Bytes that are left of an earlier answer come before the next one, as in a real stream. */
static bool has_left_bytes(const fake_io *fake)
{
    return fake->answer != 0 && fake->given < fake->answers[fake->answer - 1].length;
}

static void begin_answer(fake_io *fake)
{
    fake->sending = false;
    if (has_left_bytes(fake)) {
        return;
    }
    fake->served++;
    fake->given = 0;
    fake->answer_ms = *fake->now_ms;
    fake->answer = fake->answers_begun < fake->answer_count ? ++fake->answers_begun : 0;
}

static size_t next_length(const fake_io *fake, const fake_answer *answer, size_t capacity)
{
    size_t length = answer->length - fake->given;

    if (answer->split > fake->given && answer->split - fake->given < length) {
        length = answer->split - fake->given;
    }
    if (answer->piece != 0 && length > answer->piece - fake->given % answer->piece) {
        length = answer->piece - fake->given % answer->piece;
    }
    return length < capacity ? length : capacity;
}

/* True if the next byte's piece has yet to come: `ready_at_ms` is when. */
static bool is_on_its_way(fake_io *fake, const fake_answer *answer, tc3_wait *wait)
{
    uint32_t after_ms;

    if (answer->piece == 0 || fake->given == answer->length) {
        return false;
    }
    after_ms = (uint32_t)(fake->given / answer->piece) * answer->piece_ms;
    if (*fake->now_ms - fake->answer_ms >= after_ms) {
        return false;
    }
    (void)pending(fake, wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, false);
    fake->ready_at_ms = fake->answer_ms + after_ms;
    return true;
}

static tc3_status fake_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                               tc3_wait *wait)
{
    fake_io *fake = context;
    const fake_answer *answer;
    tc3_status status;

    if (!fake->open || capacity == 0) {
        violate(fake, "receive() without a connection, or of nothing");
    }
    if (fake->sending) {
        status = meet_stale(fake, FAKE_STALE_AT_RECEIVE, FAKE_SILENT_AT_RECEIVE);
        if (status != TC3_OK) {
            fake->calls++;
            return status;
        }
    }
    status = begin_call(fake, wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE);
    if (status != TC3_OK) {
        return status;
    }
    if (fake->sending) {
        begin_answer(fake);
    }
    if (fake->answer == 0) {
        return pending(fake, wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, true);
    }
    answer = &fake->answers[fake->answer - 1];
    if (is_on_its_way(fake, answer, wait)) {
        return TC3_PENDING;
    }
    *received = next_length(fake, answer, capacity);
    if (*received > 0) {
        memcpy(bytes, answer->bytes + fake->given, *received);
        fake->given += *received;
        return TC3_OK;
    }
    if (answer->then == TC3_PENDING) {
        return pending(fake, wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, true);
    }
    return fail_with(fake, answer->then);
}

/* ---- the rest ---- */

static void fake_close(void *context)
{
    fake_io *fake = context;

    if (fake->begun) {
        fake->closes++;
    } else {
        fake->idle_closes++;
    }
    fake->begun = false;
    fake->open = false;
    fake->failed = false;
    fake->silent = false;
    fake->sending = false;
    fake->hesitated = false;
    fake->offered = 0;
}

static void fake_explain(void *context, tc3_io_details *details)
{
    fake_io *fake = context;

    memset(details, 0, sizeof(*details));
    if (fake->failed) {
        details->port_error = (int32_t)(PORT_ERROR + fake->calls);
        details->tls_verify_flags = 0x80;
    }
    if (fake->silent) {
        details->port_error = FAKE_SILENT_ERROR;
    }
    details->tls_resumed = fake->resumes && fake->connects > 1;
    details->more_addresses = fake->more_addresses > 0;
}

void fake_io_init(fake_io *fake, const uint32_t *now_ms)
{
    memset(fake, 0, sizeof(*fake));
    fake->io.context = fake;
    fake->io.verified = true;
    fake->io.connect = fake_connect;
    fake->io.send = fake_send;
    fake->io.receive = fake_receive;
    fake->io.close = fake_close;
    fake->io.explain = fake_explain;
    fake->now_ms = now_ms;
    fake->ready_ms = 1;
}

fake_answer *fake_io_answer(fake_io *fake, const char *bytes, size_t length)
{
    fake_answer *answer = &fake->answers[fake->answer_count];

    CHECK("room for answers", fake->answer_count < FAKE_ANSWERS);
    memset(answer, 0, sizeof(*answer));
    answer->bytes = bytes;
    answer->length = length;
    answer->then = TC3_PENDING;
    fake->answer_count++;
    return answer;
}

fake_answer *fake_io_reply(fake_io *fake, const char *status, const char *headers, const char *body)
{
    size_t room = FAKE_TEXT_SIZE - fake->text_used;
    char *text = fake->text + fake->text_used;
    int length = snprintf(text, room, "HTTP/1.1 %s\r\n%sContent-Length: %u\r\n\r\n%s", status,
                          headers, (unsigned)strlen(body), body);

    CHECK("room for texts", length > 0 && (size_t)length < room);
    fake->text_used += (size_t)length + 1;
    return fake_io_answer(fake, text, (size_t)length);
}
