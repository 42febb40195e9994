/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file status.h
 * What can come out of anything in this library: one enum, and the class a program acts on.
 */
#ifndef TC3_STATUS_H
#define TC3_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The classes of outcomes. The number is also the exit status of `tc3-quota`.
 */
typedef enum tc3_class {
    TC3_CLASS_NONE = 0,        /**< not an error */
    TC3_CLASS_CONFIG = 2,      /**< mend the program or its configuration; nothing was sent */
    TC3_CLASS_NETWORK = 3,     /**< no name, no route, refused or broken connection */
    TC3_CLASS_TLS = 4,         /**< the peer could not be authenticated */
    TC3_CLASS_TIMEOUT = 5,     /**< the deadline passed */
    TC3_CLASS_PROTOCOL = 6,    /**< the answer is not valid HTTP or JSON, or is not an answer */
    TC3_CLASS_CLOCK = 7,       /**< the time is unknown or too far off */
    TC3_CLASS_CREDENTIALS = 8, /**< the service refused the key or lacks a permission */
    TC3_CLASS_RATE = 9,        /**< too many requests */
    TC3_CLASS_SERVICE = 10     /**< any other error that the service reports */
} tc3_class;

/** A status's number is its class times 16 plus a counter, so that the class costs no table. */
#define TC3_STATUS_OF(class_number, counter) ((class_number)*16 + (counter))

/**
 * The outcome of a function or a call. Zero is success; `TC3_PENDING` means that the work goes on.
 * tc3_status_text() has a sentence with advice for each.
 */
