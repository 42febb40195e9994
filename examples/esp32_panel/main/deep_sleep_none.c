/* SPDX-License-Identifier: Apache-2.0 */
/* Builds that do not sleep: nothing to keep, and the agenda never asks for it. */
#include <sdkconfig.h>

#if !defined(CONFIG_PANEL_DEEP_SLEEP)

#include "deep_sleep.h"

#include <stdlib.h>

uint8_t deep_sleep_failures(void)
{
    return 0;
}

void deep_sleep_restore_session(tc3_tls *tls)
{
    (void)tls;
}

void deep_sleep_enter(const tc3_tls *tls, uint8_t failures, uint32_t milliseconds)
{
    (void)tls;
    (void)failures;
    (void)milliseconds;
    abort();
}

#endif
