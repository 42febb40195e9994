/* SPDX-License-Identifier: Apache-2.0 */
#include "tls_memory.h"

#include <sdkconfig.h>

#if !defined(CONFIG_MBEDTLS_CUSTOM_MEM_ALLOC)
#error "CONFIG_MBEDTLS_CUSTOM_MEM_ALLOC=y is needed: start from this example's sdkconfig.defaults"
#endif
#if !defined(CONFIG_MBEDTLS_THREADING_C)
#error "CONFIG_MBEDTLS_THREADING_C=y is needed: Wi-Fi's WPA uses mbedTLS from a task of its own"
#endif

static uint8_t arena[CONFIG_PANEL_TLS_ARENA_SIZE];
static bool is_in_use;

/*
 * A constructor, because ESP-IDF 6 starts mbedTLS's PSA before app_main(), and with custom
 * allocation there is no memory at all before this call.
 */
__attribute__((constructor)) static void start(void)
{
    is_in_use = tc3_mbedtls_set_arena(arena, sizeof(arena));
}

bool tls_memory_usage(tc3_mbedtls_arena_usage *usage)
{
    *usage = tc3_mbedtls_get_arena_usage();
    return is_in_use;
}
