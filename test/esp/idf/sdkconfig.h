/* SPDX-License-Identifier: Apache-2.0 */
/* The options of the build come from the command line. */
