/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/text.h"

#include <string.h>

tc3_text tc3_text_of(const char *string)
{
    tc3_text text = {string, string == NULL ? 0 : strlen(string)};
    return text;
}

void tc3_wipe(void *memory, size_t length)
{
    volatile unsigned char *byte = memory;
    while (length-- > 0) {
        *byte++ = 0;
    }
}
