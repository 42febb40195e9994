/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file date.h
 * Days and dates of the Gregorian calendar. Internal to the core.
 */
#ifndef TC3_DATE_H
#define TC3_DATE_H

#include <stdbool.h>
#include <stdint.h>

/** True if the date exists and its year is one of 1970 to 2105. */
bool tc3_date_exists(uint32_t year, uint32_t month, uint32_t day);

/**
 * Days from 1970-01-01 to a date from then on; `month` and `day` count from 1. Month 13 stands for
 * January of the year after.
 */
uint32_t tc3_days_from_date(uint32_t year, uint32_t month, uint32_t day);

#endif
