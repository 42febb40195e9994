/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lookup.h
 * Asking lwIP's DNS client, which cannot be told to forget a question.
 */
#ifndef TC3_LWIP_LOOKUP_H
#define TC3_LWIP_LOOKUP_H

#include "tc3/lwip.h"

/**
 * Ask for the address of `host`, a name or a numeric address, in `family` (LWIP_DNS_ADDRTYPE_IPV4
 * or _IPV6; a numeric address has its own). `lookup->status` is TC3_PENDING until there is an
 * outcome: TC3_OK with the address, or an error with lwIP's number. With ERR_MEM lwIP has not taken
 * the question, and may do so later.
 */
void tc3_lwip_lookup_start(tc3_lwip_lookup *lookup, const char *host, u8_t family);

/** Conclude a question that is pending with TC3_ERROR_UNREACHABLE if the network is gone. */
void tc3_lwip_lookup_check(tc3_lwip_lookup *lookup);

/** Want no answer any more. May be called at any time; the memory is free afterwards. */
void tc3_lwip_lookup_forget(tc3_lwip_lookup *lookup);

#endif
