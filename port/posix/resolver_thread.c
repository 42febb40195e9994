/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getaddrinfo() cannot be told when to stop, so it runs on a detached thread that may outlive
 * whoever asked.
 */
#include "socket_platform.h"

#include "resolver.h"
#include "system_lookup.h"

#include <pthread.h>
#if defined(TC3_PLATFORM_HAS_SIGNALS)
#include <signal.h>
#endif

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#if defined(TC3_PLATFORM_HAS_SIGNALS)

static pthread_once_t watching = PTHREAD_ONCE_INIT;
static int watch_error;

static void lock_before_fork(void)
{
    (void)pthread_mutex_lock(&mutex);
}

/** In the new process, which has none of the threads and where this one holds the mutex. */
static void forget_in_child(void)
{
    tc3_lookup_forget_all();
    tc3_lookup_unlock();
}

/** The pool must not be copied while another thread changes it. */
static void watch_fork(void)
{
    watch_error = pthread_atfork(lock_before_fork, tc3_lookup_unlock, forget_in_child);
}

#endif

void tc3_lookup_lock(void)
{
#if defined(TC3_PLATFORM_HAS_SIGNALS)
    (void)pthread_once(&watching, watch_fork); /* before the mutex is first held */
#endif
    (void)pthread_mutex_lock(&mutex);
}

void tc3_lookup_unlock(void)
{
    (void)pthread_mutex_unlock(&mutex);
}

static void *run(void *argument)
{
    tc3_lookup *const lookup = argument;
    const tc3_resolver *const resolver = &lookup->resolver;
    int32_t port_error = 0;
    const tc3_status status =
        resolver->lookup != NULL
            ? resolver->lookup(resolver->context, lookup->host, &lookup->addresses, &port_error)
            : tc3_system_lookup(NULL, lookup->host, &lookup->addresses, &port_error);
    tc3_lookup_finish(lookup, status, port_error);
    return NULL;
}

static int start_detached(tc3_lookup *lookup)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int error = pthread_attr_init(&attributes);
    if (error != 0) {
        return error;
    }
    error = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (error == 0) {
        error = pthread_create(&thread, &attributes, run, lookup);
    }
    (void)pthread_attr_destroy(&attributes);
    return error;
}

int tc3_lookup_launch(tc3_lookup *lookup)
{
#if defined(TC3_PLATFORM_HAS_SIGNALS)
    /* The program's signal handlers run on the program's own threads. */
    sigset_t all;
    sigset_t before;
    if (watch_error != 0) {
        return watch_error;
    }
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = start_detached(lookup);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
#else
    return start_detached(lookup);
#endif
}
