/* SPDX-License-Identifier: Apache-2.0 */
#include "display.h"
#include "output.h"

void quota_panel_pool(const quota_outcome *outcome, FILE *out)
{
    (void)out;
    quota_display_draw(outcome->display);
}

void quota_panel_error(const quota_outcome *outcome, FILE *out)
{
    (void)out;
    quota_display_report(outcome->display, outcome);
    quota_display_draw(outcome->display);
}
