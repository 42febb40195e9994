/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout is that of tccli's tables where they stand upright: the action's name, then a line for
 * each member.
 */
#include "output.h"

#include "values.h"
#include "visible_text.h"

#include <string.h>

/** Blanks on either side of a cell's text. */
#define PADDING 2

#define ROW_COUNT (TC3_VOUCHER_POOL_FIELD_COUNT + 1)

static const char title[] = "QueryVoucherPool";

typedef struct table_row {
    const char *name;
    const char *value;
} table_row;

typedef struct table_layout {
    unsigned name_width;
    unsigned value_width;
} table_layout;

static void repeat(FILE *out, char character, unsigned count)
{
    for (; count > 0; count--) {
        putc(character, out);
    }
}

static void write_border(FILE *out, const table_layout *layout)
{
    putc('+', out);
    repeat(out, '-', layout->name_width + 2 * PADDING);
    putc('+', out);
    repeat(out, '-', layout->value_width + 2 * PADDING);
    fputs("+\n", out);
}

static void write_cell(FILE *out, const char *text, unsigned width)
{
    repeat(out, ' ', PADDING);
    quota_visible_write(out, text);
    repeat(out, ' ', width - quota_visible_width(text) + PADDING);
    putc('|', out);
}

static void write_title(FILE *out, const table_layout *layout)
{
    unsigned inner = layout->name_width + layout->value_width + 4 * PADDING + 1;
    unsigned left = (inner - (unsigned)strlen(title)) / 2;

    repeat(out, '-', inner + 2);
    fputs("\n|", out);
    repeat(out, ' ', left);
    fputs(title, out);
    repeat(out, ' ', inner - left - (unsigned)strlen(title));
    fputs("|\n", out);
}

static table_layout lay_out(const table_row *rows)
{
    table_layout layout = {0, 0};
    unsigned i;

    for (i = 0; i < ROW_COUNT; i++) {
        unsigned name_width = (unsigned)strlen(rows[i].name);
        unsigned value_width = quota_visible_width(rows[i].value);

        layout.name_width = name_width > layout.name_width ? name_width : layout.name_width;
        layout.value_width = value_width > layout.value_width ? value_width : layout.value_width;
    }
    return layout;
}

static void write_table(FILE *out, const table_row *rows)
{
    table_layout layout = lay_out(rows);
    unsigned i;

    write_title(out, &layout);
    write_border(out, &layout);
    for (i = 0; i < ROW_COUNT; i++) {
        putc('|', out);
        write_cell(out, rows[i].name, layout.name_width);
        write_cell(out, rows[i].value, layout.value_width);
        putc('\n', out);
    }
    write_border(out, &layout);
}

void quota_table_pool(const quota_outcome *outcome, FILE *out)
{
    static const char *const names[ROW_COUNT] = {
        "AgentName", "AccountType", "TotalQuota", "RemainingQuota", "IssuedNum", "RequestId",
    };
    char values[ROW_COUNT][QUOTA_VALUE_SIZE];
    table_row rows[ROW_COUNT];
    unsigned i;

    for (i = 0; i < TC3_VOUCHER_POOL_FIELD_COUNT; i++) {
        quota_value_text(outcome->pool, (tc3_voucher_pool_field)i, values[i]);
        rows[i].name = names[i];
        rows[i].value = values[i];
    }
    rows[i].name = names[i];
    quota_request_id_text(outcome->details, values[i]);
    rows[i].value = values[i];
    write_table(out, rows);
}
