/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file request.h
 * The request on its way out. Internal to the core.
 */
#ifndef TC3_REQUEST_H
#define TC3_REQUEST_H

#include "tc3/client.h"

/** The Content-Type of every request, as sent and as signed. */
#define TC3_CONTENT_TYPE "application/json"

/** TC3_OK if id, key and token may be signed and put into a header. */
tc3_status tc3_credentials_check(const tc3_credentials *credentials);

/** Prepare `request`, whose credentials, timestamp and signature are set, to be written. */
void tc3_request_rewind(tc3_request *request);

/** Fill the emptied buffer with the next part of the request's text. */
void tc3_request_fill(tc3_request *request, const tc3_config *config, const tc3_action *action);

#endif
