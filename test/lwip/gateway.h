/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gateway.h
 * The other end of the wire: a process with a lwIP of its own.
 */
#ifndef TC3_TEST_GATEWAY_H
#define TC3_TEST_GATEWAY_H

/**
 * Run the gateway of a test on the wire's end `descriptor` until the other end is gone. The time is
 * what the device says. Offers the services and the responder.
 */
void gateway_serve(int descriptor);

/**
 * The same by the host's clock, with the proxy instead of the services: the device reaches servers
 * on this host.
 */
void gateway_proxy(int descriptor);

#endif
