/* SPDX-License-Identifier: Apache-2.0 */
/* Time, entropy and end of a board in an emulator: what a real board has devices of its own for. */
#include "boards/board.h"
#include "boards/common/semihosting.h"

bool board_unix_time(uint32_t *seconds)
{
    *seconds = semihosting_time();
    return true;
}

bool board_entropy(uint8_t *bytes, size_t length)
{
    return semihosting_random(bytes, length);
}

void board_stop(int status)
{
    semihosting_exit(status);
}
