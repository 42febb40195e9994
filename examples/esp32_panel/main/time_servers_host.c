/* SPDX-License-Identifier: Apache-2.0 */
/* On the target linux the clock is the host's: no server is asked. */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_NETWORK_HOST)

#include "time_servers.h"

void time_servers_start(void)
{
}

void time_servers_restore(void)
{
}

void time_servers_ask(void)
{
}

#endif
