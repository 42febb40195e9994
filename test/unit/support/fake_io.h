/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fake_io.h
 * A server behind a tc3_io: records the requests, gives scripted answers, fails or hesitates where
 * a test says, and watches that its user keeps the contract of tc3/io.h.
 */
#ifndef FAKE_IO_H
#define FAKE_IO_H

#include "tc3/io.h"

#define FAKE_REQUESTS     16
#define FAKE_CONNECTS     16
/** What explain() tells of a connection that is silent: the port's own error number. */
#define FAKE_SILENT_ERROR 4711
#define FAKE_REQUEST_SIZE 98304
#define FAKE_ANSWERS      16
#define FAKE_TEXT_SIZE    65536

/** One answer of the server. */
typedef struct fake_answer {
    const char *bytes;
    size_t length;
    size_t piece;      /**< no receive goes across a multiple of it; 0: as many as asked for */
    uint32_t piece_ms; /**< from one piece to the next, the first being there at once */
    size_t split;      /**< a place that no receive goes across; 0: none */
    tc3_status then;   /**< of receive behind the last byte: an error, or TC3_PENDING for ever */
} fake_answer;

/** A request as it arrived. */
typedef struct fake_request {
    uint32_t start_ms;   /**< when its first byte was offered */
    unsigned connection; /**< counted from 1 */
    size_t length;
    char text[FAKE_REQUEST_SIZE];
} fake_request;

/** Where a connection that was kept turns out to be dead. */
typedef enum fake_stale {
    FAKE_ALIVE,
    FAKE_STALE_AT_SEND,
    FAKE_STALE_AT_RECEIVE,
    FAKE_SILENT_AT_SEND,
    FAKE_SILENT_AT_RECEIVE
} fake_stale;

/** The server. What a test sets is above, what it reads below. */
typedef struct fake_io {
    tc3_io io;              /**< for tc3_config */
    const uint32_t *now_ms; /**< the time */
    fake_answer answers[FAKE_ANSWERS];
    size_t answer_count;
    unsigned bad_connects;   /**< so many connections fail at once ... */
    tc3_status bad_connect;  /**< ... like this ... */
    tc3_phase bad_phase;     /**< ... in this phase; TC3_PENDING: they are silent */
    unsigned more_addresses; /**< addresses behind the first; each TC3_ADDRESS_NEXT takes one */
    unsigned fault_at;       /**< the connect, send or receive that fails, from 1; 0: none */
    tc3_status fault;        /**< how it fails */
    unsigned silent_from;    /**< from this call on all are TC3_PENDING; 0: never */
    bool resumes;            /**< its TLS sessions, where there was a connection before */
    bool hesitates;          /**< each call is TC3_PENDING first */
    uint32_t ready_ms;       /**< how long a TC3_PENDING lasts */
    size_t send_most;        /**< most bytes that a send takes; 0: all */
    fake_stale stale;        /**< what the next request on a kept connection finds */
    tc3_status stale_status; /**< how it fails */

    unsigned calls;       /**< of connect, send and receive */
    unsigned connects;    /**< connections begun */
    unsigned closes;      /**< connections closed */
    unsigned idle_closes; /**< closes without a connection */
    unsigned sends;       /**< sends that took bytes */
    uint32_t ready_at_ms; /**< when the latest TC3_PENDING is over; UINT32_MAX: never */
    fake_request requests[FAKE_REQUESTS];
    size_t request_count;
    char host[256]; /**< of the latest connect */
    uint16_t port;
    tc3_time_budget budget;             /**< of the latest connect */
    uint8_t choices[FAKE_CONNECTS];     /**< a tc3_address_choice for each connection */
    uint32_t connect_ms[FAKE_CONNECTS]; /**< when it was begun */
    const char *violation; /**< the first breach of the contract by the user, or NULL */

    bool begun; /* connect was called since the last close */
    bool open;
    bool failed; /* only close may follow */
    bool silent; /* until it is closed */
    bool hesitated;
    bool sending;
    unsigned connect_step;
    unsigned served;    /* answers begun on this connection */
    size_t answer;      /* index of the answer being given, plus 1 */
    size_t given;       /* bytes of it */
    uint32_t answer_ms; /* when it began */
    size_t answers_begun;
    size_t offered; /* bytes of a send that was TC3_PENDING */
    uint8_t offer[1024];
    size_t text_used;
    char text[FAKE_TEXT_SIZE]; /* of the answers that were made */
} fake_io;

/** Make `fake` a healthy server without answers that reads the time at `now_ms`. */
void fake_io_init(fake_io *fake, const uint32_t *now_ms);

/** Add an answer of given bytes, which stay the caller's; returns it to be refined. */
fake_answer *fake_io_answer(fake_io *fake, const char *bytes, size_t length);

/**
 * Add an answer made of a status line, further headers (each ending with CR LF) and a body with its
 * Content-Length. A copy is kept in `fake`.
 */
fake_answer *fake_io_reply(fake_io *fake, const char *status, const char *headers,
                           const char *body);

#endif
