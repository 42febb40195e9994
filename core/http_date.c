/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/http.h"

#include "date.h"

#include <string.h>

/** The form of an IMF-fixdate; '?' is a letter and '#' a digit. */
static const char form[] = "???, ## ??? #### ##:##:## GMT";

/** The days of the week from that of 1970-01-01 on. */
static const char weekdays[] = "ThuFriSatSunMonTueWed";

static bool has_form(const char *text, size_t length)
{
    if (length != sizeof form - 1) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '#' ? !digit : form[i] != '?' && form[i] != text[i]) {
            return false;
        }
    }
    return true;
}

static uint32_t two_digits(const char *text)
{
    return (uint32_t)((text[0] - '0') * 10 + (text[1] - '0'));
}

/** The month 1 to 12 whose English abbreviation is at `text`, 0 if it is none. */
static uint32_t month_number(const char *text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (uint32_t month = 0; month < 12; month++) {
        if (memcmp(months + 3 * month, text, 3) == 0) {
            return month + 1;
        }
    }
    return 0;
}

uint32_t tc3_http_date(const char *text, size_t length)
{
    if (!has_form(text, length)) {
        return 0;
    }
    const uint32_t day = two_digits(text + 5);
    const uint32_t month = month_number(text + 8);
    const uint32_t year = two_digits(text + 12) * 100 + two_digits(text + 14);
    const uint32_t hour = two_digits(text + 17);
    const uint32_t minute = two_digits(text + 20);
    const uint32_t second = two_digits(text + 23);

    /* A leap second has the number 60. */
    if (!tc3_date_exists(year, month, day) || hour > 23 || minute > 59 || second > 60) {
        return 0;
    }
    const uint32_t days = tc3_days_from_date(year, month, day);
    if (memcmp(weekdays + days % 7 * 3, text, 3) != 0) {
        return 0;
    }
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}
