/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials.h
 * The key pair, lent straight from the settings in flash: it is never copied to RAM.
 */
#ifndef FIRMWARE_CREDENTIALS_H
#define FIRMWARE_CREDENTIALS_H

#include "tc3/platform.h"

extern const tc3_credential_source firmware_credentials;

#endif
