/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/glow.h"

/** Lengths are in eighths of a pixel; a pixel is sampled at 4 x 4 points for smooth edges. */
#define UNIT        8
#define SAMPLES     4
#define SAMPLE_STEP (UNIT / SAMPLES)
/** Radius of an LED's lens and of its glow, in hundredths of the pitch. */
#define LENS_RADIUS 42
#define GLOW_RADIUS 150
/** LEDs further away than this do not reach a pixel with their glow. */
#define GLOW_REACH  2
/** Weights, brightness and the share of a colour are in 1 / SCALE. */
#define SCALE       256

/** A colour; larger than 255 while light adds up. */
typedef struct colour {
    int32_t red;
    int32_t green;
    int32_t blue;
} colour;

static const colour frame_colour = {25, 25, 28};
static const colour module_colour = {11, 11, 13};
static const colour seam_colour = {44, 44, 50};
static const colour unlit_colour = {48, 27, 28};
static const colour lit_centre = {255, 128, 100};
static const colour lit_edge = {250, 34, 24};
static const colour glow_colour = {82, 7, 5};

/** What is drawn. */
typedef struct scene {
    const panel_frame *frame;
    int32_t pitch;
    int32_t brightness; /* of a lit LED, up to SCALE */
} scene;

static colour mix(colour from, colour to, int32_t share)
{
    const colour mixed = {from.red + (to.red - from.red) * share / SCALE,
                          from.green + (to.green - from.green) * share / SCALE,
                          from.blue + (to.blue - from.blue) * share / SCALE};
    return mixed;
}

static void add(colour *sum, colour light, int32_t share)
{
    sum->red += light.red * share / SCALE;
    sum->green += light.green * share / SCALE;
    sum->blue += light.blue * share / SCALE;
}

/** The share of `part` in `whole`, from 0 to SCALE. */
static int32_t share_of(int64_t part, int64_t whole)
{
    return part >= whole ? SCALE : (int32_t)(part * SCALE / whole);
}

/**
 * Square of the distance from an LED's centre to a point, which lies (x, y) from its cell's corner.
 */
static int64_t distance_squared(const scene *at, int32_t x, int32_t y)
{
    const int64_t from_x = x - at->pitch * UNIT / 2;
    const int64_t from_y = y - at->pitch * UNIT / 2;
    return from_x * from_x + from_y * from_y;
}

static int64_t radius_squared(const scene *at, int32_t hundredths)
{
    const int64_t radius = (int64_t)at->pitch * UNIT * hundredths / 100;
    return radius * radius;
}

/** The colour of the LED in a cell at a point in it. */
static colour led_colour(const scene *at, int32_t column, int32_t line, int32_t x, int32_t y)
{
    const int64_t distance = distance_squared(at, x, y);
    const int64_t radius = radius_squared(at, LENS_RADIUS);
    if (distance > radius) {
        return module_colour;
    }
    if (!panel_frame_is_lit(at->frame, column, line)) {
        return unlit_colour;
    }
    return mix(unlit_colour, mix(lit_centre, lit_edge, share_of(distance, radius)), at->brightness);
}

static int32_t cell_of(int32_t position, int32_t cell)
{
    return position >= 0 ? position / cell : -1;
}

/** The colour at a point of the board, without glow. */
static colour point_colour(const scene *at, int32_t x, int32_t y)
{
    const int32_t cell = at->pitch * UNIT;
    const int32_t column = cell_of(x, cell);
    const int32_t line = cell_of(y, cell);
    if (column < 0 || column >= at->frame->columns || line < 0 || line >= PANEL_ROWS) {
        return frame_colour;
    }
    if (column > 0 && column % 8 == 0 && x % cell < UNIT) {
        return seam_colour;
    }
    return led_colour(at, column, line, x % cell, y % cell);
}

/** The light that an LED sends to a point: it fades smoothly and ends at the glow's radius. */
static int32_t glow_of(const scene *at, int32_t column, int32_t line, int32_t x, int32_t y)
{
    const int32_t cell = at->pitch * UNIT;
    const int64_t distance = distance_squared(at, x - column * cell, y - line * cell);
    const int32_t left = SCALE - share_of(distance, radius_squared(at, GLOW_RADIUS));
    return left * left / SCALE * left / SCALE;
}

static int32_t glow_at(const scene *at, int32_t x, int32_t y)
{
    const int32_t cell = at->pitch * UNIT;
    const int32_t column = x / cell;
    const int32_t line = y / cell;
    int32_t sum = 0;
    for (int32_t i = line - GLOW_REACH; i <= line + GLOW_REACH; i++) {
        for (int32_t j = column - GLOW_REACH; j <= column + GLOW_REACH; j++) {
            if (panel_frame_is_lit(at->frame, j, i)) {
                sum += glow_of(at, j, i, x, y);
            }
        }
    }
    return sum * at->brightness / SCALE;
}

static colour pixel_colour(const scene *at, int32_t x, int32_t y)
{
    colour sum = {0, 0, 0};
    for (int32_t i = 0; i < SAMPLES; i++) {
        for (int32_t j = 0; j < SAMPLES; j++) {
            const colour point = point_colour(at, x + j * SAMPLE_STEP + SAMPLE_STEP / 2,
                                              y + i * SAMPLE_STEP + SAMPLE_STEP / 2);
            add(&sum, point, SCALE);
        }
    }
    const colour mean = {sum.red / (SAMPLES * SAMPLES), sum.green / (SAMPLES * SAMPLES),
                         sum.blue / (SAMPLES * SAMPLES)};
    colour seen = mean;
    add(&seen, glow_colour, glow_at(at, x + UNIT / 2, y + UNIT / 2));
    return seen;
}

static uint8_t clamp(int32_t value)
{
    return (uint8_t)(value > 255 ? 255 : value);
}

void panel_glow_row(const panel_frame *frame, int pitch, int y, uint8_t *row)
{
    const scene at = {frame, pitch, 128 + 8 * frame->intensity};
    const int width = (frame->columns + 2) * pitch;
    for (int x = 0; x < width; x++) {
        const colour seen = pixel_colour(&at, (x - pitch) * UNIT, (y - pitch) * UNIT);
        row[PANEL_GLOW_BYTES * x] = clamp(seen.red);
        row[PANEL_GLOW_BYTES * x + 1] = clamp(seen.green);
        row[PANEL_GLOW_BYTES * x + 2] = clamp(seen.blue);
    }
}
