/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file system_lookup.h
 * The system's resolver, which blocks.
 */
#ifndef TC3_SYSTEM_LOOKUP_H
#define TC3_SYSTEM_LOOKUP_H

#include "tc3/socket.h"

/** The function of a tc3_resolver that asks getaddrinfo(). `context` is not used. */
tc3_status tc3_system_lookup(void *context, const char *host, tc3_address_list *list,
                             int32_t *port_error);

#endif
