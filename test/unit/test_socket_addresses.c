/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way through a host's addresses from connection to connection, on real sockets of the loopback
 * interface. The test is built twice: with room for the usual number of addresses, and for one.
 */
#define _POSIX_C_SOURCE 200809L

#include "support/test.h"

#include "tc3/posix.h"
#include "tc3/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 60000u
/** Addresses of the largest host here. */
#define HOST_MAX    20

/** A host: its addresses are 127.0.0.1, 127.0.0.2 and so on. */
typedef struct many {
    unsigned count;
    unsigned repeats; /* each address comes as often */
    bool rotates;     /* another one comes first in each answer */
    bool fails;       /* there is no answer */
    unsigned lookups; /* so far */
    bool littered;    /* a lookup was given a list that is not empty */
} many;

static tc3_address address_of(unsigned number)
{
    tc3_address address;
    memset(&address, 0, sizeof(address));
    address.length = 4;
    address.bytes[0] = 127;
    address.bytes[3] = (uint8_t)number;
    return address;
}

static tc3_status many_lookup(void *context, const char *host, tc3_address_list *list,
                              int32_t *port_error)
{
    many *const wanted = context;
    const unsigned shift = wanted->rotates ? wanted->lookups * 3 : 0;
    (void)host;
    wanted->littered |= list->count != 0;
    wanted->lookups++;
    for (unsigned i = 0; i < wanted->count * wanted->repeats; i++) {
        const tc3_address address = address_of((i + shift) % wanted->count + 1);
        tc3_address_list_add(list, &address);
    }
    *port_error = EAI_AGAIN;
    return wanted->fails ? TC3_ERROR_DNS : TC3_OK;
}

/** A server on all addresses of the loopback interface, and a client with a host of that many. */
typedef struct world {
    many host;
    tc3_resolver resolver;
    tc3_socket_config config;
    tc3_socket socket;
    tc3_endpoint endpoint;
    int listener;
} world;

/** With `backlog` -1 everybody is refused. */
static void open_world(world *w, unsigned count, int backlog)
{
    struct sockaddr_in name;
    socklen_t length = sizeof(name);
    memset(w, 0, sizeof(*w));
    w->host.count = count;
    w->host.repeats = 1;
    w->resolver.context = &w->host;
    w->resolver.lookup = many_lookup;
    w->config.resolver = &w->resolver;
    memset(&name, 0, sizeof(name));
    name.sin_family = AF_INET;
    w->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(w->listener >= 0);
    assert_int_equal(bind(w->listener, (struct sockaddr *)&name, sizeof(name)), 0);
    assert_int_equal(getsockname(w->listener, (struct sockaddr *)&name, &length), 0);
    assert_true(backlog < 0 || listen(w->listener, backlog) == 0);
    w->endpoint.host = "many.invalid";
    w->endpoint.port = ntohs(name.sin_port);
    tc3_socket_init(&w->socket, &w->config);
}

static void close_socket(world *w)
{
    const tc3_io *const io = tc3_socket_io(&w->socket);
    io->close(io->context);
}

static void close_world(world *w)
{
    close_socket(w);
    close(w->listener);
    assert_false(w->host.littered);
}

static tc3_status connect_to(world *w, tc3_address_choice choice)
{
    const tc3_io *const io = tc3_socket_io(&w->socket);
    tc3_status status;
    tc3_wait wait;
    for (;;) {
        const tc3_time_budget time = {tc3_posix_now_ms(), PATIENCE_MS, (uint8_t)choice};
        status = io->connect(io->context, &w->endpoint, time, &wait);
        if (status != TC3_PENDING) {
            return status;
        }
        tc3_posix_wait(&w->socket, &wait, PATIENCE_MS);
    }
}

/** Number of the host's address that the socket is connected to; the connection is closed. */
static unsigned reached(world *w)
{
    struct sockaddr_in name;
    socklen_t length = sizeof(name);
    const int peer = accept(w->listener, NULL, NULL);
    assert_true(peer >= 0);
    assert_int_equal(getsockname(peer, (struct sockaddr *)&name, &length), 0);
    close(peer);
    close_socket(w);
    return ntohl(name.sin_addr.s_addr) & 0xff;
}

