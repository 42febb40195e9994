/* SPDX-License-Identifier: Apache-2.0 */
#include "pages.h"

#include "panel/number.h"
#include "panel/pen.h"
#include "panel/ratio.h"

/** The row of the bar, of the freshness mark and of the starting page's light. */
#define BOTTOM               (PANEL_ROWS - 1)
/** Columns at the right end of the bottom row that belong to the freshness mark alone. */
#define MARK_COLUMNS         2
/** Columns of the light on the starting page. */
#define RUNNER_COLUMNS       3
/**
 * A panel of fewer columns is narrow: an icon has no word beside it, nor do details have the age.
 */
#define WIDE_COLUMNS_MIN     32
/** Columns of the low quota's arrow and the gap behind it. */
#define ARROW_COLUMNS        7
/** Columns between the number and the age label, and between details, which may be cut, and it. */
#define LABEL_GAP            3
#define LABEL_GAP_OF_DETAILS 4
/** The label's top row, so that it shares the numerals' base line. */
#define LABEL_TOP            1
/** The top row of a word beside the label: its ascenders lose a row, and it shares that line. */
#define WORD_TOP             (-1)
/** Rows of the torn edge, and its columns with the blank one between it and the text. */
#define TORN_ROWS            6
#define TORN_COLUMNS         3
/** Steps between the LEDs of a stale bar's lit part and of the whole row. */
#define STALE_BAR_STEP       2
#define STALE_ROW_STEP       4
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

static bool is_wide(const panel *display)
{
    return display->canvas.columns >= WIDE_COLUMNS_MIN;
}

