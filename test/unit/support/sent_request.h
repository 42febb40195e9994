/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sent_request.h
 * A request as a server takes it apart; the test fails where a strict one would refuse it.
 */
#ifndef SENT_REQUEST_H
#define SENT_REQUEST_H

#include "tc3/text.h"

#include <stdbool.h>
#include <stdint.h>

#define SENT_HEADERS 16

typedef struct sent_header {
    tc3_text name;
    tc3_text value;
} sent_header;

/** Views of the request's text. */
typedef struct sent_request {
    tc3_text line;
    sent_header headers[SENT_HEADERS];
    size_t header_count;
    tc3_text body;
} sent_request;

/** Take apart `length` bytes at `text`, which must be one whole request. */
void sent_request_parse(const char *text, size_t length, sent_request *request);

/** True if the request has the header `name`, whose case does not matter. */
bool sent_request_has(const sent_request *request, const char *name);

/** The value of the header `name`, which must be there once. */
tc3_text sent_request_header(const sent_request *request, const char *name);

/** The header X-TC-Timestamp as a number. */
uint32_t sent_request_timestamp(const sent_request *request);

/** Compute the signature anew and compare the whole Authorization header. */
void sent_request_check_signature(const sent_request *request, const char *secret_id,
                                  const char *secret_key, const char *service);

#endif
