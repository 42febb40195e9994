/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if !defined(CONFIG_IDF_TARGET_LINUX)

#include "server.h"

const tc3_socket_config *server_route(void)
{
    return NULL;
}

void server_set_trust(tc3_tls_config *config)
{
    (void)config;
}

#endif