static unsigned connect_and_tell(world *w, tc3_address_choice choice)
{
    CHECK_STATUS("connect", TC3_OK, connect_to(w, choice));
    return reached(w);
}

static tc3_io_details details_of(world *w)
{
    const tc3_io *const io = tc3_socket_io(&w->socket);
    tc3_io_details details;
    memset(&details, 0xff, sizeof(details));
    io->explain(io->context, &details);
    return details;
}

static void first_looks_the_host_up_each_time(void **state)
{
    world w;
    (void)state;
    open_world(&w, 2, 8);
    CHECK_INT("first", 1, connect_and_tell(&w, TC3_ADDRESS_FIRST));
    CHECK_INT("first again", 1, connect_and_tell(&w, TC3_ADDRESS_FIRST));
    CHECK_INT("lookups", 2, w.host.lookups);
    close_world(&w);
}

static void again_goes_to_the_address_before_without_a_lookup(void **state)
{
    world w;
    (void)state;
    open_world(&w, 3, 8);
    w.host.rotates = true;
    for (unsigned number = 1; number <= 3; number++) {
        const tc3_address_choice choice = number == 1 ? TC3_ADDRESS_FIRST : TC3_ADDRESS_NEXT;
        const unsigned there = connect_and_tell(&w, choice);
        const unsigned lookups = w.host.lookups;
        CHECK_INT("again", there, connect_and_tell(&w, TC3_ADDRESS_AGAIN));
        CHECK_INT("and again", there, connect_and_tell(&w, TC3_ADDRESS_AGAIN));
        CHECK_INT("lookups", lookups, w.host.lookups);
    }
    close_world(&w);
}

static void again_without_a_connection_before_looks_the_host_up(void **state)
{
    world w;
    (void)state;
    open_world(&w, 2, 8);
    CHECK_INT("again", 1, connect_and_tell(&w, TC3_ADDRESS_AGAIN));
    close_world(&w);
    open_world(&w, 2, 8);
    CHECK_INT("next", 1, connect_and_tell(&w, TC3_ADDRESS_NEXT));
    close_world(&w);
}

/** Go through a host from its first address until there are no more; each comes once. */
static void check_all_are_reached_once(world *w)
{
    unsigned times[HOST_MAX + 1] = {0};
    unsigned connections = 0;
    tc3_address_choice choice = TC3_ADDRESS_FIRST;
    do {
        times[connect_and_tell(w, choice)]++;
        choice = TC3_ADDRESS_NEXT;
        connections++;
    } while (details_of(w).more_addresses && connections < 10 * HOST_MAX);
    for (unsigned i = 1; i <= w->host.count; i++) {
        CHECK_INT("times", 1, times[i]);
    }
    CHECK_INT("connections", w->host.count, connections);
}

static void next_reaches_every_address_once_however_many(void **state)
{
    world w;
    (void)state;
    for (unsigned count = 1; count <= HOST_MAX; count++) {
        open_world(&w, count, 8);
        check_all_are_reached_once(&w);
        close_world(&w);
    }
}

static void next_reaches_every_address_once_in_whatever_order_they_come(void **state)
{
    world w;
    (void)state;
    for (unsigned count = 1; count <= HOST_MAX; count++) {
        open_world(&w, count, 8);
        w.host.rotates = true;
        w.host.repeats = 2;
        check_all_are_reached_once(&w);
        close_world(&w);
    }
}

static void next_begins_anew_once_all_were_tried(void **state)
{
    world w;
    (void)state;
    for (unsigned count = 1; count <= HOST_MAX; count += HOST_MAX - 1) {
        open_world(&w, count, 8);
        check_all_are_reached_once(&w);
        const unsigned lookups = w.host.lookups;
        CHECK_INT("first", 1, connect_and_tell(&w, TC3_ADDRESS_NEXT));
        CHECK_INT("lookups", lookups + 1, w.host.lookups);
        close_world(&w);
    }
}

