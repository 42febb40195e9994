/* SPDX-License-Identifier: Apache-2.0 */
/* Why a chain of certificates was refused, in words. Nobody refers to this file but its user. */
#include "tc3/tls_report.h"

#include "tls_parts.h"

#include <string.h>

#define DNS_NAME   0x82
#define IP_ADDRESS 0x87

/* Text that grows to a limit */

static const char cut[] = "...";

static void add(tc3_tls_report *report, const char *text, size_t length)
{
    const size_t room = sizeof(report->text) - sizeof(cut) - report->length;

    if (report->length > sizeof(report->text) - sizeof(cut)) { /* it was cut */
        return;
    }
    if (length <= room) {
        memcpy(report->text + report->length, text, length);
        report->length += length;
    } else {
        memcpy(report->text + report->length, text, room);
        memcpy(report->text + report->length + room, cut, sizeof(cut));
        report->length = sizeof(report->text) - 1;
    }
}

static void say(tc3_tls_report *report, const char *text)
{
    add(report, text, strlen(text));
}

/* A number, with zeros before it up to `digits`. */
static void say_number(tc3_tls_report *report, unsigned number, unsigned digits)
{
    char text[10];
    size_t start = sizeof(text);

    do {
        text[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (start > 0 && (number > 0 || sizeof(text) - start < digits));
    add(report, text + start, sizeof(text) - start);
}

static void say_byte(tc3_tls_report *report, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";

    add(report, digits + (byte >> 4), 1);
    add(report, digits + (byte & 15), 1);
}

/* What somebody else wrote. */
static void say_quoted(tc3_tls_report *report, const uint8_t *text, size_t length)
{
    size_t i;

    say(report, "\"");
    for (i = 0; i < length && i < TC3_TLS_REPORT_NAME_MAX; i++) {
        if (text[i] < 0x20 || text[i] > 0x7e || text[i] == '"' || text[i] == '\\') {
            say(report, "\\x");
            say_byte(report, text[i]);
        } else {
            add(report, (const char *)text + i, 1);
        }
    }
    say(report, length > TC3_TLS_REPORT_NAME_MAX ? "...\"" : "\"");
}

static void say_time(tc3_tls_report *report, const mbedtls_x509_time *time)
{
    say_number(report, (unsigned)time->year, 4);
    say(report, "-");
    say_number(report, (unsigned)time->mon, 2);
    say(report, "-");
    say_number(report, (unsigned)time->day, 2);
    say(report, " ");
    say_number(report, (unsigned)time->hour, 2);
    say(report, ":");
    say_number(report, (unsigned)time->min, 2);
    say(report, ":");
    say_number(report, (unsigned)time->sec, 2);
    say(report, " UTC");
}

/* The date of a Unix time, by the Gregorian calendar's cycle of 400 years from March on. */
static mbedtls_x509_time date_of(uint32_t seconds)
{
    const uint32_t day = seconds / 86400u + 719468u;
    const uint32_t in_cycle = day % 146097u;
    const uint32_t year =
        (in_cycle - in_cycle / 1460u + in_cycle / 36524u - in_cycle / 146096u) / 365u;
    const uint32_t in_year = in_cycle - (365u * year + year / 4u - year / 100u);
    const uint32_t month = (5u * in_year + 2u) / 153u;
    mbedtls_x509_time date;

    date.day = (int)(in_year - (153u * month + 2u) / 5u + 1u);
    date.mon = (int)(month < 10u ? month + 3u : month - 9u);
    date.year = (int)(year + day / 146097u * 400u + (month >= 10u));
    date.hour = (int)(seconds / 3600u % 24u);
    date.min = (int)(seconds / 60u % 60u);
    date.sec = (int)(seconds % 60u);
    return date;
}

/* Names */

/* The last value of an attribute of 2.5.4 (X.520). */
static const mbedtls_x509_name *find_attribute(const mbedtls_x509_name *name, uint8_t number)
{
    const uint8_t wanted[] = {0x55, 0x04, number};
    const mbedtls_x509_name *found = NULL;

    for (; name != NULL; name = name->next) {
        if (name->oid.len == sizeof(wanted) && memcmp(name->oid.p, wanted, sizeof(wanted)) == 0) {
            found = name;
        }
    }
    return found;
}

/* The common name; where there is none, the organisation's unit, or the organisation. */
static void say_name(tc3_tls_report *report, const mbedtls_x509_name *name)
{
    static const uint8_t attributes[] = {3, 11, 10};
    const mbedtls_x509_name *part = NULL;
    size_t i;

    for (i = 0; part == NULL && i < sizeof(attributes); i++) {
        part = find_attribute(name, attributes[i]);
    }
    if (part != NULL) {
        say_quoted(report, part->val.p, part->val.len);
    } else {
        say(report, "without a name");
    }
}

static void say_certificate(tc3_tls_report *report, unsigned depth)
{
    const mbedtls_x509_crt *certificate = report->chain[depth];

    if (depth == 0) {
        say(report, "the server's certificate ");
    } else if (tc3_tls_is_self_issued(certificate)) {
        say(report, "the root certificate ");
    } else {
        say(report, "the intermediate certificate ");
    }
    say_name(report, &certificate->subject);
}

static void say_address(tc3_tls_report *report, const mbedtls_x509_buf *address)
{
    size_t i;

    for (i = 0; i < address->len; i++) {
        if (address->len == 4) {
            say(report, i == 0 ? "" : ".");
            say_number(report, address->p[i], 1);
        } else {
            say(report, i == 0 || i % 2 != 0 ? "" : ":");
            say_byte(report, address->p[i]);
        }
    }
}

/* Faults, each a sentence */

static void tell_host(tc3_tls_report *report, const char *host)
{
    mbedtls_x509_buf names = tc3_tls_names_of(report->chain[0]);
    mbedtls_x509_buf name;
    unsigned count = 0;

    say(report, "Wanted was ");
    say_quoted(report, (const uint8_t *)host, strlen(host));
    say(report, ", but the server's certificate is for ");
    while (tc3_tls_take_name(&names, &name)) {
        if (name.tag != DNS_NAME && (name.tag != IP_ADDRESS || name.len > 16)) {
            continue;
        }
        if (count++ >= TC3_TLS_REPORT_NAMES_MAX) {
            continue;
        }
        say(report, count == 1 ? "" : ", ");
        if (name.tag == DNS_NAME) {
            say_quoted(report, name.p, name.len);
        } else {
            say_address(report, &name);
        }
    }
    if (count > TC3_TLS_REPORT_NAMES_MAX) {
        say(report, " and ");
        say_number(report, count - TC3_TLS_REPORT_NAMES_MAX, 1);
        say(report, " more");
    }
    say(report, count == 0 ? "no host. " : ". ");
}

static void tell_validity(tc3_tls_report *report, unsigned depth, uint32_t now)
{
    const mbedtls_x509_crt *certificate = report->chain[depth];
    const mbedtls_x509_time date = date_of(now);
    const bool is_over = tc3_tls_unix_time(&certificate->valid_to) < (int64_t)now;

    if (!is_over && tc3_tls_unix_time(&certificate->valid_from) <= (int64_t)now) {
        return;
    }
    say(report, "By the clock it is ");
    say_time(report, &date);
    say(report, ", but ");
    say_certificate(report, depth);
    say(report, is_over ? " ended at " : " begins at ");
    say_time(report, is_over ? &certificate->valid_to : &certificate->valid_from);
    say(report, ". ");
}

static void tell_issuer(tc3_tls_report *report)
{
    const unsigned top = report->chain_length - 1;
    const mbedtls_x509_crt *certificate = report->chain[top];

    if (tc3_tls_is_self_issued(certificate)) {
        say(report, "Not trusted: ");
        say_certificate(report, top);
        say(report, ", which signed itself. ");
        return;
    }
    say(report, "No trusted certificate vouches for ");
    say_certificate(report, top);
    say(report, ", which is signed by ");
    say_name(report, &certificate->issuer);
    say(report, ". ");
}

static void tell_others(tc3_tls_report *report, uint32_t flags)
{
    static const struct {
        uint32_t flags;
        const char *sentence;
    } words[] = {
        {MBEDTLS_X509_BADCERT_BAD_KEY,
         "A key in the chain is too short, or not of a kind used here. "},
        {MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK,
         "A signature in the chain is of a kind that is not used any more. "},
        {MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE |
             MBEDTLS_X509_BADCERT_NS_CERT_TYPE,
         "A certificate of the chain is for another purpose. "},
        {MBEDTLS_X509_BADCERT_OTHER,
         "The server's certificate cannot be judged, or a CA may not certify one of its names. "},
    };
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if ((flags & words[i].flags) != 0) {
            say(report, words[i].sentence);
        }
    }
}

static void end(tc3_tls_report *report)
{
    if (report->length > 0 && report->text[report->length - 1] == ' ') {
        report->length--;
    }
    report->text[report->length] = '\0';
}

static void tell(tc3_tls_report *report, const tc3_tls_finding *finding)
{
    const uint32_t flags = report->flags;
    unsigned depth;

    if ((flags & (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE)) != 0) {
        for (depth = 0; depth < report->chain_length; depth++) {
            tell_validity(report, depth, finding->now);
        }
    }
    if ((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) {
        tell_host(report, finding->host);
    }
    if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
        tell_issuer(report);
    }
    tell_others(report, flags);
    end(report);
}

static void begin(tc3_tls_report *report)
{
    report->length = 0;
    report->text[0] = '\0';
    report->chain_length = 0;
    report->flags = 0;
}

/* A certificate that could not even be parsed is an empty one: nothing is to be said about it. */
static void take(tc3_tls_report *report, const tc3_tls_finding *finding)
{
    if (finding->certificate->raw.len == 0 || finding->depth >= TC3_TLS_REPORT_CHAIN_MAX) {
        begin(report);
        return;
    }
    if (report->chain_length == 0) {
        begin(report);
    }
    report->chain[finding->depth] = finding->certificate;
    if (finding->depth >= report->chain_length) {
        report->chain_length = finding->depth + 1;
    }
    report->flags |= finding->flags;
    if (finding->depth == 0 && report->flags != 0) {
        tell(report, finding);
    }
    if (finding->depth == 0) { /* the certificates live no longer */
        report->chain_length = 0;
    }
}

/* At last mbedTLS has looked at what the server's certificate is for, without a call. */
static void tell_verdict(tc3_tls_report *report, uint32_t flags)
{
    if (flags == 0) {
        begin(report);
    } else if (report->text[0] == '\0') {
        tell_others(report, flags);
        end(report);
    }
}

/* The chain has too many bytes, or certificates. */
static void tell_length(tc3_tls_report *report, bool bytes)
{
    begin(report);
    if (bytes) {
        say(report, "A message of the server, most likely its certificates, has more than the ");
        say_number(report, MBEDTLS_SSL_IN_CONTENT_LEN, 1);
        say(report, " bytes that a record holds. ");
    } else {
        say(report, "The server's chain has more than ");
        say_number(report, MBEDTLS_X509_MAX_INTERMEDIATE_CA, 1);
        say(report, " intermediate certificates. ");
    }
    end(report);
}

void tc3_tls_report_observe(void *observer, const tc3_tls_finding *finding)
{
    tc3_tls_report *report = (tc3_tls_report *)observer;

    if (finding->certificate != NULL) {
        take(report, finding);
        return;
    }
    if (finding->flags != UINT32_MAX) {
        tell_verdict(report, finding->flags);
        return;
    }
    tell_length(report, finding->depth != 0);
}