/** The age in front of the details, where there is no room for the label. */
static void write_age_before(panel_pen *pen, const panel *display)
{
    if (panel_shows_stale(display) && !is_wide(display)) {
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

static panel_pen measure(panel_face face)
{
    const panel_pen pen = {NULL, 0, 0, 0, 0, face, false};
    return pen;
}

static int label_columns(const panel *display)
{
    panel_pen pen = measure(PANEL_FACE_SMALL);
    write_age(&pen, display);
    return pen.x;
}

/** Whether there is a bar below the number; a stale number has one always, to look stale. */
static bool has_bar(const panel *display)
{
    return has_scale(display) || panel_shows_stale(display);
}

/**
 * The remaining quota within `room` columns; in full, or the word for it, where that takes more.
 */
static void write_quota(panel_pen *pen, const panel *display, int room)
{
    const uint8_t state = display->pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA];
    const tc3_decimal quota = display->pool.remaining_quota;
    char text[PANEL_NUMBER_SIZE];
    if (state != TC3_FIELD_PRESENT) {
        panel_pen_text(pen, missing_word(state));
        return;
    }
    if (display->state == PANEL_EMPTY && is_wide(display)) {
        panel_pen_text(pen, "empty");
        return;
    }
    if (has_bar(display) || !is_wide(display)) {
        pen->face = PANEL_FACE_NUMERAL;
    } else {
        room -= MARK_COLUMNS;
    }
    if (panel_number_fit(quota, pen->face, room, text) > 0) {
        panel_pen_text(pen, text);
    } else {
        write_decimal(pen, quota);
    }
}

/**
 * Columns beside the number for the age of a stale one and for the arrow of a low one. A negative
 * one needs no arrow.
 */
static int aside_columns(const panel *display)
{
    if (panel_shows_stale(display)) {
        return label_columns(display) + LABEL_GAP;
    }
    const bool has_arrow =
        display->state == PANEL_LOW && display->pool.remaining_quota.coefficient > 0;
    return has_arrow ? ARROW_COLUMNS : 0;
}

/** Columns that the number leaves to what goes beside it; 0 if it needs all of them. */
static int columns_beside(const panel *display)
{
    const int aside = aside_columns(display);
    const int room = display->canvas.columns - aside;
    panel_pen pen = measure(PANEL_FACE_TEXT);
    write_quota(&pen, display, room);
    const int tail = pen.face == PANEL_FACE_TEXT ? MARK_COLUMNS : 0;
    return pen.x + tail <= room ? aside : 0;
}

static void write_number(panel_pen *pen, const panel *display)
{
    const int beside = columns_beside(display);
    if (beside > 0 && !panel_shows_stale(display)) {
        write_icon(pen, PANEL_ICON_LOW);
    }
    write_quota(pen, display, display->canvas.columns - beside);
}

static void write_aside(panel_pen *pen, const panel *display)
{
    if (!panel_shows_stale(display)) {
        panel_pen_glyph(pen, PANEL_ICON_LOW);
    } else if (is_wide(display)) {
        pen->top = WORD_TOP;
        panel_pen_text(pen, "old");
    } else {
        pen->top = LABEL_TOP;
        pen->face = PANEL_FACE_SMALL;
        write_age(pen, display);
    }
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

static void write_code_or_word(panel_pen *pen, const panel *display)
{
    const char *word = error_pictures[panel_error_index(display)].word;
    if (word[0] != '\0') {
        panel_pen_text(pen, word);
    } else {
        write_code(pen, display->status);
    }
}

static void write_error(panel_pen *pen, const panel *display)
{
    const uint8_t icon = error_pictures[panel_error_index(display)].icon;
    if (is_wide(display)) {
        write_icon(pen, icon);
        write_code_or_word(pen, display);
    } else {
        panel_pen_glyph(pen, icon);
    }
}

bool panel_needs_page(const panel *display)
{
    switch ((panel_page)display->view.page) {
    case PANEL_PAGE_ASIDE:
        return aside_columns(display) > 0 && columns_beside(display) == 0;
    case PANEL_PAGE_CODE:
        return !is_wide(display);
    default:
        return true;
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
    case PANEL_PAGE_ASIDE:
        write_aside(pen, display);
        break;
    case PANEL_PAGE_DETAILS:
        write_details(pen, display);
        break;
    case PANEL_PAGE_ERROR:
        write_error(pen, display);
        break;
    case PANEL_PAGE_CODE:
        write_code_or_word(pen, display);
        break;
    case PANEL_PAGE_REASON:
        write_reason(pen, display);
        break;
    }
}

static bool is_data_page(const panel *display)
{
    return display->view.page == PANEL_PAGE_NUMBER || display->view.page == PANEL_PAGE_ASIDE ||
           display->view.page == PANEL_PAGE_DETAILS;
}

/** A dotted line, so that no digit of scrolling details seems to belong to the age. */
static void draw_separator(panel *display, int x)
{
    for (int y = 0; y < BOTTOM; y += 2) {
        panel_canvas_light(&display->canvas, x, y);
    }
}

static bool has_label(const panel *display)
{
    if (!is_data_page(display) || !panel_shows_stale(display)) {
        return false;
    }
    return display->view.page == PANEL_PAGE_NUMBER ? columns_beside(display) > 0 : is_wide(display);
}

/** Draw the age at the right end if the page needs it; returns the columns left for the text. */
static int draw_label(panel *display)
{
    const int columns = display->canvas.columns;
    if (!has_label(display)) {
        return columns;
    }
    const int left = columns - label_columns(display);
    panel_pen pen = {&display->canvas, left, 0, columns, LABEL_TOP, PANEL_FACE_SMALL, false};
    write_age(&pen, display);
    if (display->view.page != PANEL_PAGE_DETAILS) {
        return left - LABEL_GAP;
    }
    draw_separator(display, left - LABEL_GAP_OF_DETAILS / 2);
    return left - LABEL_GAP_OF_DETAILS;
}

/**
 * Tear the text off where it rests and goes on beyond the window, so that no part of a number looks
 * like a whole one.
 */
static void tear_edge(panel *display, panel_pen *pen, int overflow)
{
    int x = 0;
    if (overflow > 0 && display->view.offset == 0) {
        pen->right -= TORN_COLUMNS;
        x = pen->right + 1;
    } else if (overflow > 0 && display->view.offset == overflow) {
        pen->left = TORN_COLUMNS;
    } else {
        return;
    }
    for (int y = 0; y < TORN_ROWS; y++) {
        panel_canvas_light(&display->canvas, x + y % 2, y);
    }
}

/** Where text of `width` columns begins in `room` columns, of which it leaves the last `tail`. */
static int centred(int width, int tail, int room)
{
    const int middle = (room - width) / 2;
    return middle + width + tail <= room ? middle : room - tail - width;
}

/** Draw the page's text, centred in `room` columns or moved by the offset; returns the overflow. */
static uint16_t draw_text(panel *display, int room)
{
    panel_pen pen = measure(PANEL_FACE_TEXT);
    write_page(&pen, display);
    const bool is_near_mark = is_data_page(display) && room == display->canvas.columns;
    const int tail = is_near_mark && pen.face == PANEL_FACE_TEXT ? MARK_COLUMNS : 0;
    const bool is_cut_icon = display->view.page == PANEL_PAGE_ERROR && pen.x > room;
    const int width = is_cut_icon ? room : pen.x;
    const int overflow = width + tail > room ? width + tail - room : 0;
    if (display->view.offset > overflow && display->view.page != PANEL_PAGE_STARTING) {
        display->view.offset = (uint16_t)overflow;
    }
    pen.canvas = &display->canvas;
    pen.x = overflow > 0 ? -(int)display->view.offset : centred(width, tail, room);
    pen.right = room;
    pen.started = false;
    tear_edge(display, &pen, overflow);
    write_page(&pen, display);
    return (uint16_t)overflow;
}

/** Light the bottom row sparsely: the sign of a stale number, however short its bar is. */
static void draw_stale_row(panel *display)
{
    for (int x = 0; x < display->canvas.columns - MARK_COLUMNS; x += STALE_ROW_STEP) {
        panel_canvas_light(&display->canvas, x, BOTTOM);
    }
}

/** The bar of remaining of total. A gap near its end says that there is more than the total. */
static void draw_bar(panel *display)
{
    const tc3_decimal remaining = display->pool.remaining_quota;
    const tc3_decimal total = display->pool.total_quota;
    const int columns = display->canvas.columns - MARK_COLUMNS;
    const int step = panel_shows_stale(display) ? STALE_BAR_STEP : 1;
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

/** Details reach down to the bottom row, which they need only if their age is not beside them. */
static void draw_scale(panel *display)
{
    const bool stale = panel_shows_stale(display);
    if (display->view.page == PANEL_PAGE_DETAILS && (is_wide(display) || !stale)) {
        return;
    }
    if (stale) {
        draw_stale_row(display);
    }
    if (has_scale(display)) {
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
