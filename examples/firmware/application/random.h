/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file random.h
 * Random bytes for TLS, for lwIP and for the client's back-off: all from the board's entropy. With
 * SETTING_MEASURE they are repeatable instead, so that measurements are: no secrets then.
 */
#ifndef FIRMWARE_RANDOM_H
#define FIRMWARE_RANDOM_H

#include "tc3/platform.h"

extern const tc3_random firmware_entropy;

#endif
