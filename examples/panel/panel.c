/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/panel.h"

#include "pages.h"
#include "panel/schedule.h"

#include <string.h>

/** Milliseconds of the cycle of blinking and pulsing, and of the halves of a blink. */
#define CYCLE_MS        2000u
#define BLINK_MS        500u
/** Level at which the pulse can be seen even if the panel is dimmer. */
#define PULSE_LEVEL_MIN 3

/** What text that does not fit is doing. */
enum motion {
    MOTION_BEGIN, /* rests at its beginning */
    MOTION_MOVE,
    MOTION_END /* rests at its end */
};

/** The pages of a state, shown in turn; those without need are left out, never the first. */
typedef struct page_list {
    uint8_t count;
    uint8_t pages[7];
} page_list;

static const page_list starting_pages = {1, {PANEL_PAGE_STARTING}};
static const page_list quota_pages = {3, {PANEL_PAGE_NUMBER, PANEL_PAGE_ASIDE, PANEL_PAGE_DETAILS}};
static const page_list error_pages = {3, {PANEL_PAGE_ERROR, PANEL_PAGE_CODE, PANEL_PAGE_REASON}};
static const page_list stale_error_pages = {7,
                                            {PANEL_PAGE_ERROR, PANEL_PAGE_CODE, PANEL_PAGE_NUMBER,
                                             PANEL_PAGE_ASIDE, PANEL_PAGE_REASON, PANEL_PAGE_NUMBER,
                                             PANEL_PAGE_ASIDE}};

/** By panel_error_index(). */
static const uint8_t error_states[] = {
    PANEL_CONFIG_ERROR,        PANEL_NO_NETWORK,     PANEL_TLS_REFUSED,
    PANEL_TIMED_OUT,           PANEL_PROTOCOL_ERROR, PANEL_NO_TIME,
    PANEL_CREDENTIALS_REFUSED, PANEL_RATE_LIMITED,   PANEL_SERVICE_ERROR,
};

static uint32_t or_default(uint32_t given, uint32_t default_value)
{
    return given != 0 ? given : default_value;
}

static bool is_error(panel_state state)
{
    return state > PANEL_STALE;
}

static const page_list *pages_of(const panel *display)
{
    if (display->state == PANEL_STARTING) {
        return &starting_pages;
    }
    if (!is_error((panel_state)display->state)) {
        return &quota_pages;
    }
    return display->has_pool ? &stale_error_pages : &error_pages;
}

static bool is_old(const panel *display)
{
    const uint32_t stale_ms = or_default(display->config->stale_ms, PANEL_DEFAULT_STALE_MS);
    const uint32_t limit_s = stale_ms / 1000;
    return display->age_s > limit_s ||
           (display->age_s == limit_s && display->age_ms >= stale_ms % 1000);
}

static panel_state state_now(const panel *display)
{
    if (display->status == TC3_PENDING) {
        return PANEL_STARTING;
    }
    if (display->status != TC3_OK) {
        return (panel_state)error_states[panel_error_index(display)];
    }
    return is_old(display) ? PANEL_STALE : (panel_state)display->quota_state;
}

static void enter_page(panel *display, uint8_t step)
{
    const page_list *list = pages_of(display);
    do {
        display->step = step < list->count ? step : 0;
        display->view.page = list->pages[display->step];
        step = (uint8_t)(display->step + 1);
    } while (!panel_needs_page(display));
    display->view.offset = 0;
    display->overflow = 0;
    display->rest_ms = 0;
    display->motion = MOTION_BEGIN;
}

static void restart(panel *display)
{
    display->state = (uint8_t)state_now(display);
    display->is_drawn = false;
    enter_page(display, 0);
}

bool panel_init(panel *display, const panel_config *config, uint8_t *pixels, size_t size,
                uint32_t now_ms)
{
    memset(display, 0, sizeof *display);
    if (!panel_canvas_init(&display->canvas, config->columns, pixels, size)) {
        return false;
    }
    display->config = config;
    display->status = TC3_PENDING;
    display->last_ms = now_ms;
    display->level = PANEL_DEFAULT_LEVEL;
    restart(display);
    (void)panel_tick(display, now_ms);
    display->is_drawn = false;
    return true;
}

