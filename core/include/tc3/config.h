/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file config.h
 * Every size of the core in one place. Each may be overridden on the compiler's command line
 * (CMake: `target_compile_definitions(tc3_core PUBLIC ...)`, ESP-IDF: menuconfig) by an integer
 * constant within the range that is given with it; another value stops the compiler. All users of
 * the headers must see the same values, since they are the sizes of public structs. No
 * configuration header is required.
 */
#ifndef TC3_CONFIG_H
#define TC3_CONFIG_H

/**
 * Bytes kept for one SHA-256 context of the hash in use. The client holds two (the mid-states of
 * the day's signing key) and shares a third. 112 fits the software SHA-256 of mbedTLS 2.28 and 3.6
 * (108 bytes). A hash that needs more makes tc3_client_init() fail and say how much.
 * 104 to 512, a multiple of 8: eight words, a block of 64 bytes, and a count of 8 are the least
 * that a SHA-256 in software needs; a multiple of 8 keeps the contexts aligned.
 */
#ifndef TC3_SHA256_CONTEXT_SIZE
#define TC3_SHA256_CONTEXT_SIZE 112
#endif
#if TC3_SHA256_CONTEXT_SIZE < 104 || TC3_SHA256_CONTEXT_SIZE > 512 || \
    TC3_SHA256_CONTEXT_SIZE % 8 != 0
#error "TC3_SHA256_CONTEXT_SIZE must be a multiple of 8 from 104 to 512"
#endif

/**
 * Bytes of JSON text held at a time. A number must fit, and so must a wanted member's name in its
 * longest form (six bytes a character, as in "\u0041", and two quotes): 128 allows names of up to
 * 21 characters. Strings may be of any length: they pass through in pieces.
 * 86 to 1024: QueryVoucherPool's "RemainingQuota" needs 86. tc3_client_start() refuses an action
 * whose names need more than there is.
 */
#ifndef TC3_JSON_WINDOW_SIZE
#define TC3_JSON_WINDOW_SIZE 128
#endif
#if TC3_JSON_WINDOW_SIZE < 86 || TC3_JSON_WINDOW_SIZE > 1024
#error "TC3_JSON_WINDOW_SIZE must be from 86 to 1024"
#endif

/**
 * Levels of nesting that an answer may have; costs a bit each. An answer that is nested deeper is
 * an error, also where nobody wants what is down there.
 * 8 to 248, a multiple of 8: Error.Code and its like lie three levels deep; the bits fill whole
 * bytes, and the level is counted in one.
 */
#ifndef TC3_JSON_DEPTH
#define TC3_JSON_DEPTH 64
#endif
#if TC3_JSON_DEPTH < 8 || TC3_JSON_DEPTH > 248 || TC3_JSON_DEPTH % 8 != 0
#error "TC3_JSON_DEPTH must be a multiple of 8 from 8 to 248"
#endif

/**
 * Bytes asked from the network at a time. Smaller costs more calls, never correctness.
 * 16 to 4096: with less, most of the work is calls.
 */
#ifndef TC3_RECEIVE_SIZE
#define TC3_RECEIVE_SIZE 128
#endif
#if TC3_RECEIVE_SIZE < 16 || TC3_RECEIVE_SIZE > 4096
#error "TC3_RECEIVE_SIZE must be from 16 to 4096"
#endif

/**
 * Bytes of the request given to the network at a time: one TLS record each. QueryVoucherPool sends
 * 445, and what language, request client tag and token take besides.
 * 64 to 2048: with less, what a record costs exceeds what it carries.
 */
#ifndef TC3_SEND_SIZE
#define TC3_SEND_SIZE 256
#endif
#if TC3_SEND_SIZE < 64 || TC3_SEND_SIZE > 2048
#error "TC3_SEND_SIZE must be from 64 to 2048"
#endif

/**
 * Bytes for an API error code with its NUL; the longest documented one takes 50.
 * 34 to 256: the status and the class of an error follow from the beginning of its code, and the
 * longest that is told apart, "AuthFailure.UnauthorizedOperation", has 33 characters.
 */
#ifndef TC3_API_CODE_SIZE
#define TC3_API_CODE_SIZE 64
#endif
#if TC3_API_CODE_SIZE < 34 || TC3_API_CODE_SIZE > 256
#error "TC3_API_CODE_SIZE must be from 34 to 256"
#endif

/**
 * Bytes for an API error message with its NUL, UTF-8; a longer one is cut and marked.
 * 32 to 1024: for people alone, and less tells them nothing.
 */
#ifndef TC3_API_MESSAGE_SIZE
#define TC3_API_MESSAGE_SIZE 128
#endif
#if TC3_API_MESSAGE_SIZE < 32 || TC3_API_MESSAGE_SIZE > 1024
#error "TC3_API_MESSAGE_SIZE must be from 32 to 1024"
#endif

/**
 * Bytes for a RequestId with its NUL: opaque, a dashed UUID of 36 characters so far.
 * 37 to 256: one that is cut names no request.
 */
#ifndef TC3_REQUEST_ID_SIZE
#define TC3_REQUEST_ID_SIZE 64
#endif
#if TC3_REQUEST_ID_SIZE < 37 || TC3_REQUEST_ID_SIZE > 256
#error "TC3_REQUEST_ID_SIZE must be from 37 to 256"
#endif

/**
 * Bytes for a reseller's name with its NUL, UTF-8; a longer one is cut and marked.
 * 16 to 1024: for people alone, and less tells them nothing.
 */
#ifndef TC3_AGENT_NAME_SIZE
#define TC3_AGENT_NAME_SIZE 128
#endif
#if TC3_AGENT_NAME_SIZE < 16 || TC3_AGENT_NAME_SIZE > 1024
#error "TC3_AGENT_NAME_SIZE must be from 16 to 1024"
#endif

/**
 * Total time for a call in milliseconds where the configuration gives none.
 * 1000 to 86400000, which is TC3_DEADLINE_MAX_MS.
 */
#ifndef TC3_DEFAULT_DEADLINE_MS
#define TC3_DEFAULT_DEADLINE_MS 30000u
#endif
#if TC3_DEFAULT_DEADLINE_MS < 1000 || TC3_DEFAULT_DEADLINE_MS > 86400000
#error "TC3_DEFAULT_DEADLINE_MS must be from 1000 to 86400000"
#endif

/**
 * Requests that one call may send where the configuration gives no number.
 * 1 to 255: one is no retry, and they are counted in a byte.
 */
#ifndef TC3_DEFAULT_ATTEMPTS
#define TC3_DEFAULT_ATTEMPTS 3
#endif
#if TC3_DEFAULT_ATTEMPTS < 1 || TC3_DEFAULT_ATTEMPTS > 255
#error "TC3_DEFAULT_ATTEMPTS must be from 1 to 255"
#endif

#endif
