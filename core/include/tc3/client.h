/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file client.h
 * The client: calls an action of Tencent Cloud's API 3.0 without ever blocking or allocating.
 *
 *     static tc3_client client;
 *     static tc3_voucher_pool pool;
 *
 *     status = tc3_client_init(&client, &config);
 *     status = tc3_client_start(&client, &tc3_query_voucher_pool, &pool, now_ms());
 *     while ((status = tc3_client_step(&client, now_ms(), &wait)) == TC3_PENDING)
 *         do_other_work_until(&wait);
 *
 * One client makes one call at a time and keeps its connection for the next. It is not thread-safe;
 * clients share nothing.
 *
 * Nothing that is only the first to be tried decides an outcome, as long as the call has time:
 *  - A kept connection that fails, or is silent for TC3_KEPT_ANSWER_MS, before a byte of the answer
 *    has come is replaced, once a call. That counts as the same attempt.
 *  - If the host has several addresses, a failure to connect leads to the next one at once. That
 *    counts as the same attempt, too. A host that could not be verified is asked nowhere else.
 *  - While there is another address or attempt, connecting, sending and waiting for the answer may
 *    each take half of the time that is left, the last one all of it. An answer that keeps arriving
 *    gets more, but is given up when between three quarters and seven eighths of the deadline are
 *    over: enough for another attempt.
 *  - Errors that may pass are followed by another attempt after a random pause: faults of the
 *    network, silence, rate limits, faults of the service. After silence the pause takes half of
 *    the time that is left at most; after the others that is the outcome if the pause does not fit.
 *  - If the action is not `repeatable`, all that ends with the first byte given to the io's send:
 *    the service may have got the request. Only one that it refused unseen, by a rate limit or for
 *    its time, is sent again.
 */
#ifndef TC3_CLIENT_H
#define TC3_CLIENT_H

#include "tc3/action.h"
#include "tc3/answer.h"
#include "tc3/config.h"
#include "tc3/http.h"
#include "tc3/io.h"
#include "tc3/platform.h"
#include "tc3/sign.h"
#include "tc3/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Milliseconds between the starts of two requests: 5 a second are allowed, and arrival jitters. */
#define TC3_REQUEST_INTERVAL_MS 210u
/**
 * Milliseconds after which an idle connection is not used again: the server drops it after 60 s.
 */
#define TC3_KEEP_ALIVE_MS       50000u
/**
 * Most milliseconds that the first byte of an answer is waited for on a kept connection, if half of
 * the time that is left is not less. It may have died without a sign: a NAT forgot it, a cable was
 * pulled.
 */
#define TC3_KEPT_ANSWER_MS      5000u
/** Largest deadline, in milliseconds: a day. */
#define TC3_DEADLINE_MAX_MS     86400000u
/** Back-off before the first retry: a random time of up to this many milliseconds, then doubled. */
#define TC3_BACKOFF_MS          500u
/** The same after a rate limit. */
#define TC3_RATE_BACKOFF_MS     2000u
/** A back-off grows to this many milliseconds at most. */
#define TC3_BACKOFF_MAX_MS      16000u
/** A wall clock before 2026-01-01 (Unix seconds) is one that was never set. */
#define TC3_EARLIEST_TIME       1767225600u
/**
 * A wall clock that has moved over so many seconds more or less than the monotonic time between two
 * requests was set meanwhile: what was learnt about it from the server is forgotten then. A
 * monotonic time that stands still while the device sleeps looks the same and costs, if the wall
 * clock is wrong, a further request to learn it again.
 */
#define TC3_CLOCK_STEP          60u
/** Longest `tc3_config.host`: a DNS name (RFC 1035 section 3.1). */
#define TC3_HOST_MAX            253
/** Longest `tc3_config.request_client`. */
#define TC3_REQUEST_CLIENT_MAX  128

/**
 * How a client is set up. Owned by the caller; it and all it points to must stay unchanged while
 * the client is in use. Members marked optional may be NULL or 0.
 */
typedef struct tc3_config {
    const char *host;         /**< lower-case DNS name, TC3_HOST_MAX bytes at most, or IPv4 */
    uint16_t port;            /**< optional: TCP port, not told in Host; 443 */
    const tc3_io *io;         /**< a verified byte stream, from the TLS layer */
    const tc3_sha256 *sha256; /**< the hash */
    const tc3_clock *clock;   /**< the wall clock */
    const tc3_random *random; /**< spreads the retries of a fleet */
    const tc3_credential_source *credentials; /**< the key pair */
    const char *language;       /**< optional: "en-US" or "zh-CN", the language of API messages */
    const char *request_client; /**< optional: a tag for Tencent's logs, [0-9a-zA-Z-_,;.] */
    uint32_t deadline_ms;       /**< optional: total time of a call, retries and all */
    uint32_t keep_alive_ms;     /**< optional: how long a connection is kept; TC3_KEEP_ALIVE_MS */
    uint32_t kept_answer_ms;    /**< optional: in place of TC3_KEPT_ANSWER_MS */
    uint8_t attempts;           /**< optional: requests that a call may send; 1 is no retry */
} tc3_config;