static void host_that_lost_its_further_addresses_begins_anew(void **state)
{
    world w;
    (void)state;
    open_world(&w, TC3_SOCKET_ADDRESSES + 1, 8);
    CHECK_INT("first", 1, connect_and_tell(&w, TC3_ADDRESS_FIRST));
    for (unsigned number = 2; number <= TC3_SOCKET_ADDRESSES; number++) {
        CHECK_INT("next", number, connect_and_tell(&w, TC3_ADDRESS_NEXT));
    }
    assert_true(details_of(&w).more_addresses);
    w.host.count = 1;
    CHECK_INT("anew", 1, connect_and_tell(&w, TC3_ADDRESS_NEXT));
    assert_false(details_of(&w).more_addresses);
    close_world(&w);
}

static void refusals_lead_to_all_addresses_and_end(void **state)
{
    world w;
    unsigned connections = 1;
    (void)state;
    open_world(&w, HOST_MAX, -1);
    w.host.rotates = true;
    CHECK_STATUS("first", TC3_ERROR_REFUSED, connect_to(&w, TC3_ADDRESS_FIRST));
    while (details_of(&w).more_addresses) {
        CHECK_INT("why", ECONNREFUSED, details_of(&w).port_error);
        CHECK_STATUS("next", TC3_ERROR_REFUSED, connect_to(&w, TC3_ADDRESS_NEXT));
        connections++;
    }
    /* Those in the list within the first one, then one by one. */
    CHECK_INT("connections", HOST_MAX - TC3_SOCKET_ADDRESSES + 1, connections);
    CHECK_INT("lookups", connections, w.host.lookups);
    close_world(&w);
}

static void lookup_that_fails_leaves_nothing_more(void **state)
{
    world w;
    (void)state;
    open_world(&w, HOST_MAX, 8);
    w.host.fails = true;
    CHECK_STATUS("first", TC3_ERROR_DNS, connect_to(&w, TC3_ADDRESS_FIRST));
    CHECK_INT("why", EAI_AGAIN, details_of(&w).port_error);
    assert_false(details_of(&w).more_addresses);
    w.host.fails = false;
    CHECK_INT("next", 1, connect_and_tell(&w, TC3_ADDRESS_NEXT));
    for (unsigned number = 2; number <= TC3_SOCKET_ADDRESSES; number++) {
        CHECK_INT("next", number, connect_and_tell(&w, TC3_ADDRESS_NEXT));
    }
    w.host.fails = true;
    CHECK_STATUS("further", TC3_ERROR_DNS, connect_to(&w, TC3_ADDRESS_NEXT));
    assert_false(details_of(&w).more_addresses);
    w.host.fails = false;
    CHECK_INT("anew", 1, connect_and_tell(&w, TC3_ADDRESS_NEXT));
    close_world(&w);
}

static void numeric_address_has_no_other(void **state)
{
    static const tc3_address_choice choices[] = {TC3_ADDRESS_FIRST, TC3_ADDRESS_AGAIN,
                                                 TC3_ADDRESS_NEXT};
    world w;
    (void)state;
    open_world(&w, 1, 8);
    w.endpoint.host = "127.0.0.7";
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        CHECK_INT("reached", 7, connect_and_tell(&w, choices[i]));
        assert_false(details_of(&w).more_addresses);
    }
    CHECK_INT("lookups", 0, w.host.lookups);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_looks_the_host_up_each_time),
        cmocka_unit_test(again_goes_to_the_address_before_without_a_lookup),
        cmocka_unit_test(again_without_a_connection_before_looks_the_host_up),
        cmocka_unit_test(next_reaches_every_address_once_however_many),
        cmocka_unit_test(next_reaches_every_address_once_in_whatever_order_they_come),
        cmocka_unit_test(next_begins_anew_once_all_were_tried),
        cmocka_unit_test(host_that_lost_its_further_addresses_begins_anew),
        cmocka_unit_test(refusals_lead_to_all_addresses_and_end),
        cmocka_unit_test(lookup_that_fails_leaves_nothing_more),
        cmocka_unit_test(numeric_address_has_no_other),
    };
    return cmocka_run_group_tests_name("socket addresses", tests, NULL, NULL);
}
