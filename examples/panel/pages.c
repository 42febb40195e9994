/* SPDX-License-Identifier: Apache-2.0 */
#include "pages.h"

#include "panel/number.h"
#include "panel/pen.h"
#include "panel/ratio.h"

/** The row of the bar, of the freshness mark and of the starting page's light. */
#define BOTTOM               (PANEL_ROWS - 1)
/** Columns at the right end of the bottom row that the bar leaves to the freshness mark. */
#define MARK_COLUMNS         2
/** Columns of the light on the starting page. */
#define RUNNER_COLUMNS       3
/** A panel of fewer columns has no room for the age beside the number. */
#define LABEL_COLUMNS_MIN    32
/** Columns between the number and the age label, and between details, which may be cut, and it. */
#define LABEL_GAP            2
#define LABEL_GAP_OF_DETAILS 4
/** The label's top row, so that it shares the numerals' base line. */
#define LABEL_TOP            1
/** HTTP's status for an answer in order: no part of a reason. */
#define HTTP_OK              200

/** The picture of a class of errors. */
typedef struct error_picture {
    uint8_t icon;
    char word[5]; /* empty: the code is shown instead */
} error_picture;

/** By panel_error_index(). */
static const error_picture error_pictures[] = {
    {PANEL_ICON_CONFIG, ""},  {PANEL_ICON_NETWORK, "net"}, {PANEL_ICON_TLS, "TLS"},
    {PANEL_ICON_TIMEOUT, ""}, {PANEL_ICON_PROTOCOL, ""},   {PANEL_ICON_TIME, "time"},
    {PANEL_ICON_KEY, ""},     {PANEL_ICON_RATE, "wait"},   {PANEL_ICON_SERVICE, ""},
};

uint8_t panel_error_index(const panel *display)
{
    const unsigned error_class = tc3_status_class(display->status);
    const bool known = error_class >= TC3_CLASS_CONFIG && error_class <= TC3_CLASS_SERVICE;
    return (uint8_t)(known ? error_class - TC3_CLASS_CONFIG : 0u);
}

static bool is_present(const panel *display, tc3_voucher_pool_field field)
{
    return display->pool.state[field] == TC3_FIELD_PRESENT;
}

/** Whether the remaining quota can be drawn as a part of the total. */
static bool has_scale(const panel *display)
{
    return is_present(display, TC3_VOUCHER_POOL_TOTAL_QUOTA) &&
           is_present(display, TC3_VOUCHER_POOL_REMAINING_QUOTA) &&
           display->pool.total_quota.coefficient > 0;
}

bool panel_shows_stale(const panel *display)
{
    return display->has_pool && display->state >= PANEL_STALE;
}

static bool is_low(const panel *display)
{
    const panel_config *config = display->config;
    const tc3_voucher_pool *pool = &display->pool;
    if (pool->remaining_quota.coefficient < 0) {
        return true;
    }
    if (tc3_decimal_compare(pool->remaining_quota, config->low_amount) < 0) {
        return true;
    }
    return has_scale(display) &&
           panel_ratio(pool->remaining_quota, pool->total_quota, 100) < config->low_percent;
}

panel_state panel_quota_state(const panel *display)
{
    if (!is_present(display, TC3_VOUCHER_POOL_REMAINING_QUOTA)) {
        return PANEL_NO_VALUE;
    }
    if (display->pool.remaining_quota.coefficient == 0) {
        return PANEL_EMPTY;
    }
    return is_low(display) ? PANEL_LOW : PANEL_FRESH;
}

/** The word for a value that cannot be shown; absent, null and unusable are three things. */
static const char *missing_word(uint8_t state)
{
    switch (state) {
    case TC3_FIELD_ABSENT:
        return "--";
    case TC3_FIELD_NULL:
        return "null";
    default:
        return "??";
    }
}

static void write_decimal(panel_pen *pen, tc3_decimal value)
{
    char text[TC3_DECIMAL_TEXT_SIZE];
    (void)tc3_decimal_format(value, text);
    panel_pen_text(pen, text);
}

static void write_value(panel_pen *pen, const panel *display, tc3_voucher_pool_field field,
                        tc3_decimal value)
{
    if (is_present(display, field)) {
        write_decimal(pen, value);
    } else {
        panel_pen_text(pen, missing_word(display->pool.state[field]));
    }
}

/** An icon and the wider gap behind it. */
static void write_icon(panel_pen *pen, uint8_t icon)
{
    panel_pen_glyph(pen, icon);
    pen->x++;
}

/** A status number is its class times 16 plus a counter: two hexadecimal digits tell all. */
static void write_code(panel_pen *pen, tc3_status status)
{
    static const char digits[] = "0123456789ABCDEF";
    panel_pen_glyph(pen, 'E');
    panel_pen_glyph(pen, (uint8_t)digits[(unsigned)status / 16 % 16]);
    panel_pen_glyph(pen, (uint8_t)digits[(unsigned)status % 16]);
}

