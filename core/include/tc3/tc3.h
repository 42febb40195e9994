/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tc3.h
 * All of the library's core.
 */
#ifndef TC3_TC3_H
#define TC3_TC3_H

#include "tc3/client.h"
#include "tc3/decimal.h"
#include "tc3/status.h"
#include "tc3/version.h"
#include "tc3/voucher_pool.h"

#endif
