/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calendar for mbedTLS. Its own judgement of certificates' dates is replaced by that of the TLS
 * layer, which goes by tc3_clock; but mbedTLS refuses to go on without a date.
 */
#include <mbedtls/platform.h>
#include <mbedtls/platform_util.h>

#define SECONDS_A_DAY   86400
#define DAYS_TO_1970    719468 /* from 0000-03-01, where the 400-year cycle of leap years begins */
#define DAYS_A_CYCLE    146097
#define DAYS_A_CENTURY  36524
#define DAYS_FOUR_YEARS 1461
#define DAYS_A_YEAR     365
#define MARCH           2
#define FIRST_YEAR      1900

struct tm *mbedtls_platform_gmtime_r(const mbedtls_time_t *time, struct tm *calendar)
{
    const int32_t days = (int32_t)(*time / SECONDS_A_DAY) + DAYS_TO_1970;
    const int32_t second = (int32_t)(*time % SECONDS_A_DAY);
    const int32_t day = days % DAYS_A_CYCLE;
    const int32_t year =
        (day - day / (DAYS_FOUR_YEARS - 1) + day / DAYS_A_CENTURY - day / (DAYS_A_CYCLE - 1)) /
        DAYS_A_YEAR;
    const int32_t day_of_year = day - (year * DAYS_A_YEAR + year / 4 - year / 100);
    const int32_t month = (5 * day_of_year + 2) / 153; /* March is 0 */

    calendar->tm_sec = second % 60;
    calendar->tm_min = second / 60 % 60;
    calendar->tm_hour = second / 3600;
    calendar->tm_mday = day_of_year - (153 * month + 2) / 5 + 1;
    calendar->tm_mon = (month + MARCH) % 12;
    calendar->tm_year = days / DAYS_A_CYCLE * 400 + year + (month + MARCH) / 12 - FIRST_YEAR;
    return calendar;
}
