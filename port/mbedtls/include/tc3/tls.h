/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tls.h
 * TLS 1.2 as a tc3_io over another tc3_io, by mbedTLS.
 *
 * What is always done, with no switch to turn it off: the certificate chain is verified up to a
 * trust anchor, the host's name is sent (SNI) and compared with the certificate, and validity is
 * checked against the tc3_clock given here. The host is looked for among the alternative names
 * alone (RFC 9525 6.3): a name among the DNS names, where a "*" stands for the whole first label,
 * but not directly above a top-level domain; an IPv4 or IPv6 address among the addresses. An
 * address is not sent, as RFC 6066 section 3 forbids it. Cipher suites: ECDHE with RSA or ECDSA
 * certificates and AES-GCM or ChaCha20-Poly1305, as far as mbedTLS was built with them. Keys of
 * certificates: RSA from 2048 bits, CAs' with exponents up to 64 bits, or elliptic curves from 256
 * bits; hashes from SHA-256.
 *
 * Why validity is compared here and not by mbedTLS: mbedTLS does so only if it was built with
 * MBEDTLS_HAVE_TIME_DATE (in ESP-IDF it is not, by default), and then asks one clock that is
 * global. Here every build compares, and whoever sets a device's clock has set it for TLS as well.
 * What mbedTLS found by its own clock is overruled, either way.
 *
 * Which path of certificates counts: any one that is valid, from the server's certificate over
 * those that it sent, in any order, to an anchor; what is out of date beside it hides nothing.
 * mbedTLS finds and verifies the first; only if that is of no use, others are tried, in one step of
 * the handshake (TC3_TLS_PATH_CHECKS). Besides what mbedTLS checks, on every CA of the path, the
 * anchor included: an extended key usage, if there is one, contains serverAuth or any usage; name
 * constraints permit all alternative names and the subject of the certificates below (RFC 5280
 * 4.2.1.10). Constraints on other kinds of names than DNS, IP and directory names cannot be judged:
 * they permit no name of their kind.
 *
 * Names of issuers and directory names are the same, as for mbedTLS, if they differ at most in case
 * of ASCII letters and in being UTF8String or PrintableString. RFC 5280 section 7.1 would have
 * blanks made alike, too: who excludes a directory name excludes no spelling of it with other
 * blanks, or in another kind of string.
 *
 * Limits of mbedTLS, each of them TC3_ERROR_TLS_CERTIFICATE if it applies: it reads all that the
 * server sends before it looks for a path, so that a certificate that it cannot read ends the
 * handshake even where it is not needed, as one with a key on a curve that was left out, or with
 * critical name constraints. Only those signed with an algorithm that it does not know are skipped.
 * A first path of more than eight intermediates (MBEDTLS_X509_MAX_INTERMEDIATE_CA) is an error,
 * even if there is a shorter one. All certificates together have to fit in
 * MBEDTLS_SSL_IN_CONTENT_LEN bytes; if they do not, that is TC3_ERROR_TLS_HANDSHAKE.
 *
 * Memory: the struct below, 1312 bytes in the build described next, and what mbedTLS allocates (see
 * tc3_mbedtls_set_arena()). Measured on x86-64 with mbedTLS 3.6.6, TLS 1.2, records of 16384 bytes
 * in and 2048 out, MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK, window size 2:
 *
 *     chain of the server                                       enough    while connected
 *     P-256 leaf and root                                       24632     20608
 *     P-384 leaf and root                                       25296     20608
 *     RSA-2048 leaf with 46 names, RSA-4096 above; 4.7 KB       39344     20608
 *
 * With elliptic curves it may be up to 16 bytes less, as the length of a signature varies. If
 * another path than mbedTLS's first is taken, add the size of an RSA key for each signature
 * verified, and one certificate if the path ends at another anchor, which is then parsed on demand.
 *
 * After close() nothing stays allocated. Without that callback the built-in trust anchors take 6544
 * bytes more, from init to release.
 */
#ifndef TC3_TLS_H
#define TC3_TLS_H

#include "tc3/io.h"
#include "tc3/mbedtls_version.h"
#include "tc3/platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Seconds that a session may be resumed after its certificate was verified: a resumed handshake
 * sends no certificate, so this bounds how long a revoked or replaced one keeps working.
 */
#ifndef TC3_TLS_SESSION_LIFETIME
#define TC3_TLS_SESSION_LIFETIME 86400u
#endif

/**
 * If mbedTLS's first path of certificates is of no use, others are tried until this many signatures
 * have been verified: a bound on the work that a server can cause. Eight intermediates at most.
 */