static void grow_older(panel *display, uint32_t elapsed_ms)
{
    const uint32_t total_ms = display->age_ms + elapsed_ms;
    const uint32_t seconds = total_ms / 1000;
    display->age_ms = total_ms % 1000;
    display->age_s = display->age_s > UINT32_MAX - seconds ? UINT32_MAX : display->age_s + seconds;
}

/** Milliseconds since time was told last; a clock that ran backwards tells nothing. */
static uint32_t elapsed_since(const panel *display, uint32_t now_ms)
{
    const uint32_t elapsed_ms = now_ms - display->last_ms;
    return elapsed_ms <= INT32_MAX ? elapsed_ms : 0;
}

static void rest_longer(panel *display, uint32_t elapsed_ms)
{
    display->rest_ms =
        display->rest_ms > UINT32_MAX - elapsed_ms ? UINT32_MAX : display->rest_ms + elapsed_ms;
}

static void pass_time(panel *display, uint32_t now_ms)
{
    const uint32_t elapsed_ms = elapsed_since(display, now_ms);
    display->last_ms = now_ms;
    display->cycle_ms = (uint16_t)((display->cycle_ms + elapsed_ms) % CYCLE_MS);
    grow_older(display, elapsed_ms);
    rest_longer(display, elapsed_ms);
    if (state_now(display) != (panel_state)display->state) {
        restart(display);
    }
}

static uint32_t page_ms(const panel *display)
{
    const panel_config *config = display->config;
    if (display->view.page == PANEL_PAGE_NUMBER && !is_error((panel_state)display->state)) {
        return or_default(config->number_ms, PANEL_DEFAULT_NUMBER_MS);
    }
    return or_default(config->alternate_ms, PANEL_DEFAULT_ALTERNATE_MS);
}

/** One column if it is time; time lost to a late call is not made up for by a jump. */
static bool moves_now(panel *display)
{
    const uint32_t column_ms = or_default(display->config->column_ms, PANEL_DEFAULT_COLUMN_MS);
    if (display->rest_ms < column_ms) {
        return false;
    }
    display->rest_ms -= column_ms;
    if (display->rest_ms >= column_ms) {
        display->rest_ms = 0;
    }
    return true;
}

static void run_light(panel *display)
{
    if (moves_now(display)) {
        display->view.offset =
            (uint16_t)((display->view.offset + 1u) % (2u * panel_runner_steps(display)));
    }
}

static void move_text(panel *display)
{
    if (moves_now(display)) {
        display->view.offset++;
    }
    if (display->view.offset >= display->overflow) {
        display->motion = MOTION_END;
        display->rest_ms = 0;
    }
}

static void scroll(panel *display)
{
    const uint32_t pause_ms = or_default(display->config->pause_ms, PANEL_DEFAULT_PAUSE_MS);
    const bool grew = display->motion == MOTION_END && display->view.offset < display->overflow;
    if (grew) {
        display->motion = MOTION_MOVE;
    }
    if (display->motion == MOTION_MOVE) {
        move_text(display);
    } else if (display->rest_ms >= pause_ms && display->motion == MOTION_BEGIN) {
        display->motion = MOTION_MOVE;
        display->rest_ms = 0;
    } else if (display->rest_ms >= pause_ms) {
        enter_page(display, (uint8_t)(display->step + 1));
    }
}

static void animate(panel *display)
{
    if (display->view.page == PANEL_PAGE_STARTING) {
        run_light(display);
    } else if (display->overflow > 0) {
        scroll(display);
    } else if (display->rest_ms >= page_ms(display)) {
        enter_page(display, (uint8_t)(display->step + 1));
    }
}

