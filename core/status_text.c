/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/status.h"

const char *tc3_status_text(tc3_status status)
{
    switch (status) {
    case TC3_OK:
        return "The call succeeded.";
    case TC3_PENDING:
        return "The call is under way; wait as told, then step it again.";
    case TC3_ERROR_CONFIG_MISSING:
        return "A required part of the configuration is missing; set every member that is not "
               "marked optional.";
    case TC3_ERROR_CONFIG_HOST:
        return "The host is not a DNS name; give lower-case letters, digits, '-' and '.', without "
               "scheme or port.";
    case TC3_ERROR_CONFIG_HEADER:
        return "The language or the request client tag has a forbidden character or is too long.";
    case TC3_ERROR_CONFIG_HASH_SIZE:
        return "The hash needs a larger context; set TC3_SHA256_CONTEXT_SIZE to the bytes that "
               "the details name.";
    case TC3_ERROR_CONFIG_INSECURE:
        return "The byte stream does not verify the host; put the TLS layer between client and "
               "socket.";
    case TC3_ERROR_CONFIG_ACTION:
        return "The action's field table does not fit its result or the limits of the JSON reader.";
    case TC3_ERROR_CONFIG_BUSY:
        return "A call is already under way; step it to its end or close the client first.";
    case TC3_ERROR_CONFIG_IDLE:
        return "No call is under way; start one first.";
    case TC3_ERROR_CONFIG_CREDENTIALS:
        return "There are no credentials; provide a SecretId and a SecretKey.";
    case TC3_ERROR_CONFIG_CREDENTIALS_FORMAT:
        return "The SecretId, SecretKey or token is empty, too long or has a blank or forbidden "
               "character; copy it again.";
    case TC3_ERROR_CONFIG_TRUST_ANCHORS:
        return "The CA certificates cannot be read; give certificates in PEM or DER form.";
    case TC3_ERROR_CONFIG_HASH:
        return "Computing SHA-256 failed; check the crypto library or its hardware.";
    case TC3_ERROR_CONFIG_RANDOM:
        return "The random source failed; provide one that works before any connection is made.";
    case TC3_ERROR_CONFIG_MEMORY:
        return "The memory or storage given is too small or does not work; enlarge or mend it.";
    case TC3_ERROR_DNS:
        return "The host's name has no address; check the name, the DNS server and the network.";
    case TC3_ERROR_REFUSED:
        return "The connection was refused; check the host and that no firewall is in between.";
    case TC3_ERROR_UNREACHABLE:
        return "The host cannot be reached; check the network connection.";
    case TC3_ERROR_RESET:
        return "The connection was reset by the other side; try again.";
    case TC3_ERROR_CLOSED:
        return "The connection was closed before the answer was complete; try again.";
    case TC3_ERROR_NETWORK:
        return "The network failed; the details have the port's error number.";
    case TC3_ERROR_TLS_EXPIRED:
        return "The server's certificate has expired; check this device's clock, then ask the "
               "server's operator.";
    case TC3_ERROR_TLS_NOT_YET_VALID:
        return "The server's certificate is not valid yet; check this device's clock.";
    case TC3_ERROR_TLS_WRONG_HOST:
        return "The server's certificate is for another host; check the host's name, or somebody "
               "is in between.";
    case TC3_ERROR_TLS_UNKNOWN_ISSUER:
        return "No trusted authority issued the server's certificate; check the CA certificates, "
               "or somebody is in between.";
    case TC3_ERROR_TLS_CERTIFICATE:
        return "The server's certificate is not acceptable; the details have the reasons as flags.";
    case TC3_ERROR_TLS_HANDSHAKE:
        return "No secure connection could be agreed on; the details have the TLS library's error "
               "number.";
    case TC3_ERROR_TLS_RECORD:
        return "The secure connection broke; try again.";
    case TC3_ERROR_TLS_MEMORY:
        return "TLS ran out of memory; enlarge its arena.";
    case TC3_ERROR_TIMEOUT:
        return "The deadline passed; check the network, or allow more time.";
    case TC3_ERROR_HTTP_STATUS_LINE:
        return "The answer is not HTTP/1.x; check the host, or a proxy is in between.";
    case TC3_ERROR_HTTP_HEADER:
        return "The answer has a malformed header; check the host, or a proxy is in between.";
    case TC3_ERROR_HTTP_FRAMING:
        return "The answer's length is contradictory or malformed; check for a proxy in between.";
    case TC3_ERROR_HTTP_ENCODING:
        return "The answer has a coding that was not asked for; check for a proxy in between.";
    case TC3_ERROR_HTTP_STATUS:
        return "The answer has an unexpected HTTP status; check the host, or a proxy is in "
               "between.";
    case TC3_ERROR_HTTP_REDIRECT:
        return "The answer is a redirect, which is not followed; check the host.";
    case TC3_ERROR_JSON_SYNTAX:
        return "The answer is not a JSON object; check the host, or a proxy is in between.";
    case TC3_ERROR_JSON_DEPTH:
        return "The answer is nested too deeply; enlarge TC3_JSON_DEPTH if it is genuine.";
    case TC3_ERROR_JSON_INCOMPLETE:
        return "The answer ends inside its JSON document; try again.";
    case TC3_ERROR_NO_RESPONSE:
        return "The answer has no object \"Response\"; check the host.";
    case TC3_ERROR_CLOCK_NOT_SET:
        return "The time is not known; set the clock or wait for time synchronisation.";
    case TC3_ERROR_API_SIGNATURE_EXPIRED:
        return "The clock is more than 5 minutes off, says the service; set it.";
    case TC3_ERROR_API_CREDENTIALS:
        return "The service refused the credentials; check SecretId, SecretKey and token.";
    case TC3_ERROR_API_PERMISSION:
        return "The credentials may not do this; grant intlpartnersmgt:QueryVoucherPool in CAM, "
               "or allow this address.";
    case TC3_ERROR_API_ROLE:
        return "The account is neither a distributor nor a reseller; use the key of one.";
    case TC3_ERROR_API_RATE_LIMIT:
        return "Too many requests with this account; ask less often.";
    case TC3_ERROR_HTTP_RATE_LIMIT:
        return "Too many requests from here; ask less often.";
    case TC3_ERROR_API_BUSY:
        return "The service has a passing fault; try again later.";
    case TC3_ERROR_API_REQUEST:
        return "The service does not accept the request; check host, action and library version.";
    case TC3_ERROR_API_OTHER:
        return "The service reports an error; its code and message say more.";
    case TC3_ERROR_HTTP_SERVER:
        return "The service has a fault; try again later.";
    }
    return "The status is unknown; headers and library differ in version.";
}
