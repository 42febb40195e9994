/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/number.h"

#include "panel/digits.h"
#include "panel/pen.h"

#include <stdbool.h>
#include <string.h>

/** Most decimals that are tried; also the most zeros that are put behind a coefficient. */
#define DECIMALS_MAX 20

/** A number on its way into the text. */
typedef struct fitting {
    uint64_t magnitude; /* of the coefficient */
    int exponent;
    bool negative;
    panel_face face;
    int columns;
    char *text;
} fitting;

/** A form to try: decimals of a multiple of ten to the power of `unit`. */
typedef struct form {
    int unit;     /* 0, 3, 6, 9 or 12 */
    int decimals; /* behind the point */
    char letter;  /* of the unit; NUL for none */
} form;

/** A number rounded to a form. */
typedef struct rounded {
    uint64_t kept; /* the digits that are left, as an integer */
    int zeros;     /* to be put behind them */
    bool exact;
    bool close; /* within 10 % of the number */
} rounded;

static bool fits(const fitting *fit)
{
    panel_pen pen = {NULL, 0, 0, 0, 0, fit->face, false};
    panel_pen_text(&pen, fit->text);
    return pen.x <= fit->columns;
}

/**
 * Whether the number, `kept` and `hundredths` of its last place and perhaps more, is within 10 % of
 * what it is rounded down to: `kept`, for a negative one `kept` + 1.
 */
static bool is_close(bool negative, uint64_t kept, unsigned hundredths)
{
    if (kept >= 10) {
        return true;
    }
    const unsigned shown = 100 * (unsigned)kept;
    return negative ? shown + 11 * hundredths >= 1000 : shown >= 9 * (hundredths + 1);
}

static rounded round_down(const fitting *fit, const form *to)
{
    rounded result = {fit->magnitude, 0, true, true};
    unsigned hundredths = 0;
    int drop = to->unit - to->decimals - fit->exponent;
    result.zeros = drop < 0 && result.kept != 0 ? -drop : 0;
    for (; drop > 0 && (result.kept != 0 || hundredths != 0); drop--) {
        const unsigned digit = panel_divide_by_ten(&result.kept);
        result.exact &= digit == 0;
        hundredths = 10 * digit + hundredths / 10;
    }
    result.close = result.exact || is_close(fit->negative, result.kept, hundredths);
    if (fit->negative && !result.exact) {
        result.kept++;
    }
    return result;
}

/**
 * Put the point, and zeros before it, into the `count` digits at `digits`; returns the new count.
 */
static size_t insert_point(char *digits, size_t count, size_t decimals)
{
    if (count <= decimals) {
        const size_t zeros = decimals + 1 - count;
        for (size_t i = count; i > 0; i--) {
            digits[i - 1 + zeros] = digits[i - 1];
        }
        memset(digits, '0', zeros);
        count += zeros;
    }
    for (size_t i = count; i > count - decimals; i--) {
        digits[i] = digits[i - 1];
    }
    digits[count - decimals] = '.';
    return count + 1;
}

static void write_form(const fitting *fit, const form *to, const rounded *number)
{
    char *at = fit->text;
    if (fit->negative) {
        *at++ = '-';
    }
    size_t count = panel_digits_write(number->kept, at);
    memset(at + count, '0', (size_t)number->zeros);
    count += (size_t)number->zeros;
    if (to->decimals > 0) {
        count = insert_point(at, count, (size_t)to->decimals);
    }
    at += count;
    if (to->letter != '\0') {
        *at++ = to->letter;
    }
    *at = '\0';
}

/**
 * Whether the last decimal is a zero that says nothing: a form with fewer decimals says the same.
 */
static bool has_idle_decimal(const form *to, const rounded *number)
{
    uint64_t rest = number->kept;
    return to->decimals > 0 && (number->zeros > 0 || panel_divide_by_ten(&rest) == 0);
}