#ifndef TC3_TLS_PATH_CHECKS
#define TC3_TLS_PATH_CHECKS 10u
#endif

/* Server's certificate, intermediates and anchor. */
#define TC3_TLS_PATH_SIZE (MBEDTLS_X509_MAX_INTERMEDIATE_CA + 2)

/**
 * What tc3_tls_config.observe is told: each certificate of the chain, which lives until the one of
 * depth 0 has been told. Without a certificate it is told that a connection begins, if there is no
 * flag; that the chain is too long, if every flag is set, in certificates if `depth` is 0, else in
 * bytes; and else the verdict on all of it.
 */
typedef struct tc3_tls_finding {
    const mbedtls_x509_crt *certificate; /**< or NULL */
    unsigned depth;                      /**< 0: the server's, which comes last */
    uint32_t flags;   /**< what is wrong with it or, if it is the server's, with the chain */
    const char *host; /**< that was wanted */
    uint32_t now;     /**< Unix time that validity was compared with */
} tc3_tls_finding;

/** Everything that `config` points to must outlive the tc3_tls. */
typedef struct tc3_tls_config {
    const tc3_io *transport; /**< the stream below, as a TCP socket; closed by close() */

    /** The time that certificates are judged by. While it is not known, connect() refuses. */
    const tc3_clock *clock;

    /**
     * Entropy: the source that seeds TLS's generator, with 48 bytes or so at init and again every
     * 10,000 draws. It must be unpredictable. mbedTLS 4.x does not use it: there PSA has its own
     * source, which the platform supplies.
     */
    const tc3_random *random;

    /**
     * Certificates to trust instead of the built-in ones (tc3/trust_anchors.h): PEM text, of which
     * `trust_anchors_size` counts a terminating NUL; or DER, one certificate after the other
     * (tc3_tls_is_der()). NULL: the built-in ones. Text outside of PEM's blocks says nothing.
     *
     * DER is used in place and parsed when needed, if mbedTLS has
     * MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK: it takes memory for one certificate, during the
     * handshake. PEM is kept parsed in mbedTLS's memory from init to release.
     */
    const void *trust_anchors;
    size_t trust_anchors_size; /**< bytes */

    /**
     * Memory of `session_size` bytes in which a session is kept from one connection to the next, so
     * that the handshake can be resumed: one round trip less, and neither certificates nor
     * public-key work. **It holds keys.** A session that does not fit is not kept, so that every
     * handshake is full. With OpenSSL's tickets it has 371 bytes, so 512 leave room; if mbedTLS has
     * MBEDTLS_SSL_KEEP_PEER_CERTIFICATE, as Debian's has, the server's certificate comes on top, so
     * 4096. NULL and 0: no session is kept.
     *
     * It never decides an outcome: where a handshake that offers a session fails, for whatever
     * reason but a certificate, connect() goes on at once with a full one on another connection of
     * the transport.
     */
    void *session;
    size_t session_size; /**< bytes */

    /**
     * Offer TLS 1.3 besides 1.2, if mbedTLS has it. Off by default because it costs code and stack,
     * and because mbedTLS 3.6.6 then fails with servers that have TLS 1.2 only and sign with
     * RSA-PSS; on that error, once the server's chain has been found good, the connection is tried
     * once more with TLS 1.2. That cannot be used to force TLS 1.2 on a server that has 1.3: such a
     * one says so in what it signs (RFC 8446 section 4.1.3), and is refused then.
     */
    bool tls13;

    /**
     * Optional: is told what is found in the server's chain, during connect(). With
     * tc3_tls_report_observe() (tc3/tls_report.h) and a tc3_tls_report as `observer` the reason of
     * a refusal can be had in words.
     */
    void (*observe)(void *observer, const tc3_tls_finding *finding);
    void *observer; /**< first argument of observe() */
} tc3_tls_config;

/**
 * A TLS client for one connection at a time. Placed by the caller, filled in by tc3_tls_init(), not
 * to be moved or copied after that, and not to be looked into.
 */
