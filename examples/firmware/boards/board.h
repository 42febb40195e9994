/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file board.h
 * All that the application asks of a board. To bring the firmware to another one, write these
 * functions, a linker script with the symbols named below, and start-up code that calls main().
 * Nothing here may be called from an interrupt, and nothing but board_sleep() waits.
 */
#ifndef FIRMWARE_BOARD_H
#define FIRMWARE_BOARD_H

#include "lwip/err.h"
#include "lwip/netif.h"
#include "lwip/pbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** From the linker script: the stack, lowest address and end; both at multiples of 4. */
extern uint32_t firmware_stack_bottom[];
extern uint32_t firmware_stack_top[];

/** From the linker script: RAM that nothing else uses, for TLS. */
extern uint8_t firmware_arena[];
extern uint8_t firmware_arena_end[];

/** From the linker script: the flash page that holds the settings (see settings.h). */
extern const uint8_t firmware_settings[];
extern const uint8_t firmware_settings_end[];

/** Start clock and console. Called once, first of all. */
void board_start(void);

/** Milliseconds since the start; wraps at 2^32. Right however seldom it is called. */
uint32_t board_now_ms(void);

/** Ticks of the fastest steady clock there is; wraps at 2^64. For measuring. */
uint64_t board_ticks(void);

/** Ticks a second. */
uint32_t board_tick_rate(void);

/**
 * Halt the CPU until there may be something to do: a frame has arrived, or at most 10 ms have
 * passed. Returns at once if a frame has arrived since board_ethernet_receive() said no.
 */
void board_sleep(void);

/** Write a character to the console; may wait for room in its FIFO. */
void board_console_put(char character);

/** Take a character that was typed; false if there is none. */
bool board_console_get(char *character);

/** Read the Unix time in seconds (UTC) where the board knows it; false: ask the network. */
bool board_unix_time(uint32_t *seconds);

/** Fill `length` bytes with unpredictable ones; false if there are none to be had. */
bool board_entropy(uint8_t *bytes, size_t length);

/** End the program with a status (0 to 255), or restart where there is nobody to tell. */
void board_stop(int status) __attribute__((noreturn));

/** Start the Ethernet controller and store its MAC address; false if it is not there. */
bool board_ethernet_start(uint8_t address[6]);

/** True while a cable is plugged in; true always if the controller cannot tell. */
bool board_ethernet_has_link(void);

/**
 * Take the next frame, from its Ethernet header to its last byte without CRC, after ETH_PAD_SIZE
 * bytes of padding. NULL if there is none, or no pbuf for it: it stays in the controller then.
 */
struct pbuf *board_ethernet_receive(void);

/** lwIP's netif->linkoutput: send a frame that begins with ETH_PAD_SIZE bytes of padding. */
err_t board_ethernet_send(struct netif *interface, struct pbuf *frame);

#endif
