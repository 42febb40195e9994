/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/** Longest sleep at a time: a signal that comes just before it is noticed this late at most. */
#define SLICE_MS           200u
/** A shell's exit status for a process ended by signal N is this plus N. */
#define SIGNAL_STATUS_BASE 128

static volatile sig_atomic_t caught_signal;
static volatile sig_atomic_t caught_stop;

static void set_dumpable(bool dumpable)
{
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, dumpable ? 1UL : 0UL, 0UL, 0UL, 0UL);
#else
    (void)dumpable;
#endif
}

void quota_process_protect(void)
{
    const struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
    set_dumpable(false);
}

void quota_process_unprotect(void)
{
    set_dumpable(true);
}

void quota_process_fill_standard_descriptors(void)
{
    int descriptor;

    for (descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1) {
            open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

static void note_signal(int signal_number)
{
    caught_signal = signal_number;
}

/** Have `signal_number` handled by `handler`, unless whoever started the process has it ignored. */
static void handle(int signal_number, void (*handler)(int))
{
    struct sigaction action;

    if (sigaction(signal_number, NULL, &action) != 0 || action.sa_handler == SIG_IGN) {
        return;
    }
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = handler;
    sigaction(signal_number, &action, NULL);
}

void quota_process_catch_signals(void)
{
    handle(SIGHUP, note_signal);
    handle(SIGINT, note_signal);
    handle(SIGQUIT, note_signal);
    handle(SIGTERM, note_signal);
    handle(SIGPIPE, SIG_IGN);
}

static void note_stop(int signal_number)
{
    (void)signal_number;
    caught_stop = 1;
}

void quota_process_catch_stop(void)
{
    handle(SIGTSTP, note_stop);
}

bool quota_process_stop_wanted(void)
{
    return caught_stop != 0;
}

void quota_process_stop(void)
{
    caught_stop = 0;
    raise(SIGSTOP);
}

int quota_process_signal(void)
{
    return caught_signal;
}

bool quota_process_sleep(uint32_t limit_ms)
{
    if (caught_signal == 0) {
        poll(NULL, 0, (int)(limit_ms < SLICE_MS ? limit_ms : SLICE_MS));
    }
    return caught_signal == 0;
}

int quota_process_end_by_signal(int signal_number)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = SIG_DFL;
    sigaction(signal_number, &action, NULL);
    raise(signal_number);
    return SIGNAL_STATUS_BASE + signal_number;
}