static void write_age(panel_pen *pen, const panel *display)
{
    char text[PANEL_AGE_SIZE];
    panel_age_write(display->view.age, text);
    panel_pen_text(pen, text);
}

/** The age in front of the text, where there is no room for the label. */
static void write_age_before(panel_pen *pen, const panel *display)
{
    if (panel_shows_stale(display) && display->canvas.columns < LABEL_COLUMNS_MIN) {
        write_age(pen, display);
        panel_pen_text(pen, " old  ");
    }
}

static void write_starting(panel_pen *pen, const panel *display)
{
    if (display->canvas.columns < 24) {
        panel_pen_glyph(pen, PANEL_ICON_ELLIPSIS);
    } else {
        panel_pen_text(pen, "start");
    }
}

/** The remaining quota within `room` columns of the pen's start; in full if no form fits. */
static void write_quota(panel_pen *pen, const panel *display, int room)
{
    char text[PANEL_NUMBER_SIZE];
    const tc3_decimal quota = display->pool.remaining_quota;
    const int gap = pen->started ? 1 : 0;
    if (panel_number_fit(quota, pen->face, room - gap, text) > 0) {
        panel_pen_text(pen, text);
    } else {
        write_decimal(pen, quota);
    }
}

static void write_number(panel_pen *pen, const panel *display)
{
    const int start = pen->x;
    pen->face = has_scale(display) ? PANEL_FACE_NUMERAL : PANEL_FACE_TEXT;
    if (!is_present(display, TC3_VOUCHER_POOL_REMAINING_QUOTA)) {
        write_age_before(pen, display);
        panel_pen_text(pen, missing_word(display->pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA]));
        return;
    }
    if (display->state == PANEL_EMPTY) {
        pen->face = PANEL_FACE_TEXT;
        panel_pen_text(pen, "empty");
        return;
    }
    if (display->state == PANEL_LOW) {
        write_icon(pen, PANEL_ICON_LOW);
    }
    write_age_before(pen, display);
    write_quota(pen, display, pen->right - pen->left - (pen->x - start));
}

static void write_name(panel_pen *pen, const panel *display)
{
    const uint8_t state = display->pool.state[TC3_VOUCHER_POOL_AGENT_NAME];
    if (state == TC3_FIELD_PRESENT || state == TC3_FIELD_TRUNCATED) {
        panel_pen_text(pen, display->pool.agent_name);
    } else {
        panel_pen_text(pen, missing_word(state));
    }
    if (state == TC3_FIELD_TRUNCATED) {
        panel_pen_glyph(pen, PANEL_ICON_ELLIPSIS);
    }
}

static void write_details(panel_pen *pen, const panel *display)
{
    const tc3_voucher_pool *pool = &display->pool;
    const tc3_decimal issued = {pool->issued_num, 0};
    write_age_before(pen, display);
    write_name(pen, display);
    panel_pen_text(pen, "  ");
    write_value(pen, display, TC3_VOUCHER_POOL_REMAINING_QUOTA, pool->remaining_quota);
    panel_pen_text(pen, " / ");
    write_value(pen, display, TC3_VOUCHER_POOL_TOTAL_QUOTA, pool->total_quota);
    panel_pen_text(pen, "  issued ");
    write_value(pen, display, TC3_VOUCHER_POOL_ISSUED_NUM, issued);
}

static void write_error(panel_pen *pen, const panel *display)
{
    const error_picture *picture = &error_pictures[panel_error_index(display)];
    write_icon(pen, picture->icon);
    if (picture->word[0] != '\0') {
        panel_pen_text(pen, picture->word);
    } else {
        write_code(pen, display->status);
    }
}

static void write_status_name(panel_pen *pen, tc3_status status)
{
    for (const char *at = tc3_status_name(status); *at != '\0'; at++) {
        panel_pen_glyph(pen, *at == '_' ? ' ' : (uint8_t)*at);
    }
}

static void write_reason(panel_pen *pen, const panel *display)
{
    const tc3_decimal http_status = {display->http_status, 0};
    write_code(pen, display->status);
    panel_pen_text(pen, "  ");
    if (display->api_code[0] != '\0') {
        panel_pen_text(pen, display->api_code);
    } else {
        write_status_name(pen, display->status);
    }
    if (display->http_status != 0 && display->http_status != HTTP_OK) {
        panel_pen_text(pen, "  HTTP ");
        write_decimal(pen, http_status);
    }
}

