/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file request.h
 * The request on its way out. Internal to the core.
 */
#ifndef TC3_REQUEST_H
#define TC3_REQUEST_H

#include "tc3/client.h"

/** TC3_OK if id, key and token may be signed and put into a header. */
tc3_status tc3_credentials_check(const tc3_credentials *credentials);

/** Sign `request`, whose credentials and timestamp are set, and prepare it to be written. */
tc3_status tc3_request_sign(tc3_request *request, const tc3_config *config,
                            const tc3_action *action, const tc3_signing_key *key);

/** Fill the emptied buffer with the next part of the request's text. */
void tc3_request_fill(tc3_request *request, const tc3_config *config, const tc3_action *action);

#endif
