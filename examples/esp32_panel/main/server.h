/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file server.h
 * The way to the API's server, and whom to trust: always the API itself and the library's root
 * certificates, but on the target linux, where a test may lead to a server of its own.
 */
#ifndef ESP32_PANEL_SERVER_H
#define ESP32_PANEL_SERVER_H

#include "tc3/socket.h"
#include "tc3/tls.h"

/** Where to connect; NULL: to the API's host. */
const tc3_socket_config *server_route(void);

/** Set the trust anchors in `config`, unless they are the library's own. */
void server_set_trust(tc3_tls_config *config);

#endif
