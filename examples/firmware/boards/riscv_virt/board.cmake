# SPDX-License-Identifier: Apache-2.0
set(firmware_architecture riscv64-unknown-elf)
set(firmware_cpu_options -march=rv32imc -mabi=ilp32 -mcmodel=medany)
set(firmware_board_sources
  boards/common/semihosting.c
  boards/common/semihosting_board.c
  boards/common/semihosting_riscv.c
  boards/common/start.c
  boards/riscv_virt/board.c
  boards/riscv_virt/clock.c
  boards/riscv_virt/ethernet.c
  boards/riscv_virt/start.c
  boards/riscv_virt/virtio.c)
