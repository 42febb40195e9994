# SPDX-License-Identifier: Apache-2.0
set(firmware_architecture arm-none-eabi)
# The emulated board has a Cortex-M3; another CPU's image can be measured, not run.
set(FIRMWARE_CPU cortex-m3 CACHE STRING "GCC's name of the CPU")
set(firmware_cpu_options -mcpu=${FIRMWARE_CPU} -mthumb)
set(firmware_board_definitions CORTEX_M_CLOCK_HZ=25000000u CORTEX_M_ETHERNET_INTERRUPT=13)
set(firmware_board_sources
  boards/common/cortex_m_clock.c
  boards/common/cortex_m_start.c
  boards/common/semihosting.c
  boards/common/semihosting_board.c
  boards/common/semihosting_cortex_m.c
  boards/common/start.c
  boards/common/word_fifo.c
  boards/mps2_an385/board.c
  boards/mps2_an385/ethernet.c)
