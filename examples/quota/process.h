/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file process.h
 * What this process needs from the system as a whole: no trace of its secrets on disk, sound
 * standard streams, and an orderly end on a signal.
 */
#ifndef QUOTA_PROCESS_H
#define QUOTA_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * Keep other programs from this process's memory: no core dump, no debugger of the same user. Both
 * are precautions, so their failure is ignored.
 */
void quota_process_protect(void);

/** Undo what quota_process_protect() did about debuggers; call it once the secrets are wiped. */
void quota_process_unprotect(void);

/**
 * Make sure that descriptors 0 to 2 are open, lest a connection get their number and receive what
 * was meant for a standard stream. One that was closed can then not be read or written.
 */
void quota_process_fill_standard_descriptors(void);

/**
 * Have SIGHUP, SIGINT, SIGQUIT and SIGTERM noticed and SIGPIPE ignored: a broken pipe is then a
 * write error. Those that are ignored already stay so, as nohup and a shell's background jobs
 * want it.
 */
void quota_process_catch_signals(void);

/** The signal that asked for the end, or 0. */
int quota_process_signal(void);

/**
 * Have SIGTSTP, a terminal's suspend character, noticed, so that the terminal can be left in order.
 * If it is ignored already, that stays so.
 */
void quota_process_catch_stop(void);

/** Whether SIGTSTP came since the last quota_process_stop(). */
bool quota_process_stop_wanted(void);

/** Stop until SIGCONT. */
void quota_process_stop(void);

/**
 * Sleep for a while, `limit_ms` milliseconds at most: how much time passed is for a clock to say,
 * since a process that is stopped, or whose machine is, does not notice. False if
 * quota_process_signal() is not 0.
 */
bool quota_process_sleep(uint32_t limit_ms);

/**
 * End as `signal_number` would have ended the process, so that a shell sees it. Returns the exit
 * status to use if that has no effect, as for the first process of a container.
 */
int quota_process_end_by_signal(int signal_number);

#endif
