/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/http.h"

#include "date.h"

#include <string.h>

/** The form of an IMF-fixdate; '?' is a letter and '#' a digit. */
static const char form[] = "???, ## ??? #### ##:##:## GMT";

/** Where the month's name stands in it. */
#define MONTH_AT 8

/** The numbers in it. */
enum {
    DAY,
    YEAR,
    HOUR,
    MINUTE,
    SECOND,
    NUMBER_COUNT
};

/** The days of the week from that of 1970-01-01 on. */
static const char weekdays[] = "ThuFriSatSunMonTueWed";

/** Read the numbers of `text`, which is as long as the form; false if it has another form. */
static bool read_numbers(const char *text, uint32_t number[NUMBER_COUNT])
{
    for (unsigned i = 0; i < sizeof form - 1; i++) {
        const uint32_t digit = (uint32_t)(text[i] - '0');
        if (form[i] != '#') {
            if (form[i] != '?' && form[i] != text[i]) {
                return false;
            }
            continue;
        }
        if (digit > 9) {
            return false;
        }
        *number = *number * 10 + digit;
        if (form[i + 1] != '#') {
            number++;
        }
    }
    return true;
}

/** The month 1 to 12 whose English abbreviation is at `text`, 0 if it is none. */
static uint32_t month_number(const char *text)
{
    static const char months[] = "DecNovOctSepAugJulJunMayAprMarFebJan";
    uint32_t month = 12;
    while (month > 0 && memcmp(months + 36 - 3 * month, text, 3) != 0) {
        month--;
    }
    return month;
}

uint32_t tc3_http_date(const char *text, size_t length)
{
    uint32_t number[NUMBER_COUNT] = {0};

    if (length != sizeof form - 1 || !read_numbers(text, number)) {
        return 0;
    }
    const uint32_t month = month_number(text + MONTH_AT);
    /* A leap second has the number 60. */
    if (!tc3_date_exists(number[YEAR], month, number[DAY]) || number[HOUR] > 23 ||
        number[MINUTE] > 59 || number[SECOND] > 60) {
        return 0;
    }
    const uint32_t days = tc3_days_from_date(number[YEAR], month, number[DAY]);
    if (memcmp(weekdays + days % 7 * 3, text, 3) != 0) {
        return 0;
    }
    return ((days * 24 + number[HOUR]) * 60 + number[MINUTE]) * 60 + number[SECOND];
}