typedef struct tc3_tls {
    tc3_io io;
    tc3_tls_config config;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config settings;
    tc3_mbedtls_random generator;
    mbedtls_x509_crt *anchors;  /* parsed trust anchors, unless they are parsed on demand */
    size_t session_length;      /* bytes in config.session; 0: none */
    uint8_t anchors_digest[32]; /* SHA-256 of the trust anchors, if sessions are kept */
    tc3_endpoint endpoint;      /* of this connection */
    uint32_t now;               /* Unix time by which this connection is judged */
    uint32_t verified_at;       /* Unix time of the verification that this connection rests on */
    uint32_t valid_until;       /* Unix time at which that verified chain expires */
    uint32_t offered_at;        /* verified_at of the session that was offered, if one was */
    uint32_t offered_until;     /* valid_until of that session */
    mbedtls_x509_crt *path[TC3_TLS_PATH_SIZE]; /* mbedTLS's, while it calls back */
    uint32_t path_faults;                      /* what it found above the server's certificate */
    tc3_io_details details;                    /* of the last failure */
    tc3_wait blocked;                          /* what the transport waits for */
    tc3_status transport_fault;                /* the transport's error, or TC3_OK */
    tc3_status fault; /* the error found in a callback of mbedTLS, or TC3_OK */
    uint8_t stage;
    uint8_t path_length;               /* certificates in `path`; 0: it is not called back */
    bool path_good[TC3_TLS_PATH_SIZE]; /* it found no fault in this one's signature */
    bool is_blocked;
    bool verified; /* the chain was presented and found good */
    bool offered;  /* a session was offered for resumption */
    bool capped;   /* TLS 1.3 is not offered, for the server's sake */
    bool lowered;  /* the server has TLS 1.3, and says so although it was not offered */
    bool again;    /* this is the second connection of the same connect() */
} tc3_tls;

/**
 * Prepare `tls` as `config` says, which is copied. Reads entropy and parses the trust anchors;
 * opens nothing. Call it when nothing of the struct is in use; after an error there is nothing to
 * release.
 *
 * Returns TC3_OK;
 * TC3_ERROR_CONFIG_MISSING: transport, clock or random is NULL, or a session without its memory;
 * TC3_ERROR_CONFIG_RANDOM: the random source failed;
 * TC3_ERROR_CONFIG_TRUST_ANCHORS: there is no usable certificate, one is damaged, text is not
 * NUL-terminated, or mbedTLS has no PEM reader. Whole certificates that mbedTLS cannot use are left
 * out and not trusted, as long as one is good: tc3_tls_check_bundle() finds both kinds;
 * TC3_ERROR_TLS_MEMORY: the arena is too small, or there is none where mbedTLS has no heap. Without
 * an arena a heap that runs out may look like TC3_ERROR_CONFIG_TRUST_ANCHORS, as mbedTLS does not
 * say why it cannot read an RSA key.
 */
tc3_status tc3_tls_init(tc3_tls *tls, const tc3_tls_config *config);

/**
 * The stream, valid as long as `tls`. As tc3_io says, and:
 *
 * connect() passes on the transport's phases and errors, then shakes hands: each call takes one
 * step of the handshake, that is at most one message and the cryptography it asks for, and returns
 * TC3_PENDING with a `timeout_ms` of 0 where it could go on. With MBEDTLS_ECP_RESTARTABLE and
 * mbedtls_ecp_set_max_ops() a step is shorter still. Errors of its own: TC3_ERROR_CLOCK_NOT_SET
 * before anything else is done; TC3_ERROR_CONFIG_HOST: the host is neither a name that TLS can
 * carry nor an address: too long, with a dot at the end, or ending in a number without being an
 * address in the usual form, as 127.1; TC3_ERROR_CONFIG_RANDOM; TC3_ERROR_TLS_MEMORY;
 * TC3_ERROR_CLOSED: the peer went away; TC3_ERROR_TLS_HANDSHAKE: no agreement, or no TLS at all:
 * see `port_error`. A chain that is not accepted is reported by the first of these that applies,
 * all of them being in `tls_verify_flags`: TC3_ERROR_TLS_EXPIRED and TC3_ERROR_TLS_NOT_YET_VALID
 * (first, because a wrong clock is the commonest cause on a device), TC3_ERROR_TLS_WRONG_HOST,
 * TC3_ERROR_TLS_UNKNOWN_ISSUER (also for self-signed ones), TC3_ERROR_TLS_CERTIFICATE (weak key or
 * hash, wrong usage, a name that a CA may not certify, unreadable). The server's certificate is not
 * judged at all if it is signed with a hash that mbedTLS was built without, or if an intermediate
 * is in its place: that is TC3_ERROR_TLS_CERTIFICATE with MBEDTLS_X509_BADCERT_OTHER. If there are
 * several paths and none is valid, the faults are those of the first.
 *
 * send() and receive() return TC3_ERROR_TLS_RECORD when a record is broken or forged. The stream's
 * end is TC3_ERROR_CLOSED whether the peer announced it (close_notify) or not, as many servers do
 * not: `port_error` tells. So only data that shows its own end is safe from being cut by an
 * attacker, as JSON, Content-Length and chunked bodies are.
 *
 * close() gives all memory of the connection back and does not wait: the announcement of the end is
 * sent if the transport takes it at once. The session stays for the next connection.
 *
 * explain() gives mbedTLS's error code in `port_error`, or the transport's when that failed or is
 * still connecting. For words about certificates see tc3/tls_report.h.
 */
