/* SPDX-License-Identifier: Apache-2.0 */
#include "faults.h"

#include "host.h"

#include <string.h>

#define PERCENT 100u

static bool happens(faults *line, uint8_t percent)
{
    return host_next_random(&line->random) % PERCENT < percent;
}

void faults_init(faults *line, fault_rates rates, uint32_t seed)
{
    memset(line, 0, sizeof(*line));
    line->rates = rates;
    line->random = seed;
}

void faults_pass(faults *line, const wire_message *message, faults_sink sink, void *context)
{
    if (line->is_cut || happens(line, line->rates.loss)) {
        line->lost++;
        return;
    }
    if (!line->has_held && happens(line, line->rates.reorder)) {
        line->held = *message;
        line->has_held = true;
        return;
    }
    sink(context, message);
    if (happens(line, line->rates.copy)) {
        line->copied++;
        sink(context, message);
    }
    if (line->has_held) {
        line->reordered++;
        (void)faults_flush(line, sink, context);
    }
}

bool faults_flush(faults *line, faults_sink sink, void *context)
{
    if (!line->has_held) {
        return false;
    }
    line->has_held = false;
    if (!line->is_cut) {
        sink(context, &line->held);
    }
    return true;
}
