/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file intake.h
 * The gateway's end of a TCP connection: bytes that came from the device and wait to be passed on.
 */
#ifndef TC3_TEST_INTAKE_H
#define TC3_TEST_INTAKE_H

#include "lwip/err.h"
#include "lwip/pbuf.h"

#include <stdbool.h>

/** What came. All zero at the start. */
typedef struct intake {
    struct pbuf *bytes; /**< not passed on yet; NULL: none */
    bool has_ended;     /**< the device has sent FIN */
} intake;

/**
 * Take what lwIP hands to a tcp_recv() callback: NULL for the end. ERR_MEM if no more fits; then
 * the caller returns it, and lwIP offers the bytes again.
 */
err_t intake_take(intake *self, struct pbuf *bytes);

/** `count` bytes have been passed on. */
void intake_release(intake *self, u16_t count);

/** Free what was not passed on. */
void intake_drop(intake *self);

#endif
