/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file http.h
 * A streaming reader for the answer to one HTTP/1.1 request (RFC 9112). It takes one byte at a time
 * and hands the body on. Header lines may have any length; interim 1xx answers are skipped.
 */
#ifndef TC3_HTTP_H
#define TC3_HTTP_H

#include "tc3/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the byte given to tc3_http_step() was. */
typedef enum tc3_http_event {
    TC3_HTTP_MORE, /**< part of the framing */
    TC3_HTTP_BODY, /**< a byte of the body */
    TC3_HTTP_END   /**< the last byte of the message, and not part of the body */
} tc3_http_event;

/** Longest header name that is looked at: "transfer-encoding". */
#define TC3_HTTP_NAME_SIZE  17
/** Longest header value that is looked at: a date has 29 bytes. */
#define TC3_HTTP_VALUE_SIZE 32

/** A reader. The first members may be read, the rest is private. Nothing to release. */
typedef struct tc3_http {
    uint16_t status; /**< the status code, valid once `in_body` */
    bool keep_alive; /**< the connection may carry another request after this answer */
    bool in_body;    /**< the header section is complete */
    bool complete;   /**< the message is complete */
    uint32_t date;   /**< the Date header as Unix seconds; 0: none, or not an IMF-fixdate */

    uint8_t state;
    uint8_t next; /* the state after this line */
    uint8_t minor_version;
    uint8_t name_used;
    uint8_t value_used;
    bool chunked;
    bool has_length;
    bool until_close;
    bool connection_close;
    uint8_t position;                  /* in the status line, or in a chunk's size */
    uint32_t remaining;                /* bytes of the body or of the chunk still to come */
    char name[TC3_HTTP_NAME_SIZE + 1]; /* the last place is filled in one that is too long */
    char value[TC3_HTTP_VALUE_SIZE + 1];
} tc3_http;

/** Prepare `http` for the answer to a POST or GET request. */
void tc3_http_init(tc3_http *http);

/**
 * Take the next byte. TC3_OK with what it was in `*event`, or TC3_ERROR_HTTP_STATUS_LINE,
 * _HEADER, _FRAMING or _ENCODING. Check `complete` after each: a message may end with a body byte.
 * Must not be called again after an error or once `complete`.
 */
tc3_status tc3_http_step(tc3_http *http, uint8_t byte, tc3_http_event *event);

/**
 * How many of the next `available` bytes are sure to be body, so that they may be passed on at once
 * with tc3_http_skip() instead of one by one; 0 is always a right answer.
 */
size_t tc3_http_run(const tc3_http *http, size_t available);

/** Take `length` body bytes at once; at most what tc3_http_run() said. */
void tc3_http_skip(tc3_http *http, size_t length);

/** The peer closed the connection: TC3_OK if that ends the message, else TC3_ERROR_CLOSED. */
tc3_status tc3_http_close(tc3_http *http);

/**
 * Read an IMF-fixdate as in "Mon, 23 Nov 2026 06:29:55 GMT" (RFC 9110 section 5.6.7) into Unix
 * seconds; 0 if it is anything else, or outside 1970 to 2105.
 */
uint32_t tc3_http_date(const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
