/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as large as each struct that a caller places, for a compiler whose code cannot be run
 * here.
 */
#include "tc3/lwip.h"
#include "tc3/socket.h"
#include "tc3/tc3.h"
#include "tc3/tls.h"

#define SIZE_OF(type) char size_of_##type[sizeof(type)]

SIZE_OF(tc3_client);
SIZE_OF(tc3_config);
SIZE_OF(tc3_details);
SIZE_OF(tc3_voucher_pool);
SIZE_OF(tc3_decimal);
SIZE_OF(tc3_signing_key);
SIZE_OF(tc3_envelope);
SIZE_OF(tc3_http);
SIZE_OF(tc3_json);
SIZE_OF(tc3_sha256_context);
SIZE_OF(tc3_socket);
SIZE_OF(tc3_tls);
SIZE_OF(tc3_tls_config);
SIZE_OF(tc3_lwip);
SIZE_OF(tc3_lwip_config);
