/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/max7219.h"

/** Bytes of a word: address and data. */
#define WORD_SIZE     2
/** `MAX7219_INTENSITY` uses four bits. */
#define INTENSITY_MAX 15
/** `MAX7219_SCAN_LIMIT`: all eight digits are lit in turn. */
#define ALL_DIGITS    7

/** A pixel's place in the upright module. */
typedef struct place {
    int x;
    int y;
} place;

bool max7219_init(max7219 *driver, const max7219_config *config)
{
    if (config->transfer == NULL || config->modules == 0 || config->modules > MAX7219_MODULES_MAX ||
        config->rotate > MAX7219_ROTATE_270) {
        return false;
    }
    driver->config = config;
    driver->written_ms = 0;
    driver->intensity = 0;
    driver->started = false;
    return true;
}

/** Send the same word to all chips. */
static bool send_to_all(const max7219 *driver, uint8_t address, uint8_t data)
{
    uint8_t bytes[MAX7219_MODULES_MAX * WORD_SIZE];
    const size_t modules = driver->config->modules;
    for (size_t i = 0; i < modules; i++) {
        bytes[WORD_SIZE * i] = address;
        bytes[WORD_SIZE * i + 1] = data;
    }
    return driver->config->transfer(driver->config->context, bytes, modules * WORD_SIZE);
}

static bool send_controls(const max7219 *driver, uint8_t intensity)
{
    return send_to_all(driver, MAX7219_DISPLAY_TEST, 0) &&
           send_to_all(driver, MAX7219_DECODE_MODE, 0) &&
           send_to_all(driver, MAX7219_SCAN_LIMIT, ALL_DIGITS) &&
           send_to_all(driver, MAX7219_INTENSITY, intensity);
}

static bool send_blank_rows(const max7219 *driver)
{
    for (uint8_t digit = 0; digit < PANEL_ROWS; digit++) {
        if (!send_to_all(driver, (uint8_t)(MAX7219_DIGIT_0 + digit), 0)) {
            return false;
        }
    }
    return true;
}

/** Where the LED of a digit and a segment (0 is DP) is seen in a module that is mounted so. */
static place seen_at(const max7219_config *config, int digit, int segment)
{
    const int x = config->flip ? 7 - segment : segment;
    const place turned[] = {{x, digit}, {7 - digit, x}, {7 - x, 7 - digit}, {digit, 7 - x}};
    return turned[config->rotate];
}

/** The data of `digit` for the module whose left column on the canvas is `left`. */
static uint8_t digit_data(const max7219_config *config, const panel_canvas *canvas, int left,
                          int digit)
{
    uint8_t data = 0;
    for (int segment = 0; segment < 8; segment++) {
        const place at = seen_at(config, digit, segment);
        if (panel_canvas_is_lit(canvas, left + at.x, at.y)) {
            data |= (uint8_t)(0x80u >> segment);
        }
    }
    return data;
}

/** Send one digit to all chips; the first word ends in the chip that is farthest from DIN. */
static bool send_digit(const max7219 *driver, const panel_canvas *canvas, int digit)
{
    uint8_t bytes[MAX7219_MODULES_MAX * WORD_SIZE];
    const max7219_config *config = driver->config;
    const int modules = config->modules;
    for (int i = 0; i < modules; i++) {
        const int module = config->reverse ? modules - 1 - i : i;
        bytes[WORD_SIZE * i] = (uint8_t)(MAX7219_DIGIT_0 + digit);
        bytes[WORD_SIZE * i + 1] = digit_data(config, canvas, 8 * module, digit);
    }
    return config->transfer(config->context, bytes, (size_t)modules * WORD_SIZE);
}

static bool send_canvas(const max7219 *driver, const panel_canvas *canvas)
{
    for (int digit = 0; digit < PANEL_ROWS; digit++) {
        if (!send_digit(driver, canvas, digit)) {
            return false;
        }
    }
    return true;
}

static bool start(const max7219 *driver, uint8_t intensity)
{
    return send_controls(driver, intensity) && send_blank_rows(driver) &&
           send_to_all(driver, MAX7219_SHUTDOWN, 1);
}

static bool rewrite(const max7219 *driver, uint8_t intensity)
{
    return send_controls(driver, intensity) && send_to_all(driver, MAX7219_SHUTDOWN, 1);
}

static bool write_all(max7219 *driver, const panel_canvas *canvas, uint8_t intensity,
                      uint32_t now_ms)
{
    const bool ready = driver->started ? rewrite(driver, intensity) : start(driver, intensity);
    driver->started = ready && send_canvas(driver, canvas);
    driver->intensity = intensity;
    driver->written_ms = now_ms;
    return driver->started;
}

static bool write_changes(max7219 *driver, const panel_canvas *canvas, uint8_t intensity,
                          bool changed)
{
    if (intensity != driver->intensity) {
        driver->started = send_to_all(driver, MAX7219_INTENSITY, intensity);
        driver->intensity = intensity;
    }
    if (driver->started && changed) {
        driver->started = send_canvas(driver, canvas);
    }
    return driver->started;
}

bool max7219_show(max7219 *driver, const panel_canvas *canvas, uint8_t intensity, bool changed,
                  uint32_t now_ms)
{
    const uint32_t given = driver->config->rewrite_ms;
    const uint32_t rewrite_ms = given != 0 ? given : MAX7219_DEFAULT_REWRITE_MS;
    const uint8_t level = intensity < INTENSITY_MAX ? intensity : INTENSITY_MAX;
    if (canvas->columns != 8u * driver->config->modules) {
        return false;
    }
    if (!driver->started || now_ms - driver->written_ms >= rewrite_ms) {
        return write_all(driver, canvas, level, now_ms);
    }
    return write_changes(driver, canvas, level, changed);
}

bool max7219_stop(max7219 *driver)
{
    driver->started = false;
    return send_to_all(driver, MAX7219_SHUTDOWN, 0);
}
