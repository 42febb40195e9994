/* SPDX-License-Identifier: Apache-2.0 */
#include "date.h"

#include "tc3/sign.h"

/** Days from 0000-03-01 to 1970-01-01 by the rules of the Gregorian calendar. */
#define EPOCH_DAY 719468u

/**
 * Counts years from March on, so that a leap day is a year's last. From there to a month's first
 * day it is 30.6 days a month, rounded.
 */
uint32_t tc3_days_from_date(uint32_t year, uint32_t month, uint32_t day)
{
    if (month < 3) {
        month += 12;
        year--;
    }
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 - 457) / 5 + day - 1 -
           EPOCH_DAY;
}

bool tc3_date_exists(uint32_t year, uint32_t month, uint32_t day)
{
    return year >= 1970 && year <= 2105 && month >= 1 && month <= 12 && day >= 1 &&
           tc3_days_from_date(year, month, day) < tc3_days_from_date(year, month + 1, 1);
}

static void write_two_digits(char *text, uint32_t value)
{
    text[0] = (char)('0' + value / 10);
    text[1] = (char)('0' + value % 10);
}

void tc3_date_text(uint32_t timestamp, char text[TC3_DATE_LENGTH])
{
    const uint32_t days = timestamp / TC3_SECONDS_PER_DAY;
    /* Year and month are at most one too early at first. */
    uint32_t year = 1970 + days / 366;
    if (tc3_days_from_date(year + 1, 1, 1) <= days) {
        year++;
    }
    uint32_t month = 1 + (days - tc3_days_from_date(year, 1, 1)) / 31;
    if (tc3_days_from_date(year, month + 1, 1) <= days) {
        month++;
    }
    write_two_digits(text, year / 100);
    write_two_digits(text + 2, year % 100);
    text[4] = '-';
    write_two_digits(text + 5, month);
    text[7] = '-';
    write_two_digits(text + 8, days - tc3_days_from_date(year, month, 1) + 1);
}
