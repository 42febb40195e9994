/* SPDX-License-Identifier: Apache-2.0 */
#include "semihosting.h"

#define SYS_OPEN          0x01u
#define SYS_CLOSE         0x02u
#define SYS_READ          0x06u
#define SYS_TIME          0x11u
#define SYS_EXIT_EXTENDED 0x20u

#define OPEN_READ_BINARY 1u
#define APPLICATION_EXIT 0x20026u
#define FAILED           ((uintptr_t)-1)

uint32_t semihosting_time(void)
{
    return (uint32_t)semihosting_call(SYS_TIME, NULL);
}

bool semihosting_random(uint8_t *bytes, size_t length)
{
    static const char name[] = "/dev/urandom";
    const uintptr_t open[] = {(uintptr_t)name, OPEN_READ_BINARY, sizeof name - 1};
    const uintptr_t file = semihosting_call(SYS_OPEN, open);
    const uintptr_t read[] = {file, (uintptr_t)bytes, length};
    uintptr_t left;

    if (file == FAILED) {
        return false;
    }
    left = semihosting_call(SYS_READ, read); /* how many bytes were not read */
    (void)semihosting_call(SYS_CLOSE, &file);
    return left == 0;
}

void semihosting_exit(int status)
{
    const uintptr_t exit[] = {APPLICATION_EXIT, (uintptr_t)status};

    (void)semihosting_call(SYS_EXIT_EXTENDED, exit);
    for (;;) {
    }
}
