/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file config.h
 * Every size of the core in one place. Each may be overridden on the compiler's command line
 * (CMake: `target_compile_definitions(tc3_core PUBLIC ...)`, ESP-IDF: menuconfig); all users of the
 * headers must see the same values, since they are the sizes of public structs. No configuration
 * header is required.
 */
#ifndef TC3_CONFIG_H
#define TC3_CONFIG_H

/**
 * Bytes kept for one SHA-256 context of the hash in use; a multiple of 8. The client holds two (the
 * mid-states of the day's signing key) and shares a third. 112 fits the software SHA-256 of mbedTLS
 * 2.28 and 3.6 (108 bytes). A hash that needs more makes tc3_client_init() fail and say how much.
 */
#ifndef TC3_SHA256_CONTEXT_SIZE
#define TC3_SHA256_CONTEXT_SIZE 112
#endif

/**
 * Bytes of JSON text held at a time. A number must fit, and so must a wanted member's name in its
 * longest form (six bytes a character, as in "\u0041", and two quotes): 128 allows names of up to
 * 21 characters. Strings may be of any length: they pass through in pieces. QueryVoucherPool needs
 * 86, for "RemainingQuota"; at least 56, for "RequestId".
 */
#ifndef TC3_JSON_WINDOW_SIZE
#define TC3_JSON_WINDOW_SIZE 128
#endif

/** Levels of nesting that an answer may have; costs a bit each. A multiple of 8, at most 248. */
#ifndef TC3_JSON_DEPTH
#define TC3_JSON_DEPTH 64
#endif

/** Bytes asked from the network at a time. Smaller costs more calls, never correctness. */
#ifndef TC3_RECEIVE_SIZE
#define TC3_RECEIVE_SIZE 128
#endif

/**
 * Bytes of the request given to the network at a time: one TLS record each. QueryVoucherPool sends
 * 445, and what language, request client tag and token take besides.
 */
#ifndef TC3_SEND_SIZE
#define TC3_SEND_SIZE 256
#endif

/** Bytes for an API error code with its NUL; the longest documented one takes 50. */
#ifndef TC3_API_CODE_SIZE
#define TC3_API_CODE_SIZE 64
#endif

/** Bytes for an API error message with its NUL, UTF-8; a longer one is cut and marked. */
#ifndef TC3_API_MESSAGE_SIZE
#define TC3_API_MESSAGE_SIZE 128
#endif

/** Bytes for a RequestId with its NUL: opaque, a dashed UUID of 36 characters so far. */
#ifndef TC3_REQUEST_ID_SIZE
#define TC3_REQUEST_ID_SIZE 64
#endif

/** Bytes for a reseller's name with its NUL, UTF-8; a longer one is cut and marked. */
#ifndef TC3_AGENT_NAME_SIZE
#define TC3_AGENT_NAME_SIZE 128
#endif

/** Total time for a call in milliseconds where the configuration gives none. */
#ifndef TC3_DEFAULT_DEADLINE_MS
#define TC3_DEFAULT_DEADLINE_MS 30000u
#endif

/** Requests that one call may send where the configuration gives no number. */
#ifndef TC3_DEFAULT_ATTEMPTS
#define TC3_DEFAULT_ATTEMPTS 3
#endif

#endif