/** What is known about the latest call beyond its status. */
typedef struct tc3_details {
    uint8_t phase;         /**< a tc3_phase: where the call was when its outcome was decided */
    uint8_t attempts;      /**< requests tried, 1 for the first; 0: none, nothing was sent */
    uint16_t http_status;  /**< 0: no answer came */
    int32_t clock_offset;  /**< seconds added to the wall clock, learnt from the server; forgotten
                                when the clock is set */
    uint16_t needed_bytes; /**< with TC3_ERROR_CONFIG_HASH_SIZE: what TC3_SHA256_CONTEXT_SIZE must
                                be */
    tc3_io_details io;     /**< the port's error number, TLS verify flags */
    tc3_envelope api;      /**< RequestId, and the API's error code and message */
} tc3_details;

/* Three numbers or dates, and a digest in hexadecimal. Private. */
#define TC3_REQUEST_TEXT_SIZE (3 * 10 + 2 * TC3_SHA256_SIZE)

/** A request on its way out. Private. */
typedef struct tc3_request {
    union {
        tc3_sha256_context hash;          /* while signing */
        char text[TC3_REQUEST_TEXT_SIZE]; /* made for the request, while that is written */
    } work;
    tc3_credentials credentials;
    uint8_t signature[TC3_SHA256_SIZE];
    uint32_t timestamp;
    uint32_t written; /* bytes of the request that were put into the buffer so far */
    uint16_t used;    /* bytes in the buffer */
    uint16_t sent;    /* of them taken by the io */
    bool complete;    /* the rest of the request is in the buffer */
    union {
        char bytes[TC3_SEND_SIZE];
        char text[TC3_REQUEST_TEXT_SIZE]; /* made for the signature, before bytes are written */
    } buffer;
} tc3_request;

/** An answer on its way in. Private. */
typedef struct tc3_response {
    tc3_http http;
    tc3_answer answer;
    uint16_t length; /* bytes in the buffer */
    uint8_t buffer[TC3_RECEIVE_SIZE];
} tc3_response;

/**
 * A client: all the memory there is. Its members are private; it must not be moved or copied while
 * in use.
 */
typedef struct tc3_client {
    /* What is used most comes first, where code reaches it with short instructions. */
    uint8_t phase;
    bool has_key;
    bool connected;
    bool reused;          /* this request goes over a kept connection */
    bool answered;        /* a byte of the answer has come */
    bool replaced;        /* a stale kept connection was replaced in this call */
    bool clock_corrected; /* in this call */
    bool lent;            /* credentials are borrowed */
    uint8_t address;      /* a tc3_address_choice, of the next connection */
    uint16_t key_day;     /* days since 1970 that `key` is for */
    const tc3_config *config;
    const tc3_action *action;
    void *result;
    uint32_t now_ms;      /* of the latest start or step */
    uint32_t deadline_ms; /* of the call */
    uint32_t call_end_ms;
    uint32_t timer_end_ms;     /* of the pause, or of what the phase may take */
    uint32_t request_start_ms; /* of the latest request */
    uint32_t clock_seconds;    /* what the wall clock said then; 0: there was none */
    uint32_t idle_start_ms;    /* end of the latest answer */
    uint32_t key_generation;
    const char *key_service;
    tc3_details details;
    tc3_signing_key key;
    union {
        tc3_request request;
        tc3_response response;
    } exchange; /* a request is over before its answer begins */
} tc3_client;

/**
 * Set up `client`, which need not be initialised, by `config`; a client that was in use goes
 * through tc3_client_close() first. Returns TC3_OK, or an error of the class config without side
 * effects: TC3_ERROR_CONFIG_MISSING, _HOST, _HEADER, _INSECURE, or _HASH_SIZE (then
 * tc3_client_details()->needed_bytes tells how much the hash needs).
 */
tc3_status tc3_client_init(tc3_client *client, const tc3_config *config);

/**
 * Start calling `action`; does no I/O yet. `result` is a struct of the action's type (for
 * tc3_query_voucher_pool a tc3_voucher_pool); it is cleared now, stays the caller's, must not be
 * touched until the call ends, and holds values only if it ends with TC3_OK. `now_ms` is a
 * monotonic time in milliseconds that may wrap. Returns TC3_PENDING: step it; or
 * TC3_ERROR_CONFIG_BUSY, TC3_ERROR_CONFIG_ACTION, or TC3_ERROR_CONFIG_MISSING if the client was not
 * set up.
 */
tc3_status tc3_client_start(tc3_client *client, const tc3_action *action, void *result,
                            uint32_t now_ms);

/**
 * Do a bounded piece of the call: at most one call of the io's connect, send or receive, or one
 * signature. TC3_PENDING: step again when `wait` is met (earlier is harmless). Anything else is the
 * outcome; `result` and tc3_client_details() are final then, and a new call may start. Without a
 * call under way it returns TC3_ERROR_CONFIG_IDLE.
 */
tc3_status tc3_client_step(tc3_client *client, uint32_t now_ms, tc3_wait *wait);

/**
 * To be called now and then between calls: lets go of the kept connection, and of the memory that
 * it holds, if the server has closed it or its `keep_alive_ms` are over. Cheap: one call of the
 * io's receive, which does not wait. Returns true while a connection is kept. During a call it does
 * nothing and returns true.
 */
bool tc3_client_idle(tc3_client *client, uint32_t now_ms);

/** What is known about the latest call; valid until the next start. */
const tc3_details *tc3_client_details(const tc3_client *client);

/**
 * End a call under way without outcome, close the connection, and wipe the signing key. For going
 * to sleep, and for good. The client can be used again at once.
 */
void tc3_client_close(tc3_client *client);

#ifdef __cplusplus
}
#endif

#endif
