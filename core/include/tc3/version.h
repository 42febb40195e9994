/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file version.h
 * The library's version, by semantic versioning.
 */
#ifndef TC3_VERSION_H
#define TC3_VERSION_H

#define TC3_VERSION_MAJOR 0
#define TC3_VERSION_MINOR 1
#define TC3_VERSION_PATCH 0
/** The same as text. */
#define TC3_VERSION       "0.1.0"

#endif
