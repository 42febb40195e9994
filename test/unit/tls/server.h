/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file server.h
 * The TLS server of the tests: tls/server.py as a child process, one for a test program.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stddef.h>
#include <stdint.h>

/** cmocka's group set-up and tear-down: start the server, and end it. */
int server_start(void **state);
int server_stop(void **state);

/**
 * The port on 127.0.0.1 that serves `identity`, as in "rsa" or "rsa:cbc", or "leaf+one+two" for a
 * chain of certificates.
 */
uint16_t server_port(const char *identity);

/**
 * Read the file `name` of the certificates' directory into static memory, which the next call
 * overwrites. `*size` counts a NUL behind the content if `text`.
 */
const uint8_t *server_file(const char *name, int text, size_t *size);

#endif
