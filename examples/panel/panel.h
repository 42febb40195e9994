/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file panel.h
 * The LED panel: what the outcomes of QueryVoucherPool look like on 8 rows of LEDs.
 *
 *     static panel display;
 *     static uint8_t pixels[PANEL_PIXELS_SIZE(32)];
 *
 *     panel_init(&display, &config, pixels, sizeof pixels, now_ms());
 *
 *     while ((status = tc3_client_step(&client, now_ms(), &wait)) == TC3_PENDING)
 *         refresh(now_ms());
 *     panel_result(&display, status, &pool, tc3_client_details(&client), now_ms());
 *
 * where refresh(), which goes on between two calls as well, is
 *
 *     bool changed = panel_tick(&display, now);
 *     max7219_show(&driver, panel_picture(&display), panel_intensity(&display), changed, now);
 *
 * Nothing blocks, allocates, or reads a clock. Call panel_tick() at least every `column_ms` for a
 * smooth scroll. The pictures are described in the README beside this file.
 */
#ifndef PANEL_PANEL_H
#define PANEL_PANEL_H

#include "panel/age.h"
#include "panel/canvas.h"
#include "tc3/client.h"
#include "tc3/status.h"
#include "tc3/voucher_pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Milliseconds a column of scrolling text where the configuration gives none; 25 to 40 read well.
 */
#define PANEL_DEFAULT_COLUMN_MS    30u
/** Milliseconds that scrolling text rests at either end where the configuration gives none. */
#define PANEL_DEFAULT_PAUSE_MS     1200u
/** Milliseconds that a recent or stale number stays where the configuration gives none. */
#define PANEL_DEFAULT_NUMBER_MS    10000u
/** Milliseconds of any other page that fits where the configuration gives none. */
#define PANEL_DEFAULT_ALTERNATE_MS 3000u
/** Milliseconds after which a number is stale where the configuration gives none. */
#define PANEL_DEFAULT_STALE_MS     900000u
/** The percentage of the total below which a front end calls the quota low unless told another. */
#define PANEL_DEFAULT_LOW_PERCENT  10
/** The brightness before panel_set_level(). */
#define PANEL_DEFAULT_LEVEL        3

/** What the panel says. Each state has a picture that no other has. */
typedef enum panel_state {
    PANEL_STARTING,            /**< no outcome yet */
    PANEL_FRESH,               /**< a quota, and it is recent */
    PANEL_LOW,                 /**< the same, below a threshold or negative */
    PANEL_EMPTY,               /**< the same, exactly zero */
    PANEL_NO_VALUE,            /**< a recent answer without a usable RemainingQuota */
    PANEL_STALE,               /**< the latest outcome was an answer, but it is old */
    PANEL_CONFIG_ERROR,        /**< class config */
    PANEL_NO_NETWORK,          /**< class network */
    PANEL_TLS_REFUSED,         /**< class tls */
    PANEL_TIMED_OUT,           /**< class timeout */
    PANEL_PROTOCOL_ERROR,      /**< class protocol */
    PANEL_NO_TIME,             /**< class clock */
    PANEL_CREDENTIALS_REFUSED, /**< class credentials */
    PANEL_RATE_LIMITED,        /**< class rate */
    PANEL_SERVICE_ERROR        /**< class service */
} panel_state;

/**
 * How a panel is set up. Owned by the caller; it must stay unchanged while the panel is in use.
 * Members marked optional may be 0; then the defaults above hold.
 */
typedef struct panel_config {
    uint16_t columns;    /**< width: a multiple of 8, at most PANEL_COLUMNS_MAX; usually 32 */
    uint8_t low_percent; /**< optional: low below this percentage of the total; 0: no such rule */
    tc3_decimal low_amount; /**< optional: low below this amount; 0: no such rule */
    uint32_t stale_ms;      /**< optional: age in milliseconds from which a number is stale */
    uint16_t column_ms;     /**< optional: milliseconds a column of scrolling text */
    uint16_t pause_ms;      /**< optional: rest at either end of scrolling text */
    uint16_t number_ms;     /**< optional: how long the number stays before what follows it */
    uint16_t alternate_ms;  /**< optional: how long any other page that fits stays */
} panel_config;

/** What the picture depends on; it is drawn anew when this changes. Private. */
typedef struct panel_view {
    uint16_t offset;
    panel_age age;
    uint8_t page;
    bool blink;
} panel_view;

/** A panel: all the memory there is beside the pixels. Private; placed by the caller. */
typedef struct panel {
    const panel_config *config;
    panel_canvas canvas;
    tc3_voucher_pool pool;            /* the last good answer */
    char api_code[TC3_API_CODE_SIZE]; /* of the last error; empty if it had none */
    uint16_t http_status;             /* of the last error */
    uint32_t last_ms;                 /* when time was told last */
    uint32_t age_s;                   /* of the last good answer */
    uint32_t age_ms;                  /* the same, modulo one second */
    uint32_t rest_ms;                 /* since the page came, or since its text moved last */
    uint16_t cycle_ms;                /* position in the cycle of blinking and pulsing */
    uint16_t overflow;                /* columns of the page's text that do not fit */
    panel_view drawn;
    panel_view view;
    tc3_status status;   /* the latest outcome; TC3_PENDING before there is one */
    uint8_t state;       /* a panel_state */
    uint8_t quota_state; /* the state that `pool` has while it is recent */
    uint8_t step;        /* index into the state's pages */
    uint8_t motion;      /* of text that does not fit */
    uint8_t level;
    uint8_t drawn_intensity;
    bool has_pool;
    bool is_drawn; /* the picture is that of `drawn` */
} panel;

/**
 * Set up `display` by `config` over `size` bytes at `pixels`, PANEL_PIXELS_SIZE(columns) of them,
 * at the monotonic time `now_ms` in milliseconds, which may wrap. It shows the picture for
 * starting. False if the width is not allowed or the bytes are too few. Both stay the caller's.
 */
bool panel_init(panel *display, const panel_config *config, uint8_t *pixels, size_t size,
                uint32_t now_ms);

/**
 * Tell the outcome of a call: its status, the result if that is TC3_OK (else `pool` is not looked
 * at), and its details, which may be NULL. All is copied, so that the next call may clear it.
 * TC3_PENDING, and TC3_OK without `pool`, tell nothing and are ignored.
 */
void panel_result(panel *display, tc3_status status, const tc3_voucher_pool *pool,
                  const tc3_details *details, uint32_t now_ms);

/**
 * Let time pass until `now_ms`; draws the picture anew if it changes. However late it is called,
 * text moves by at most one column, so that it never jumps. True if the picture or its intensity
 * differs from that after the call before. Call it at least every 24 days.
 */
bool panel_tick(panel *display, uint32_t now_ms);

/**
 * Begin the pages of the state anew with the next panel_tick(): the number or the error comes
 * first, unscrolled. For a picture that has to stand alone, and for a button.
 */
void panel_rewind(panel *display);

/** The picture; valid as long as the pixels are, changed by panel_tick() only. */
const panel_canvas *panel_picture(const panel *display);

/** The state that the picture stands for. */
panel_state panel_state_of(const panel *display);

/** Set the brightness, 0 to 15, as from panel_schedule_level(). */
void panel_set_level(panel *display, uint8_t level);

/**
 * The intensity, 0 to 15, to show the picture with: the level, or in the states low and empty a
 * pulse of two seconds between a quarter of the level and the level, which is taken as 3 at least.
 */
uint8_t panel_intensity(const panel *display);

#endif
