/* SPDX-License-Identifier: Apache-2.0 */
#include "date.h"

#include "tc3/sign.h"

#define MONTHS 12u

static uint32_t is_leap_year(uint32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 1 : 0;
}

static uint32_t days_of_year(uint32_t year)
{
    return 365 + is_leap_year(year);
}

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
    static const uint8_t days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 ? is_leap_year(year) : 0);
}

bool tc3_date_exists(uint32_t year, uint32_t month, uint32_t day)
{
    return year >= 1970 && year <= 2105 && month >= 1 && month <= MONTHS && day >= 1 &&
           day <= days_of_month(year, month);
}

uint32_t tc3_days_from_date(uint32_t year, uint32_t month, uint32_t day)
{
    uint32_t days = day - 1;
    while (--month > 0) {
        days += days_of_month(year, month);
    }
    while (--year >= 1970) {
        days += days_of_year(year);
    }
    return days;
}

static void write_number(char *text, unsigned width, uint32_t value)
{
    while (width-- > 0) {
        text[width] = (char)('0' + value % 10);
        value /= 10;
    }
}

void tc3_date_text(uint32_t timestamp, char text[TC3_DATE_LENGTH])
{
    uint32_t days = timestamp / TC3_SECONDS_PER_DAY;
    uint32_t year = 1970;
    uint32_t month = 1;

    while (days >= days_of_year(year)) {
        days -= days_of_year(year++);
    }
    while (days >= days_of_month(year, month)) {
        days -= days_of_month(year, month++);
    }
    write_number(text, 4, year);
    text[4] = '-';
    write_number(text + 5, 2, month);
    text[7] = '-';
    write_number(text + 8, 2, days + 1);
}
