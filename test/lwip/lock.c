/* SPDX-License-Identifier: Apache-2.0 */
#include "lock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_held = true;
static unsigned count;

static void expect(bool is_right, const char *wrong)
{
    if (!is_right) {
        (void)fprintf(stderr, "the lock of lwIP's core %s\n", wrong);
        abort();
    }
}

void lock_take(void)
{
    expect(!is_held, "is taken twice");
    is_held = true;
    count++;
}

void lock_give(void)
{
    expect(is_held, "is given, but was not taken");
    is_held = false;
}

void lock_expect(void)
{
    expect(is_held, "is not held");
}

unsigned lock_count(void)
{
    return count;
}