static void write_page(panel_pen *pen, const panel *display)
{
    switch ((panel_page)display->view.page) {
    case PANEL_PAGE_STARTING:
        write_starting(pen, display);
        break;
    case PANEL_PAGE_NUMBER:
        write_number(pen, display);
        break;
    case PANEL_PAGE_DETAILS:
        write_details(pen, display);
        break;
    case PANEL_PAGE_ERROR:
        write_error(pen, display);
        break;
    case PANEL_PAGE_REASON:
        write_reason(pen, display);
        break;
    }
}

static bool is_data_page(const panel *display)
{
    return display->view.page == PANEL_PAGE_NUMBER || display->view.page == PANEL_PAGE_DETAILS;
}

/** A dotted line, so that no digit of scrolling details seems to belong to the age. */
static void draw_separator(panel *display, int x)
{
    for (int y = 0; y < BOTTOM; y += 2) {
        panel_canvas_light(&display->canvas, x, y);
    }
}

/** Draw the age at the right end if the page needs it; returns the columns left for the text. */
static int draw_label(panel *display)
{
    const int columns = display->canvas.columns;
    panel_pen pen = {NULL, 0, 0, columns, LABEL_TOP, PANEL_FACE_SMALL, false};
    if (!is_data_page(display) || !panel_shows_stale(display) || columns < LABEL_COLUMNS_MIN) {
        return columns;
    }
    write_age(&pen, display);
    const int left = columns - pen.x;
    pen.canvas = &display->canvas;
    pen.x = left;
    pen.started = false;
    write_age(&pen, display);
    if (display->view.page == PANEL_PAGE_NUMBER) {
        return left - LABEL_GAP;
    }
    draw_separator(display, left - LABEL_GAP_OF_DETAILS / 2);
    return left - LABEL_GAP_OF_DETAILS;
}

/** Draw the page's text, centred in `room` columns or moved by the offset; returns the overflow. */
static uint16_t draw_text(panel *display, int room)
{
    panel_pen pen = {NULL, 0, 0, room, 0, PANEL_FACE_TEXT, false};
    write_page(&pen, display);
    const int overflow = pen.x > room ? pen.x - room : 0;
    if (display->view.offset > overflow && display->view.page != PANEL_PAGE_STARTING) {
        display->view.offset = (uint16_t)overflow;
    }
    pen.x = overflow > 0 ? -(int)display->view.offset : (room - pen.x) / 2;
    pen.canvas = &display->canvas;
    pen.started = false;
    write_page(&pen, display);
    return (uint16_t)overflow;
}

/** Light every second column of the bottom row: the sign of a stale number. */
static void draw_rail(panel *display)
{
    for (int x = 0; x < display->canvas.columns - MARK_COLUMNS; x += 2) {
        panel_canvas_light(&display->canvas, x, BOTTOM);
    }
}

/** The bar of remaining of total. A gap near its end says that there is more than the total. */
static void draw_bar(panel *display)
{
    const tc3_decimal remaining = display->pool.remaining_quota;
    const tc3_decimal total = display->pool.total_quota;
    const int columns = display->canvas.columns - MARK_COLUMNS;
    const int step = panel_shows_stale(display) ? 2 : 1;
    const bool exceeds = tc3_decimal_compare(remaining, total) > 0;
    int lit = panel_ratio(remaining, total, (uint16_t)columns);
    if (lit == 0 && remaining.coefficient > 0) {
        lit = 1;
    }
    for (int x = 0; x < lit; x += step) {
        const bool in_gap = x >= columns - 4 && x < columns - 2;
        if (!exceeds || !in_gap) {
            panel_canvas_light(&display->canvas, x, BOTTOM);
        }
    }
}

static void draw_scale(panel *display)
{
    if (panel_shows_stale(display) && display->canvas.columns < LABEL_COLUMNS_MIN) {
        draw_rail(display);
    } else if (display->view.page == PANEL_PAGE_NUMBER && has_scale(display)) {
        draw_bar(display);
    }
}

static void draw_mark(panel *display)
{
    if (!panel_shows_stale(display) || display->view.blink) {
        panel_canvas_light(&display->canvas, display->canvas.columns - 1, BOTTOM);
    }
}

uint16_t panel_runner_steps(const panel *display)
{
    return (uint16_t)(display->canvas.columns - RUNNER_COLUMNS);
}

static void draw_runner(panel *display)
{
    const int steps = panel_runner_steps(display);
    const int offset = display->view.offset;
    const int left = offset <= steps ? offset : 2 * steps - offset;
    for (int x = left; x < left + RUNNER_COLUMNS; x++) {
        panel_canvas_light(&display->canvas, x, BOTTOM);
    }
}

uint16_t panel_draw(panel *display)
{
    panel_canvas_clear(&display->canvas);
    const uint16_t overflow = draw_text(display, draw_label(display));
    if (display->view.page == PANEL_PAGE_STARTING) {
        draw_runner(display);
    } else if (is_data_page(display)) {
        draw_scale(display);
        draw_mark(display);
    }
    return overflow;
}
