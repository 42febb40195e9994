/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file faults.h
 * A bad line in one direction: it loses, doubles and reorders frames, the same ones in every run.
 */
#ifndef TC3_TEST_FAULTS_H
#define TC3_TEST_FAULTS_H

#include "wire.h"

/** How bad a line is. */
typedef struct fault_rates {
    uint8_t loss;    /**< percent of the frames lost */
    uint8_t copy;    /**< percent of the frames that arrive twice */
    uint8_t reorder; /**< percent of the frames that the following one overtakes */
} fault_rates;

/** One direction. */
typedef struct faults {
    fault_rates rates;
    uint32_t random; /* state of the random numbers */
    bool is_cut;     /* nothing passes */
    bool has_held;
    wire_message held; /* the frame that is to be overtaken */
    uint32_t lost;     /* counts of what was done */
    uint32_t copied;
    uint32_t reordered;
} faults;

/** What a frame that arrives is given to. */
typedef void (*faults_sink)(void *context, const wire_message *message);

/** A line with `rates`; `seed` is not 0. Counts start at 0, a frame held is lost. */
void faults_init(faults *line, fault_rates rates, uint32_t seed);

/** Put a frame on the line; `sink` gets what arrives now. */
void faults_pass(faults *line, const wire_message *message, faults_sink sink, void *context);

/** Nothing more comes for now: `sink` gets the frame held, if there is one. True if there was. */
bool faults_flush(faults *line, faults_sink sink, void *context);

#endif
