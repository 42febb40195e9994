/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file socket_platform.h
 * All that differs between POSIX systems, ESP-IDF, and lwIP's own socket API (the macro
 * TC3_SOCKET_LWIP). To be included before any system header.
 */
#ifndef TC3_SOCKET_PLATFORM_H
#define TC3_SOCKET_PLATFORM_H

/*
 * ESP-IDF's sockets are lwIP's under POSIX names, save on its target linux, which has the host's.
 */
#if defined(ESP_PLATFORM)
#include <sdkconfig.h>
#if !defined(CONFIG_IDF_TARGET_LINUX)
#define TC3_SOCKET_ESP_IDF
#endif
#endif

/* What -std=c99 hides: POSIX.1-2008 and, on macOS, SO_NOSIGPIPE. */
#if !defined(TC3_SOCKET_LWIP) && !defined(TC3_SOCKET_ESP_IDF) && !defined(_POSIX_C_SOURCE)
#define _POSIX_C_SOURCE 200809L
#endif
#if defined(__APPLE__) && !defined(_DARWIN_C_SOURCE)
#define _DARWIN_C_SOURCE
#endif

#include <stdbool.h>
#include <stdint.h>

#if defined(TC3_SOCKET_LWIP)

#include <lwip/errno.h>
#include <lwip/inet.h>
#include <lwip/netdb.h>
#include <lwip/sockets.h>

#define TC3_PLATFORM_IPV6 LWIP_IPV6

#define tc3_platform_close       lwip_close
#define tc3_platform_connect     lwip_connect
#define tc3_platform_fcntl       lwip_fcntl
#define tc3_platform_getpeername lwip_getpeername
#define tc3_platform_getsockname lwip_getsockname
#define tc3_platform_getsockopt  lwip_getsockopt
#define tc3_platform_inet_pton   lwip_inet_pton
#define tc3_platform_recv        lwip_recv
#define tc3_platform_send        lwip_send
#define tc3_platform_setsockopt  lwip_setsockopt
#define tc3_platform_socket      lwip_socket

#else

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(TC3_SOCKET_ESP_IDF)
#include <lwip/opt.h>
#include <sys/poll.h>
#define TC3_PLATFORM_IPV6 LWIP_IPV6
#else
#include <poll.h>
#define TC3_PLATFORM_IPV6 1
#define TC3_PLATFORM_HAS_SIGNALS
#endif

#define tc3_platform_close       close
#define tc3_platform_connect     connect
#define tc3_platform_fcntl       fcntl
#define tc3_platform_getpeername getpeername
#define tc3_platform_getsockname getsockname
#define tc3_platform_getsockopt  getsockopt
#define tc3_platform_inet_pton   inet_pton
#define tc3_platform_recv        recv
#define tc3_platform_send        send
#define tc3_platform_setsockopt  setsockopt
#define tc3_platform_socket      socket

#endif

/* A write to a broken connection must not raise SIGPIPE: a flag of send() or of the socket. */
#if defined(TC3_PLATFORM_HAS_SIGNALS) && defined(MSG_NOSIGNAL)
#define TC3_PLATFORM_SEND_FLAGS MSG_NOSIGNAL
#else
#define TC3_PLATFORM_SEND_FLAGS 0
#endif

/**
 * A TCP socket that never blocks, raises no signal and is closed in child processes; -1 with errno
 * set if there is none.
 */
static inline int tc3_platform_open(int family)
{
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
    return tc3_platform_socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
#else
    const int descriptor = tc3_platform_socket(family, SOCK_STREAM, 0);
    if (descriptor < 0) {
        return -1;
    }
    bool done = tc3_platform_fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0;
#if defined(FD_CLOEXEC) && defined(TC3_PLATFORM_HAS_SIGNALS)
    done = done && tc3_platform_fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
#endif
#if defined(SO_NOSIGPIPE)
    const int on = 1;
    done =
        done && tc3_platform_setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof(on)) == 0;
#endif
    if (!done) {
        const int error = errno;
        (void)tc3_platform_close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
#endif
}

/**
 * What `error` of an attempt to connect is in POSIX's terms: lwIP reports the reset that refuses a
 * connection as what it is, and attempts that nobody answered as aborted.
 */
static inline int tc3_platform_connect_error(int error)
{
#if defined(TC3_SOCKET_LWIP) || defined(TC3_SOCKET_ESP_IDF)
    if (error == ECONNRESET) {
        return ECONNREFUSED;
    }
    if (error == ECONNABORTED) {
        return ETIMEDOUT;
    }
#endif
    return error;
}

/** Whether `descriptor` can be written now, or has failed; nothing waits. */
static inline bool tc3_platform_writable(int descriptor)
{
#if defined(TC3_SOCKET_LWIP) && !LWIP_SOCKET_POLL
    fd_set descriptors;
    struct timeval none = {0, 0};
    FD_ZERO(&descriptors);
    FD_SET(descriptor, &descriptors);
    return lwip_select(descriptor + 1, NULL, &descriptors, NULL, &none) > 0;
#else
    struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
#if defined(TC3_SOCKET_LWIP)
    return lwip_poll(&entry, 1, 0) > 0;
#else
    return poll(&entry, 1, 0) > 0;
#endif
#endif
}

#endif