typedef enum tc3_status {
    TC3_OK = 0,
    TC3_PENDING = 1, /**< not finished: wait as told, then step again */

    TC3_ERROR_CONFIG_MISSING = TC3_STATUS_OF(2, 0),            /**< a required member is NULL */
    TC3_ERROR_CONFIG_HOST = TC3_STATUS_OF(2, 1),               /**< host is not a lower-case name */
    TC3_ERROR_CONFIG_HEADER = TC3_STATUS_OF(2, 2),             /**< language or request client */
    TC3_ERROR_CONFIG_HASH_SIZE = TC3_STATUS_OF(2, 3),          /**< see `needed_bytes` */
    TC3_ERROR_CONFIG_INSECURE = TC3_STATUS_OF(2, 4),           /**< the io verifies nobody */
    TC3_ERROR_CONFIG_ACTION = TC3_STATUS_OF(2, 5),             /**< the action's table is wrong */
    TC3_ERROR_CONFIG_BUSY = TC3_STATUS_OF(2, 6),               /**< a call is already under way */
    TC3_ERROR_CONFIG_IDLE = TC3_STATUS_OF(2, 7),               /**< no call is under way */
    TC3_ERROR_CONFIG_CREDENTIALS = TC3_STATUS_OF(2, 8),        /**< there are none */
    TC3_ERROR_CONFIG_CREDENTIALS_FORMAT = TC3_STATUS_OF(2, 9), /**< blank or forbidden character */
    TC3_ERROR_CONFIG_TRUST_ANCHORS = TC3_STATUS_OF(2, 10),     /**< CA certificates unreadable */
    TC3_ERROR_CONFIG_HASH = TC3_STATUS_OF(2, 11),              /**< the port's SHA-256 failed */
    TC3_ERROR_CONFIG_RANDOM = TC3_STATUS_OF(2, 12),            /**< the random source failed */
    TC3_ERROR_CONFIG_MEMORY =
        TC3_STATUS_OF(2, 13), /**< memory or storage given is too small, or refused */

    TC3_ERROR_DNS = TC3_STATUS_OF(3, 0),         /**< the host's name has no address */
    TC3_ERROR_REFUSED = TC3_STATUS_OF(3, 1),     /**< nobody listens there */
    TC3_ERROR_UNREACHABLE = TC3_STATUS_OF(3, 2), /**< no route, or no network at all */
    TC3_ERROR_RESET = TC3_STATUS_OF(3, 3),       /**< the connection was reset */
    TC3_ERROR_CLOSED = TC3_STATUS_OF(3, 4),      /**< closed before the answer was complete */
    TC3_ERROR_NETWORK = TC3_STATUS_OF(3, 5),     /**< any other fault: see `port_error` */

    TC3_ERROR_TLS_EXPIRED = TC3_STATUS_OF(4, 0),        /**< certificate expired */
    TC3_ERROR_TLS_NOT_YET_VALID = TC3_STATUS_OF(4, 1),  /**< certificate of the future */
    TC3_ERROR_TLS_WRONG_HOST = TC3_STATUS_OF(4, 2),     /**< certificate of another host */
    TC3_ERROR_TLS_UNKNOWN_ISSUER = TC3_STATUS_OF(4, 3), /**< no trust anchor signed it */
    TC3_ERROR_TLS_CERTIFICATE = TC3_STATUS_OF(4, 4),    /**< see `tls_verify_flags` */
    TC3_ERROR_TLS_HANDSHAKE = TC3_STATUS_OF(4, 5),      /**< no agreement: see `port_error` */
    TC3_ERROR_TLS_RECORD = TC3_STATUS_OF(4, 6),         /**< broken after the handshake */
    TC3_ERROR_TLS_MEMORY = TC3_STATUS_OF(4, 7),         /**< the TLS arena is too small */

    TC3_ERROR_TIMEOUT = TC3_STATUS_OF(5, 0), /**< the deadline passed, see `phase` */

    TC3_ERROR_HTTP_STATUS_LINE = TC3_STATUS_OF(6, 0), /**< not HTTP/1.x, or status 101 */
    TC3_ERROR_HTTP_HEADER = TC3_STATUS_OF(6, 1),      /**< malformed header or trailer */
    TC3_ERROR_HTTP_FRAMING = TC3_STATUS_OF(6, 2),     /**< contradictory or malformed body length */
    TC3_ERROR_HTTP_ENCODING = TC3_STATUS_OF(6, 3),    /**< a coding that was not asked for */
    TC3_ERROR_HTTP_STATUS = TC3_STATUS_OF(6, 4),      /**< unexpected, see `http_status` */
    TC3_ERROR_HTTP_REDIRECT = TC3_STATUS_OF(6, 5),    /**< redirects are not followed */
    TC3_ERROR_JSON_SYNTAX = TC3_STATUS_OF(6, 6),      /**< not JSON (RFC 8259) */
    TC3_ERROR_JSON_DEPTH = TC3_STATUS_OF(6, 7),       /**< nested deeper than TC3_JSON_DEPTH */
    TC3_ERROR_JSON_INCOMPLETE = TC3_STATUS_OF(6, 8),  /**< the body ends inside the document */
    TC3_ERROR_NO_RESPONSE = TC3_STATUS_OF(6, 9),      /**< no object named "Response" in it */

    TC3_ERROR_CLOCK_NOT_SET = TC3_STATUS_OF(7, 0),         /**< the time is not known yet */
    TC3_ERROR_API_SIGNATURE_EXPIRED = TC3_STATUS_OF(7, 1), /**< over 5 minutes off */

    TC3_ERROR_API_CREDENTIALS = TC3_STATUS_OF(8, 0), /**< id, key, token or signature refused */
    TC3_ERROR_API_PERMISSION = TC3_STATUS_OF(8, 1),  /**< the key may not do this */
    TC3_ERROR_API_ROLE = TC3_STATUS_OF(8, 2),        /**< the account is no reseller */

    TC3_ERROR_API_RATE_LIMIT = TC3_STATUS_OF(9, 0),  /**< over 5 requests a second */
    TC3_ERROR_HTTP_RATE_LIMIT = TC3_STATUS_OF(9, 1), /**< HTTP status 429 */

    TC3_ERROR_API_BUSY = TC3_STATUS_OF(10, 0),    /**< a passing fault of the service */
    TC3_ERROR_API_REQUEST = TC3_STATUS_OF(10, 1), /**< it does not accept this request */
    TC3_ERROR_API_OTHER = TC3_STATUS_OF(10, 2),   /**< any other error code */
    TC3_ERROR_HTTP_SERVER = TC3_STATUS_OF(10, 3)  /**< HTTP status 5xx */
} tc3_status;

/** The class of `status`: TC3_CLASS_NONE for TC3_OK and TC3_PENDING. */
tc3_class tc3_status_class(tc3_status status);

/** The name of `status` without its prefix, as in "TLS_EXPIRED"; a constant string, never NULL. */
const char *tc3_status_name(tc3_status status);

/** One English sentence: what happened and what to do. A constant string, never NULL. */
const char *tc3_status_text(tc3_status status);

/** The name of a class: "config", "network", ... "service", or "none". A constant string. */
const char *tc3_class_name(tc3_class class_number);

#ifdef __cplusplus
}
#endif

#endif