static bool try_plain(const fitting *fit, int decimals)
{
    const form to = {0, decimals, '\0'};
    const rounded number = round_down(fit, &to);
    if (number.zeros > DECIMALS_MAX || !number.close ||
        (!number.exact && has_idle_decimal(&to, &number))) {
        return false;
    }
    write_form(fit, &to, &number);
    return fits(fit);
}

static bool fit_plain(const fitting *fit)
{
    int decimals = fit->exponent < 0 ? -fit->exponent : 0;
    if (decimals > DECIMALS_MAX) {
        decimals = DECIMALS_MAX;
    }
    for (; decimals >= 0; decimals--) {
        if (try_plain(fit, decimals)) {
            return true;
        }
    }
    return false;
}

/** The integer part of `number`, which has the form `to`; 1000 stands for all that is larger. */
static uint64_t integer_part(const form *to, const rounded *number)
{
    uint64_t part = number->kept;
    int zeros = number->zeros;
    for (int i = 0; i < to->decimals; i++) {
        if (zeros > 0) {
            zeros--;
        } else {
            (void)panel_divide_by_ten(&part);
        }
    }
    for (; zeros > 0 && part < 1000 && part != 0; zeros--) {
        part *= 10;
    }
    return part < 1000 ? part : 1000;
}

static bool try_unit(const fitting *fit, const form *to)
{
    const rounded number = round_down(fit, to);
    const uint64_t part = integer_part(to, &number);
    if (part == 0 || part == 1000 || !number.close || has_idle_decimal(to, &number)) {
        return false;
    }
    write_form(fit, to, &number);
    return fits(fit);
}

static bool fit_units(const fitting *fit)
{
    static const char letters[] = {'k', 'M', 'B', 'T'};
    for (size_t i = 0; i < sizeof letters; i++) {
        const int unit = 3 * ((int)i + 1);
        for (int decimals = unit; decimals >= 0; decimals--) {
            const form to = {unit, decimals, letters[i]};
            if (try_unit(fit, &to)) {
                return true;
            }
        }
    }
    return false;
}

static bool try_text(const fitting *fit, const char *text)
{
    memcpy(fit->text, text, strlen(text) + 1);
    return fits(fit);
}

/** Whether the magnitude is 10^15 or more. */
static bool exceeds_units(const fitting *fit)
{
    const form trillions = {12, 0, 'T'};
    const rounded number = round_down(fit, &trillions);
    return integer_part(&trillions, &number) == 1000;
}

/** Whether the magnitude, which is not 0, is below one of the last place of `number`. */
static bool is_below_one(const fitting *fit, const rounded *number)
{
    return !number->exact && number->kept == (fit->negative ? 1u : 0u);
}

/** The smallest power of ten that fits and that the magnitude, between 0 and 1, is below. */
static bool fit_small(const fitting *fit)
{
    for (int zeros = 4; zeros >= 0; zeros--) {
        const form to = {0, zeros, '\0'};
        const rounded number = round_down(fit, &to);
        const rounded bound = {1, 0, true, true};
        if (!is_below_one(fit, &number)) {
            continue;
        }
        *fit->text = fit->negative ? '>' : '<';
        fitting behind = *fit;
        behind.text++;
        write_form(&behind, &to, &bound);
        if (fits(fit)) {
            return true;
        }
    }
    return false;
}

size_t panel_number_fit(tc3_decimal value, panel_face face, int columns,
                        char text[PANEL_NUMBER_SIZE])
{
    const fitting fit = {panel_magnitude(value.coefficient),
                         value.exponent,
                         value.coefficient < 0,
                         face,
                         columns,
                         text};
    bool found = fit_plain(&fit) || fit_units(&fit);
    if (!found && exceeds_units(&fit)) {
        found = try_text(&fit, fit.negative ? "<-999T" : ">999T");
    } else if (!found && fit.magnitude != 0) {
        found = fit_small(&fit);
    }
    if (!found) {
        text[0] = '\0';
    }
    return strlen(text);
}
