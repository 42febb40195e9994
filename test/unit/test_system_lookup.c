/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the socket port asks getaddrinfo(), which is the test's own here: it answers for a host that
 * has addresses of a family by which this machine reaches no network but its own.
 */
#define _POSIX_C_SOURCE 200809L

#include "support/test.h"

#include "tc3/posix.h"
#include "tc3/socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 60000u

/** What the system's functions do. */
static struct {
    int configured;   /* getaddrinfo()'s number with AI_ADDRCONFIG */
    int unconfigured; /* and without */
    bool far;         /* with AI_ADDRCONFIG it finds an address that is not loopback's */
    unsigned calls;
} resolver;

static struct sockaddr_in here;
/* TCP has no route to a group: the kernel refuses before it sends anything. */
static struct sockaddr_in far;
static struct addrinfo answer;

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    const bool configured = (hints->ai_flags & AI_ADDRCONFIG) != 0;
    const int error = configured ? resolver.configured : resolver.unconfigured;
    (void)host;
    (void)service;
    resolver.calls++;
    if (error == 0) {
        answer.ai_addr = (struct sockaddr *)(configured && resolver.far ? &far : &here);
        answer.ai_addrlen = sizeof(here);
        *found = &answer;
    }
    return error;
}

void freeaddrinfo(struct addrinfo *found)
{
    (void)found;
}

static int listen_here(uint16_t *port)
{
    socklen_t length = sizeof(here);
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&here, 0, sizeof(here));
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&here, sizeof(here)), 0);
    assert_int_equal(listen(listener, 8), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&here, &length), 0);
    *port = ntohs(here.sin_port);
    return listener;
}

static tc3_status connect_to(uint16_t port, int32_t *port_error)
{
    const tc3_endpoint endpoint = {"name.invalid", port};
    tc3_socket socket;
    tc3_io_details details;
    tc3_status status;
    tc3_wait wait;
    tc3_socket_init(&socket, NULL);
    const tc3_io *const io = tc3_socket_io(&socket);
    for (;;) {
        const tc3_time_budget time = {tc3_posix_now_ms(), PATIENCE_MS, TC3_ADDRESS_FIRST};
        status = io->connect(io->context, &endpoint, time, &wait);
        if (status != TC3_PENDING) {
            break;
        }
        tc3_posix_wait(&socket, &wait, PATIENCE_MS);
    }
    io->explain(io->context, &details);
    io->close(io->context);
    *port_error = details.port_error;
    return status;
}

typedef struct lookup_case {
    const char *label;
    bool far;
    int configured;
    int unconfigured;
    tc3_status status;
    int32_t port_error;
    unsigned calls;
} lookup_case;

static void name_of_the_other_family_is_asked_for_once_more(void **state)
{
    static const lookup_case cases[] = {
        {"found", true, 0, 0, TC3_ERROR_UNREACHABLE, ENETUNREACH, 1},
        {"found on loopback, and more", false, 0, 0, TC3_OK, 0, 2},
        {"found on loopback alone", false, 0, EAI_FAIL, TC3_OK, 0, 2},
        {"no name", false, EAI_NONAME, 0, TC3_OK, 0, 2},
        /* glibc's numbers, which POSIX has no names for */
        {"no data", false, -5, 0, TC3_OK, 0, 2},
        {"no address of the family", false, -9, 0, TC3_OK, 0, 2},
        {"the flag is unknown", false, EAI_BADFLAGS, 0, TC3_OK, 0, 2},
        {"there is none", false, EAI_NONAME, EAI_NONAME, TC3_ERROR_DNS, EAI_NONAME, 2},
        {"no server", false, EAI_AGAIN, 0, TC3_ERROR_DNS, EAI_AGAIN, 1},
        {"a broken server", false, EAI_FAIL, 0, TC3_ERROR_DNS, EAI_FAIL, 1},
        {"no memory", false, EAI_MEMORY, 0, TC3_ERROR_DNS, EAI_MEMORY, 1},
    };
    uint16_t port;
    const int listener = listen_here(&port);
    (void)state;
    far.sin_family = AF_INET;
    far.sin_addr.s_addr = htonl(0xe0000001u);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t port_error;
        resolver.far = cases[i].far;
        resolver.configured = cases[i].configured;
        resolver.unconfigured = cases[i].unconfigured;
        resolver.calls = 0;
        CHECK_STATUS(cases[i].label, cases[i].status, connect_to(port, &port_error));
        CHECK_INT(cases[i].label, cases[i].port_error, port_error);
        CHECK_INT(cases[i].label, cases[i].calls, resolver.calls);
    }
    close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_of_the_other_family_is_asked_for_once_more),
    };
    return cmocka_run_group_tests_name("system lookup", tests, NULL, NULL);
}
