/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tls_memory.h
 * The static memory that all of mbedTLS allocates from.
 */
#ifndef ESP32_PANEL_TLS_MEMORY_H
#define ESP32_PANEL_TLS_MEMORY_H

#include "tc3/mbedtls.h"

/** Whether mbedTLS uses the arena, and how much of it. */
bool tls_memory_usage(tc3_mbedtls_arena_usage *usage);

#endif
