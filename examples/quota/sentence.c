/* SPDX-License-Identifier: Apache-2.0 */
#include "sentence.h"

#include <stdarg.h>
#include <stdio.h>

void quota_sentence_write(char sentence[QUOTA_SENTENCE_SIZE], const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(sentence, QUOTA_SENTENCE_SIZE, format, arguments);
    va_end(arguments);
}
