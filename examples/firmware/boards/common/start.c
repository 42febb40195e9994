/* SPDX-License-Identifier: Apache-2.0 */
#include "start.h"

#include "application/console.h"
#include "boards/board.h"

#include <string.h>

#define STATUS_FAULT 70

extern uint32_t firmware_data[];
extern uint32_t firmware_data_end[];
extern const uint32_t firmware_data_image[];
extern uint32_t firmware_bss[];
extern uint32_t firmware_bss_end[];

int main(void);

void start_program(void)
{
    memcpy(firmware_data, firmware_data_image,
           (uintptr_t)firmware_data_end - (uintptr_t)firmware_data);
    memset(firmware_bss, 0, (uintptr_t)firmware_bss_end - (uintptr_t)firmware_bss);
    board_stop(main());
}

void start_report_fault(uint32_t cause, uint32_t place)
{
    console_text("\r\nfault");
    console_pair("cause", cause);
    console_pair("place", place);
    console_end_line();
    board_stop(STATUS_FAULT);
}
