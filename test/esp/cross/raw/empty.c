/* SPDX-License-Identifier: Apache-2.0 */
/* The sources of the library come from tc3::lwip; CMake wants one of its own. */
typedef int tc3_cross_raw;
