/* SPDX-License-Identifier: Apache-2.0 */
#include "intake.h"

err_t intake_take(intake *self, struct pbuf *bytes)
{
    if (bytes == NULL) {
        self->has_ended = true;
    } else if (self->bytes == NULL) {
        self->bytes = bytes;
    } else if (bytes->tot_len > 0xffffu - self->bytes->tot_len) {
        return ERR_MEM;
    } else {
        pbuf_cat(self->bytes, bytes);
    }
    return ERR_OK;
}

void intake_release(intake *self, u16_t count)
{
    self->bytes = pbuf_free_header(self->bytes, count);
}

void intake_drop(intake *self)
{
    if (self->bytes != NULL) {
        (void)pbuf_free(self->bytes);
        self->bytes = NULL;
    }
}
