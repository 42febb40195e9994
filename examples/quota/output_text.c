/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "output.h"

#include "ratio.h"
#include "terminal.h"
#include "values.h"
#include "visible_text.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

/** Columns of the bar between its ends. */
#define BAR_WIDTH  30u
/** Steps that a Unicode block divides a column into. */
#define EIGHTHS    8u
/** Below these parts per million the bar is red, or yellow. */
#define SCARCE_PPM 100000u
#define LOW_PPM    250000u

#define BOLD   "\033[1m"
#define DIM    "\033[2m"
#define RED    "\033[31m"
#define GREEN  "\033[32m"
#define YELLOW "\033[33m"
#define PLAIN  "\033[0m"

/** Where to write, and how. */
typedef struct text_style {
    FILE *out;
    bool colour;
    bool utf8;
} text_style;

/** How much of the pool is left. */
typedef enum pool_level {
    LEVEL_UNKNOWN, /* a share makes no sense */
    LEVEL_NONE,    /* nothing, or less */
    LEVEL_PART,
    LEVEL_ALL,
    LEVEL_OVER /* more than the total */
} pool_level;

static void set_style(const text_style *style, const char *sequence)
{
    if (style->colour) {
        fputs(sequence, style->out);
    }
}

static void write_label(const text_style *style, const char *label)
{
    set_style(style, DIM);
    fprintf(style->out, "%-12s", label);
    set_style(style, PLAIN);
}

static void write_line(const text_style *style, const char *label, const char *value)
{
    write_label(style, label);
    quota_visible_write(style->out, value);
    putc('\n', style->out);
}

static void write_name(const text_style *style, const tc3_voucher_pool *pool)
{
    char text[QUOTA_VALUE_SIZE];

    quota_value_text(pool, TC3_VOUCHER_POOL_AGENT_NAME, text);
    write_label(style, "Name");
    set_style(style, BOLD);
    quota_visible_write(style->out, text);
    set_style(style, PLAIN);
    putc('\n', style->out);
}

static void write_role(const text_style *style, const tc3_voucher_pool *pool)
{
    static const int64_t last_known_role = 3;
    char number[QUOTA_VALUE_SIZE];

    quota_value_text(pool, TC3_VOUCHER_POOL_ACCOUNT_TYPE, number);
    if (pool->state[TC3_VOUCHER_POOL_ACCOUNT_TYPE] != TC3_FIELD_PRESENT) {
        write_line(style, "Role", number);
        return;
    }
    write_label(style, "Role");
    fputs(tc3_account_type_name(pool->account_type), style->out);
    if (pool->account_type < 1 || pool->account_type > last_known_role) {
        fprintf(style->out, " (%s)", number);
    }
    putc('\n', style->out);
}

static pool_level find_level(const tc3_voucher_pool *pool)
{
    const tc3_decimal zero = {0, 0};
    int order;

    if (pool->state[TC3_VOUCHER_POOL_TOTAL_QUOTA] != TC3_FIELD_PRESENT ||
        pool->state[TC3_VOUCHER_POOL_REMAINING_QUOTA] != TC3_FIELD_PRESENT ||
        tc3_decimal_compare(pool->total_quota, zero) <= 0) {
        return LEVEL_UNKNOWN;
    }
    if (tc3_decimal_compare(pool->remaining_quota, zero) <= 0) {
        return LEVEL_NONE;
    }
    order = tc3_decimal_compare(pool->remaining_quota, pool->total_quota);
    if (order == 0) {
        return LEVEL_ALL;
    }
    return order < 0 ? LEVEL_PART : LEVEL_OVER;
}

/** The share left in parts per million, at most QUOTA_RATIO_ONE. */
static uint32_t find_share(const tc3_voucher_pool *pool, pool_level level)
{
    switch (level) {
    case LEVEL_NONE:
        return 0;
    case LEVEL_PART:
        return quota_ratio_ppm(pool->remaining_quota, pool->total_quota);
    default:
        return QUOTA_RATIO_ONE;
    }
}

static const char *bar_colour(uint32_t share)
{
    if (share < SCARCE_PPM) {
        return RED;
    }
    return share < LOW_PPM ? YELLOW : GREEN;
}

/** Steps of `steps` that `share` fills: not none for some, nor all for not all. */
static uint32_t filled_steps(pool_level level, uint32_t share, uint32_t steps)
{
    uint32_t filled = share * steps / QUOTA_RATIO_ONE;

    return level == LEVEL_PART && filled == 0 ? 1 : filled;
}