/** Age and blinking are part of the view only where they are seen. */
static void look_at_age(panel *display)
{
    const bool stale = panel_shows_stale(display);
    display->view.age = panel_age_of(stale ? display->age_s : 0);
    display->view.blink = stale && display->cycle_ms / BLINK_MS % 2 == 0;
}

static bool is_same_view(const panel_view *left, const panel_view *right)
{
    return left->offset == right->offset && left->age.count == right->age.count &&
           left->age.unit == right->age.unit && left->page == right->page &&
           left->blink == right->blink;
}

bool panel_tick(panel *display, uint32_t now_ms)
{
    pass_time(display, now_ms);
    if (display->is_drawn) {
        animate(display);
    }
    look_at_age(display);
    const uint8_t intensity = panel_intensity(display);
    const bool same = display->is_drawn && is_same_view(&display->view, &display->drawn);
    if (same && intensity == display->drawn_intensity) {
        return false;
    }
    if (!same) {
        display->overflow = panel_draw(display);
    }
    display->drawn = display->view;
    display->drawn_intensity = intensity;
    display->is_drawn = true;
    return true;
}

static bool is_same_decimal(tc3_decimal left, tc3_decimal right)
{
    return left.coefficient == right.coefficient && left.exponent == right.exponent;
}

static bool is_same_pool(const tc3_voucher_pool *left, const tc3_voucher_pool *right)
{
    return memcmp(left->state, right->state, sizeof left->state) == 0 &&
           memcmp(left->agent_name, right->agent_name, sizeof left->agent_name) == 0 &&
           is_same_decimal(left->total_quota, right->total_quota) &&
           is_same_decimal(left->remaining_quota, right->remaining_quota) &&
           left->issued_num == right->issued_num;
}

static void take_answer(panel *display, const tc3_voucher_pool *pool)
{
    const bool repeated = display->status == TC3_OK && is_same_pool(&display->pool, pool);
    display->status = TC3_OK;
    display->pool = *pool;
    display->has_pool = true;
    display->quota_state = (uint8_t)panel_quota_state(display);
    display->age_s = 0;
    display->age_ms = 0;
    if (!repeated || state_now(display) != (panel_state)display->state) {
        restart(display);
    }
}

static void take_error(panel *display, tc3_status status, const tc3_details *details)
{
    const char *code = details != NULL ? details->api.code : "";
    const uint16_t http_status = details != NULL ? details->http_status : 0;
    const size_t size = strlen(code) + 1;
    const bool repeated = display->status == status && display->http_status == http_status &&
                          memcmp(display->api_code, code, size) == 0;
    display->status = status;
    display->http_status = http_status;
    memcpy(display->api_code, code, size);
    if (!repeated) {
        restart(display);
    }
}

void panel_result(panel *display, tc3_status status, const tc3_voucher_pool *pool,
                  const tc3_details *details, uint32_t now_ms)
{
    pass_time(display, now_ms);
    if (status == TC3_OK && pool != NULL) {
        take_answer(display, pool);
    } else if (tc3_status_class(status) != TC3_CLASS_NONE) {
        take_error(display, status, details);
    }
}

void panel_rewind(panel *display)
{
    restart(display);
}

const panel_canvas *panel_picture(const panel *display)
{
    return &display->canvas;
}

panel_state panel_state_of(const panel *display)
{
    return (panel_state)display->state;
}

void panel_set_level(panel *display, uint8_t level)
{
    display->level = level < PANEL_LEVEL_MAX ? level : PANEL_LEVEL_MAX;
}

uint8_t panel_intensity(const panel *display)
{
    const uint32_t half = CYCLE_MS / 2;
    const uint32_t from_edge =
        display->cycle_ms < half ? display->cycle_ms : CYCLE_MS - display->cycle_ms;
    const uint32_t low = display->level / 4u;
    const uint32_t high = display->level > PULSE_LEVEL_MIN ? display->level : PULSE_LEVEL_MIN;
    if (display->state != PANEL_LOW && display->state != PANEL_EMPTY) {
        return display->level;
    }
    return (uint8_t)(low + ((high - low) * from_edge + half / 2) / half);
}