const tc3_io *tc3_tls_io(tc3_tls *tls);

/**
 * True if `size` bytes at `bytes` are certificates in DER, rather than PEM text: the one rule by
 * which this port tells them apart, for whoever has to know whether a NUL behind a file's content
 * counts. DER's first byte is 0x30, an ASCII "0", and as a certificate is longer than 127 bytes,
 * one of 0x81 to 0x84 follows (X.690 section 8.1.3.5), which in ASCII and UTF-8 begins no
 * character.
 */
bool tc3_tls_is_der(const void *bytes, size_t size);

/** What tc3_tls_check_bundle() found. */
typedef struct tc3_tls_bundle {
    uint32_t certificates;      /**< how many there are up to the broken one, or in all */
    uint32_t unsupported;       /**< how many of them are whole, but of no use to this mbedTLS */
    uint32_t first_unsupported; /**< the first of those, counted from 1; 0: none */
    /**
     * Blocks of PEM that are no certificates, as "TRUSTED CERTIFICATE", which is OpenSSL's own, or
     * "X509 CRL": nothing in them counts.
     */
    uint32_t others;
    uint32_t broken; /**< which certificate, counted from 1, is damaged; 0: none */
    /**
     * mbedTLS's error about the broken one; 0: its BEGIN or END line is missing. Where none is
     * broken, that about the first unsupported one.
     */
    int32_t port_error;
} tc3_tls_bundle;

/**
 * Look at each certificate of a bundle, as tc3_tls_init() does, to tell which is damaged and which
 * is not trusted. The `size` bytes at `bytes` are as in tc3_tls_config.trust_anchors. Takes memory
 * for one certificate and its text at a time and gives it back.
 *
 * Damaged is what is no certificate in form: Base64 or a boundary of PEM is broken, an element of
 * DER does not end where it says or is not of the kind that RFC 5280 section 4.1 puts there,
 * something follows. A certificate that is whole may still be unsupported: it has an algorithm, a
 * curve, a size of key or a critical extension that mbedTLS was built without or does not know.
 * That is no error, for the bundles of operating systems and companies contain such. Where mbedTLS
 * has no PEM reader, as in small firmware, a certificate in DER counts as whole if its length is
 * right, since telling more takes 1.3 KB of code.
 *
 * TC3_OK: `bundle->broken` is 0; there may be no certificate at all.
 * TC3_ERROR_CONFIG_TRUST_ANCHORS: it is not, or there is a NUL inside the text or none at its end,
 * or mbedTLS has no PEM reader. TC3_ERROR_TLS_MEMORY: the arena is too small.
 * TC3_ERROR_CONFIG_RANDOM: mbedTLS's PSA, where it has to be started, has no entropy.
 */
tc3_status tc3_tls_check_bundle(const void *bytes, size_t size, tc3_tls_bundle *bundle);

/**
 * Copy the kept session to `memory`, for a device that goes to deep sleep. **It holds keys**:
 * whoever reads it can read the connections resumed from it, whoever writes it can pose as the
 * server. Keep it where the TLS memory itself could be, as RTC memory, and not in flash.
 *
 * On TC3_OK `*length` bytes were stored, 0 if there is no session: during connect() and after a
 * handshake that failed there is none. TC3_ERROR_CONFIG_MEMORY: `capacity` is too small;
 * config.session_size is always enough.
 */
tc3_status tc3_tls_session_save(const tc3_tls *tls, void *memory, size_t capacity, size_t *length);

/**
 * Take over a session that tc3_tls_session_save() stored, in place of the one that is kept; with a
 * `length` of 0 only forget that one. Not during a connection. The bytes are checked when they are
 * used: damaged, of another host, verified by other trust anchors than those of now, expired or of
 * another build of mbedTLS, they are dropped, and the handshake is a full one. `memory` is not
 * config.session itself. TC3_ERROR_CONFIG_MEMORY: it does not fit in config.session.
 */
tc3_status tc3_tls_session_load(tc3_tls *tls, const void *memory, size_t length);

/** Close the connection, wipe keys and session, give all memory back; tc3_tls_init() may follow. */
void tc3_tls_release(tc3_tls *tls);

#ifdef __cplusplus
}
#endif

#endif
