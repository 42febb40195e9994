# SPDX-License-Identifier: Apache-2.0
set(firmware_architecture arm-none-eabi)
set(firmware_cpu_options -mcpu=cortex-m3 -mthumb)
# After reset the CPU runs from the internal oscillator of 12 MHz; QEMU takes 12.5.
set(firmware_board_definitions CORTEX_M_CLOCK_HZ=12500000u CORTEX_M_ETHERNET_INTERRUPT=42)
set(firmware_board_sources
  boards/common/cortex_m_clock.c
  boards/common/cortex_m_start.c
  boards/common/semihosting.c
  boards/common/semihosting_board.c
  boards/common/semihosting_cortex_m.c
  boards/common/start.c
  boards/common/word_fifo.c
  boards/lm3s6965evb/board.c
  boards/lm3s6965evb/ethernet.c)