static void write_ascii_bar(FILE *out, uint32_t filled)
{
    uint32_t column;

    putc('[', out);
    for (column = 0; column < BAR_WIDTH; column++) {
        putc(column < filled ? '#' : '.', out);
    }
    putc(']', out);
}

static void write_utf8_bar(FILE *out, uint32_t filled)
{
    static const char *const blocks[EIGHTHS + 1] = {
        " ",
        "\xe2\x96\x8f",
        "\xe2\x96\x8e",
        "\xe2\x96\x8d",
        "\xe2\x96\x8c",
        "\xe2\x96\x8b",
        "\xe2\x96\x8a",
        "\xe2\x96\x89",
        "\xe2\x96\x88",
    };
    uint32_t column;

    fputs("\xe2\x96\x95", out);
    for (column = 0; column < BAR_WIDTH; column++) {
        uint32_t rest = filled > column * EIGHTHS ? filled - column * EIGHTHS : 0;

        fputs(blocks[rest < EIGHTHS ? rest : EIGHTHS], out);
    }
    fputs("\xe2\x96\x8f", out);
}

/** Write `share` in per cent, rounded to a tenth, but never to nothing or all that it is not. */
static void write_percentage(FILE *out, pool_level level, uint32_t share)
{
    uint32_t tenths = (share + 500) / 1000;

    if (level == LEVEL_OVER) {
        fputs("more than the total", out);
    } else if (level == LEVEL_PART && tenths == 0) {
        fputs("less than 0.1 %", out);
    } else if (level == LEVEL_PART && tenths == 1000) {
        fputs("more than 99.9 %", out);
    } else {
        fprintf(out, "%" PRIu32 ".%" PRIu32 " %%", tenths / 10, tenths % 10);
    }
}

static void write_bar(const text_style *style, const tc3_voucher_pool *pool)
{
    pool_level level = find_level(pool);
    uint32_t share = find_share(pool, level);

    if (level == LEVEL_UNKNOWN) {
        return;
    }
    write_label(style, "");
    set_style(style, bar_colour(share));
    if (style->utf8) {
        write_utf8_bar(style->out, filled_steps(level, share, BAR_WIDTH * EIGHTHS));
    } else {
        write_ascii_bar(style->out, filled_steps(level, share, BAR_WIDTH));
    }
    set_style(style, PLAIN);
    putc(' ', style->out);
    write_percentage(style->out, level, share);
    putc('\n', style->out);
}

static void write_quota(const text_style *style, const tc3_voucher_pool *pool)
{
    char remaining[QUOTA_VALUE_SIZE];
    char total[QUOTA_VALUE_SIZE];

    quota_value_text(pool, TC3_VOUCHER_POOL_REMAINING_QUOTA, remaining);
    quota_value_text(pool, TC3_VOUCHER_POOL_TOTAL_QUOTA, total);
    write_line(style, "Total", total);
    write_line(style, "Remaining", remaining);
    write_bar(style, pool);
}

static void write_issued(const text_style *style, const tc3_voucher_pool *pool)
{
    char number[QUOTA_VALUE_SIZE];

    quota_value_text(pool, TC3_VOUCHER_POOL_ISSUED_NUM, number);
    write_label(style, "Issued");
    fputs(number, style->out);
    if (pool->state[TC3_VOUCHER_POOL_ISSUED_NUM] == TC3_FIELD_PRESENT) {
        fputs(pool->issued_num == 1 ? " voucher" : " vouchers", style->out);
    }
    putc('\n', style->out);
}

static void write_time(const text_style *style)
{
    time_t now = time(NULL);
    struct tm local;
    char text[32] = "an unknown time";

    if (now != (time_t)-1 && localtime_r(&now, &local) != NULL) {
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
    }
    write_line(style, "As of", text);
}

void quota_text_pool(const quota_outcome *outcome, FILE *out)
{
    static bool has_written;
    const text_style style = {out, quota_terminal_has_colour(out), quota_terminal_is_utf8()};
    char request_id[QUOTA_VALUE_SIZE];

    if (has_written) {
        putc('\n', out);
    }
    has_written = true;
    write_name(&style, outcome->pool);
    write_role(&style, outcome->pool);
    write_quota(&style, outcome->pool);
    write_issued(&style, outcome->pool);
    quota_request_id_text(outcome->details, request_id);
    write_line(&style, "Request id", request_id);
    if (outcome->repeated) {
        write_time(&style);
    }
}
