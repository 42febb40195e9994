/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socket port against real sockets of the loopback interface. Names are resolved by the test's
 * own resolvers or without asking any server. Where time matters, connect() is told a made-up time.
 */
#define _POSIX_C_SOURCE 200809L

#include "support/test.h"

#include "tc3/posix.h"
#include "tc3/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/** The deadline of operations that are expected to succeed: only ends a hang. */
#define PATIENCE_MS    60000u
/** Connections that fill a listener's queue, at most. */
#define FILL_MAX       16
/** Instead of a backlog: do not listen. */
#define NO_BACKLOG     (-1)
/** Bytes sent against back-pressure: more than the socket buffers of both sides hold. */
#define FLOOD_SIZE     ((size_t)8 << 20)
/** A host that no resolver must be asked for. */
#define NEVER_RESOLVED "never-resolved.invalid"

static const uint8_t address_here[4] = {127, 0, 0, 1};
static const uint8_t address_nobody[4] = {127, 0, 0, 2};
/* TCP has no route to a group: the kernel refuses before it sends anything. */
static const uint8_t address_group[4] = {224, 0, 0, 1};

/* ---- peers ---- */

typedef struct listener {
    int descriptor;
    uint16_t port;
} listener;

/** A socket bound to the address that listens with that backlog; -1 if there is none. */
static int bind_to(const struct sockaddr *address, socklen_t length, int backlog)
{
    const int descriptor = socket(address->sa_family, SOCK_STREAM, 0);
    if (descriptor < 0) {
        return -1;
    }
    if (bind(descriptor, address, length) != 0 ||
        (backlog != NO_BACKLOG && listen(descriptor, backlog) != 0)) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

static struct sockaddr_in ipv4_sockaddr(const uint8_t address[4], uint16_t port)
{
    struct sockaddr_in result;
    memset(&result, 0, sizeof(result));
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    memcpy(&result.sin_addr, address, 4);
    return result;
}

static listener listen_ipv4(const uint8_t address[4], uint16_t port, int backlog)
{
    struct sockaddr_in name = ipv4_sockaddr(address, port);
    socklen_t length = sizeof(name);
    listener result;
    result.descriptor = bind_to((struct sockaddr *)&name, sizeof(name), backlog);
    assert_true(result.descriptor >= 0);
    assert_int_equal(getsockname(result.descriptor, (struct sockaddr *)&name, &length), 0);
    result.port = ntohs(name.sin_port);
    return result;
}

/** The descriptor is -1 on a system without IPv6. */
static listener listen_ipv6(void)
{
    struct sockaddr_in6 name;
    socklen_t length = sizeof(name);
    listener result = {-1, 0};
    memset(&name, 0, sizeof(name));
    name.sin6_family = AF_INET6;
    name.sin6_addr = in6addr_loopback;
    result.descriptor = bind_to((struct sockaddr *)&name, sizeof(name), 8);
    if (result.descriptor >= 0) {
        assert_int_equal(getsockname(result.descriptor, (struct sockaddr *)&name, &length), 0);
        result.port = ntohs(name.sin6_port);
    }
    return result;
}

/** A port of the address that is taken, so that nobody listens there: connecting is refused. */
static listener reserve_ipv4(const uint8_t address[4])
{
    return listen_ipv4(address, 0, NO_BACKLOG);
}

/** An address that neither accepts nor refuses: its listener's queue is full. */
typedef struct black_hole {
    listener listener;
    int filler[FILL_MAX];
    size_t count;
} black_hole;

static bool fill(black_hole *hole, const uint8_t address[4])
{
    const struct sockaddr_in name = ipv4_sockaddr(address, hole->listener.port);
    while (hole->count < FILL_MAX) {
        const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
        struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
        assert_true(descriptor >= 0);
        assert_int_equal(fcntl(descriptor, F_SETFL, O_NONBLOCK), 0);
        hole->filler[hole->count] = descriptor;
        hole->count++;
        (void)connect(descriptor, (const struct sockaddr *)&name, sizeof(name));
        if (poll(&entry, 1, 200) == 0) {
            return true;
        }
    }
    return false;
}

static void close_black_hole(const black_hole *hole)
{
    for (size_t i = 0; i < hole->count; i++) {
        close(hole->filler[i]);
    }
    close(hole->listener.descriptor);
}

/** Skips the test where the system cannot be made to ignore a connection. */
static void open_black_hole(black_hole *hole, uint16_t port)
{
    memset(hole, 0, sizeof(*hole));
    hole->listener = listen_ipv4(address_nobody, port, 0);
    if (!fill(hole, address_nobody)) {
        print_message("this system answers connections beyond the backlog\n");
        close_black_hole(hole);
        skip();
    }
}

/* ---- resolvers ---- */

static tc3_status fixed_lookup(void *context, const char *host, tc3_address_list *list,
                               int32_t *port_error)
{
    (void)host;
    (void)port_error;
    *list = *(const tc3_address_list *)context;
    return TC3_OK;
}

static void add_address(tc3_address_list *list, const uint8_t bytes[4])
{
    tc3_address *const address = &list->item[list->count];
    memset(address, 0, sizeof(*address));
    memcpy(address->bytes, bytes, 4);
    address->length = 4;
    list->count++;
}

/**
 * A resolver that answers when the test says so. Static: the threads of a test that fails outlive
 * it.
 */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool open;
    unsigned entered;
    unsigned left;
    bool interruptible; /* a lookup's thread would take SIGINT */
    bool littered;      /* a lookup was given a list that is not empty */
    bool fruitless;     /* lookups find nothing */
} gate = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static tc3_status gate_lookup(void *context, const char *host, tc3_address_list *list,
                              int32_t *port_error)
{
    sigset_t blocked;
    (void)context;
    (void)host;
    (void)port_error;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    pthread_mutex_lock(&gate.mutex);
    gate.interruptible |= sigismember(&blocked, SIGINT) != 1;
    gate.littered |= list->count != 0;
    gate.entered++;
    pthread_cond_broadcast(&gate.changed);
    while (!gate.open) {
        pthread_cond_wait(&gate.changed, &gate.mutex);
    }
    if (!gate.fruitless) {
        add_address(list, address_here);
    }
    gate.left++;
    pthread_cond_broadcast(&gate.changed);
    pthread_mutex_unlock(&gate.mutex);
    return TC3_OK;
}

static const tc3_resolver slow_resolver = {NULL, gate_lookup};
static const tc3_socket_config slow_config = {.resolver = &slow_resolver};

static void wait_until_entered(unsigned count)
{
    pthread_mutex_lock(&gate.mutex);
    while (gate.entered < count) {
        pthread_cond_wait(&gate.changed, &gate.mutex);
    }
    pthread_mutex_unlock(&gate.mutex);
}

static unsigned entered_so_far(void)
{
    pthread_mutex_lock(&gate.mutex);
    const unsigned entered = gate.entered;
    pthread_mutex_unlock(&gate.mutex);
    return entered;
}

static int shut_gate(void **state)
{
    (void)state;
    pthread_mutex_lock(&gate.mutex);
    gate.open = false;
    gate.entered = 0;
    gate.left = 0;
    gate.interruptible = false;
    gate.littered = false;
    gate.fruitless = false;
    pthread_mutex_unlock(&gate.mutex);
    return 0;
}

/** Let all through who have entered. */
static int open_gate(void **state)
{
    (void)state;
    pthread_mutex_lock(&gate.mutex);
    gate.open = true;
    pthread_cond_broadcast(&gate.changed);
    while (gate.left < gate.entered) {
        pthread_cond_wait(&gate.changed, &gate.mutex);
    }
    pthread_mutex_unlock(&gate.mutex);
    return 0;
}

/* ---- driving the io ---- */

static void pause_briefly(void)
{
    const struct timespec millisecond = {0, 1000000};
    nanosleep(&millisecond, NULL);
}

static tc3_status connect_choosing(tc3_socket *socket, const tc3_endpoint *endpoint,
                                   tc3_time_budget time, tc3_wait *wait)
{
    const tc3_io *const io = tc3_socket_io(socket);
    return io->connect(io->context, endpoint, time, wait);
}

static tc3_status connect_at(tc3_socket *socket, const tc3_endpoint *endpoint, uint32_t now_ms,
                             uint32_t remaining_ms, tc3_wait *wait)
{
    const tc3_time_budget time = {now_ms, remaining_ms, TC3_ADDRESS_FIRST};
    return connect_choosing(socket, endpoint, time, wait);
}

/** Connect as the client does after a failure in the same call. */
static tc3_status reconnect_at(tc3_socket *socket, const tc3_endpoint *endpoint, uint32_t now_ms,
                               uint32_t remaining_ms, tc3_wait *wait)
{
    const tc3_time_budget time = {now_ms, remaining_ms, TC3_ADDRESS_NEXT};
    return connect_choosing(socket, endpoint, time, wait);
}

/** Connect in real time. */
static tc3_status connect_fully(tc3_socket *socket, const tc3_endpoint *endpoint)
{
    const uint32_t start_ms = tc3_posix_now_ms();
    for (;;) {
        const uint32_t now_ms = tc3_posix_now_ms();
        const uint32_t elapsed_ms = now_ms - start_ms;
        assert_true(elapsed_ms < PATIENCE_MS);
        const uint32_t remaining_ms = PATIENCE_MS - elapsed_ms;
        tc3_wait wait;
        const tc3_status status = connect_at(socket, endpoint, now_ms, remaining_ms, &wait);
        if (status != TC3_PENDING) {
            return status;
        }
        assert_true(wait.phase == TC3_PHASE_RESOLVE || wait.phase == TC3_PHASE_CONNECT);
        assert_true(wait.events == 0 || tc3_socket_descriptor(socket) >= 0);
        tc3_posix_wait(socket, &wait, TC3_WAIT_FOREVER);
    }
}

/** Connect while the time that connect() is told stands still. */
static tc3_status connect_frozen(tc3_socket *socket, const tc3_endpoint *endpoint, uint32_t now_ms,
                                 uint32_t remaining_ms, tc3_phase until, tc3_wait *wait)
{
    tc3_status status;
    while ((status = connect_at(socket, endpoint, now_ms, remaining_ms, wait)) == TC3_PENDING &&
           wait->phase != until) {
        pause_briefly();
    }
    return status;
}

static int32_t port_error_of(tc3_socket *socket)
{
    const tc3_io *const io = tc3_socket_io(socket);
    tc3_io_details details;
    memset(&details, 0xff, sizeof(details));
    io->explain(io->context, &details);
    assert_int_equal(details.tls_verify_flags, 0);
    assert_false(details.tls_resumed);
    return details.port_error;
}

static void close_socket(tc3_socket *socket)
{
    const tc3_io *const io = tc3_socket_io(socket);
    io->close(io->context);
}

static tc3_status receive_fully(tc3_socket *socket, uint8_t *bytes, size_t capacity,
                                size_t *received)
{
    const tc3_io *const io = tc3_socket_io(socket);
    tc3_status status;
    tc3_wait wait;
    *received = 0;
    while ((status = io->receive(io->context, bytes, capacity, received, &wait)) == TC3_PENDING) {
        assert_int_equal(wait.events, TC3_WAIT_READABLE);
        assert_int_equal(wait.phase, TC3_PHASE_RECEIVE);
        tc3_posix_wait(socket, &wait, TC3_WAIT_FOREVER);
    }
    return status;
}

/** A socket connected to the test; returns the test's end. */
static int connect_pair(tc3_socket *socket)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"127.0.0.1", server.port};
    tc3_socket_init(socket, NULL);
    CHECK_STATUS("connect", TC3_OK, connect_fully(socket, &endpoint));
    const int peer = accept(server.descriptor, NULL, NULL);
    assert_true(peer >= 0);
    close(server.descriptor);
    return peer;
}

static void reset_and_close(int descriptor)
{
    const struct linger at_once = {1, 0};
    assert_int_equal(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)), 0);
    close(descriptor);
}

static void check_exchange(tc3_socket *socket, int peer)
{
    const tc3_io *const io = tc3_socket_io(socket);
    uint8_t bytes[8];
    size_t count = 0;
    tc3_wait wait;
    CHECK_STATUS("send", TC3_OK, io->send(io->context, (const uint8_t *)"ping", 4, &count, &wait));
    CHECK_INT("sent", 4, count);
    CHECK_INT("peer reads", 4, recv(peer, bytes, sizeof(bytes), 0));
    CHECK_BYTES("at the peer", "ping", 4, bytes, 4);
    CHECK_INT("peer writes", 4, send(peer, "pong", 4, 0));
    CHECK_STATUS("receive", TC3_OK, receive_fully(socket, bytes, sizeof(bytes), &count));
    CHECK_BYTES("from the peer", "pong", 4, bytes, count);
}

static void check_connects(tc3_socket *socket, const tc3_endpoint *endpoint, int server)
{
    CHECK_STATUS(endpoint->host, TC3_OK, connect_fully(socket, endpoint));
    const int peer = accept(server, NULL, NULL);
    assert_true(peer >= 0);
    check_exchange(socket, peer);
    close_socket(socket);
    close(peer);
}

/* ---- connecting ---- */

static void numeric_ipv4_address_connects(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"127.0.0.1", server.port};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, NULL);
    assert_false(tc3_socket_io(&socket)->verified);
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

static void numeric_ipv6_address_connects(void **state)
{
    const listener server = listen_ipv6();
    const tc3_endpoint endpoint = {"::1", server.port};
    tc3_socket socket;
    (void)state;
    if (server.descriptor < 0) {
        print_message("no IPv6 on the loopback interface\n");
        skip();
    }
    tc3_socket_init(&socket, NULL);
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

/** A system without /etc/hosts, as a bare chroot is one, knows no name without a network. */
static bool system_knows_localhost(void)
{
    struct addrinfo *found = NULL;
    if (getaddrinfo("localhost", NULL, NULL, &found) != 0) {
        return false;
    }
    freeaddrinfo(found);
    return true;
}

static void name_is_resolved_by_the_system(void **state)
{
    if (!system_knows_localhost()) {
        skip();
    }
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"localhost", server.port};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, NULL);
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

static void configuration_says_where_to_connect_instead(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_socket_config config = {.connect_address = "127.0.0.1", .connect_port = server.port};
    const tc3_endpoint endpoint = {NEVER_RESOLVED, 443};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, &config);
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

static void connected_socket_is_private_and_without_delay(void **state)
{
    tc3_socket socket;
    int no_delay = 0;
    socklen_t length = sizeof(no_delay);
    const int peer = connect_pair(&socket);
    const int descriptor = tc3_socket_descriptor(&socket);
    (void)state;
    assert_true((fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    assert_true((fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    assert_int_equal(getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &no_delay, &length), 0);
    assert_int_not_equal(no_delay, 0);
    close_socket(&socket);
    close(peer);
}

static void closed_port_is_refused(void **state)
{
    const listener nobody = reserve_ipv4(address_here);
    const tc3_endpoint endpoint = {"127.0.0.1", nobody.port};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, NULL);
    CHECK_STATUS("closed port", TC3_ERROR_REFUSED, connect_fully(&socket, &endpoint));
    assert_int_equal(port_error_of(&socket), ECONNREFUSED);
    assert_int_equal(tc3_socket_descriptor(&socket), -1);
    close_socket(&socket);
    assert_int_equal(port_error_of(&socket), ECONNREFUSED);
    close(nobody.descriptor);
}

static void next_address_is_tried_after_a_refusal(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {NEVER_RESOLVED, server.port};
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    tc3_socket socket;
    (void)state;
    add_address(&list, address_group);
    add_address(&list, address_nobody);
    add_address(&list, address_here);
    tc3_socket_init(&socket, &config);
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

typedef struct failure_case {
    const char *label;
    const uint8_t *address[3]; /* in the order of trying */
    tc3_status status;
    int32_t port_error;
} failure_case;

static void most_telling_error_is_reported(void **state)
{
    static const failure_case cases[] = {
        {"no route", {address_group}, TC3_ERROR_UNREACHABLE, ENETUNREACH},
        {"refused, then no route",
         {address_nobody, address_group},
         TC3_ERROR_REFUSED,
         ECONNREFUSED},
        {"no route, then refused, then no route",
         {address_group, address_nobody, address_group},
         TC3_ERROR_REFUSED,
         ECONNREFUSED},
    };
    const listener nobody = reserve_ipv4(address_nobody);
    const tc3_endpoint endpoint = {NEVER_RESOLVED, nobody.port};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tc3_address_list list = {.count = 0};
        const tc3_resolver resolver = {&list, fixed_lookup};
        const tc3_socket_config config = {.resolver = &resolver};
        tc3_socket socket;
        for (size_t k = 0; k < COUNT_OF(cases[i].address) && cases[i].address[k] != NULL; k++) {
            add_address(&list, cases[i].address[k]);
        }
        tc3_socket_init(&socket, &config);
        CHECK_STATUS(cases[i].label, cases[i].status, connect_fully(&socket, &endpoint));
        CHECK_INT(cases[i].label, cases[i].port_error, port_error_of(&socket));
    }
    close(nobody.descriptor);
}

static void lack_of_descriptors_is_a_network_error_with_its_number(void **state)
{
    const tc3_endpoint endpoint = {"127.0.0.1", 443};
    struct rlimit before;
    struct rlimit none;
    tc3_socket socket;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    tc3_socket_init(&socket, NULL);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    tc3_wait wait;
    const tc3_status status = connect_at(&socket, &endpoint, 0, PATIENCE_MS, &wait);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    CHECK_STATUS("no descriptor", TC3_ERROR_NETWORK, status);
    assert_int_equal(port_error_of(&socket), EMFILE);
}

/* ---- time ---- */

typedef struct share_case {
    const char *label;
    uint32_t remaining_ms;
    uint32_t share_ms; /* of the first of two addresses */
} share_case;

static void silent_address_gets_its_share_of_the_time(void **state)
{
    static const share_case cases[] = {
        {"half of what remains", 3000, 1500},
        {"at least", 300, TC3_SOCKET_ADDRESS_MIN_MS},
        {"at most", 60000, TC3_SOCKET_ADDRESS_MAX_MS},
    };
    const uint32_t start_ms = UINT32_MAX - 100; /* the time wraps while waiting */
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {NEVER_RESOLVED, server.port};
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    black_hole hole;
    (void)state;
    open_black_hole(&hole, server.port);
    add_address(&list, address_nobody);
    add_address(&list, address_here);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const share_case *const c = &cases[i];
        tc3_socket socket;
        tc3_wait wait;
        tc3_socket_init(&socket, &config);
        CHECK_STATUS(c->label, TC3_PENDING,
                     connect_frozen(&socket, &endpoint, start_ms, c->remaining_ms,
                                    TC3_PHASE_CONNECT, &wait));
        CHECK_INT(c->label, TC3_WAIT_WRITABLE, wait.events);
        CHECK_INT(c->label, c->share_ms, wait.timeout_ms);
        CHECK_STATUS(c->label, TC3_PENDING,
                     connect_at(&socket, &endpoint, start_ms + c->share_ms - 1,
                                c->remaining_ms - c->share_ms + 1, &wait));
        CHECK_INT(c->label, 1, wait.timeout_ms);
        CHECK_STATUS(c->label, TC3_OK,
                     connect_frozen(&socket, &endpoint, start_ms + c->share_ms,
                                    c->remaining_ms - c->share_ms, TC3_PHASE_IDLE, &wait));
        close_socket(&socket);
    }
    close_black_hole(&hole);
    close(server.descriptor);
}

static void last_address_may_wait_until_the_deadline(void **state)
{
    black_hole hole;
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    open_black_hole(&hole, 0);
    const tc3_endpoint endpoint = {"127.0.0.2", hole.listener.port};
    tc3_socket_init(&socket, NULL);
    CHECK_STATUS("start", TC3_PENDING, connect_at(&socket, &endpoint, 0, 20000, &wait));
    CHECK_INT("start", 20000, wait.timeout_ms);
    CHECK_INT("start", TC3_PHASE_CONNECT, wait.phase);
    CHECK_STATUS("late", TC3_PENDING, connect_at(&socket, &endpoint, 19999, 1, &wait));
    CHECK_INT("late", 1, wait.timeout_ms);
    close_socket(&socket);
    close_black_hole(&hole);
}

static void pending_connection_tells_why_the_address_before_failed(void **state)
{
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    black_hole hole;
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    open_black_hole(&hole, 0);
    const tc3_endpoint endpoint = {NEVER_RESOLVED, hole.listener.port};
    add_address(&list, address_group);
    add_address(&list, address_nobody);
    tc3_socket_init(&socket, &config);
    CHECK_STATUS("silent", TC3_PENDING,
                 connect_frozen(&socket, &endpoint, 0, 1000, TC3_PHASE_CONNECT, &wait));
    CHECK_INT("silent", ENETUNREACH, port_error_of(&socket));
    close_socket(&socket);
    CHECK_INT("given up", ENETUNREACH, port_error_of(&socket));
    close_black_hole(&hole);
}

static void silence_tells_more_than_a_missing_route(void **state)
{
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    black_hole hole;
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    open_black_hole(&hole, 0);
    const tc3_endpoint endpoint = {NEVER_RESOLVED, hole.listener.port};
    add_address(&list, address_nobody);
    add_address(&list, address_group);
    tc3_socket_init(&socket, &config);
    CHECK_STATUS("silent", TC3_PENDING,
                 connect_frozen(&socket, &endpoint, 0, 1000, TC3_PHASE_CONNECT, &wait));
    CHECK_STATUS("after its share", TC3_ERROR_UNREACHABLE,
                 connect_at(&socket, &endpoint, 500, 500, &wait));
    CHECK_INT("after its share", ETIMEDOUT, port_error_of(&socket));
    close_black_hole(&hole);
}

/* ---- names ---- */

static void slow_lookup_is_polled_by_short_times(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket socket;
    sigset_t blocked;
    tc3_wait wait;
    (void)state;
    tc3_socket_init(&socket, &slow_config);
    CHECK_STATUS("start", TC3_PENDING, connect_at(&socket, &endpoint, 1000, 9000, &wait));
    CHECK_INT("start", 0, wait.events);
    CHECK_INT("start", TC3_PHASE_RESOLVE, wait.phase);
    CHECK_INT("start", 1, wait.timeout_ms);
    assert_int_equal(tc3_socket_descriptor(&socket), -1);
    CHECK_STATUS("later", TC3_PENDING, connect_at(&socket, &endpoint, 1080, 8920, &wait));
    CHECK_INT("later", 20, wait.timeout_ms);
    CHECK_STATUS("much later", TC3_PENDING, connect_at(&socket, &endpoint, 9000, 1000, &wait));
    CHECK_INT("much later", 50, wait.timeout_ms);
    CHECK_STATUS("near the end", TC3_PENDING, connect_at(&socket, &endpoint, 9997, 3, &wait));
    CHECK_INT("near the end", 3, wait.timeout_ms);
    wait_until_entered(1);
    open_gate(NULL);
    check_connects(&socket, &endpoint, server.descriptor);
    assert_false(gate.interruptible);
    assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &blocked), 0);
    assert_int_equal(sigismember(&blocked, SIGINT), 0);
    close(server.descriptor);
}

static void lookup_that_was_given_up_does_not_keep_the_next_waiting(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    tc3_socket_init(&socket, &slow_config);
    CHECK_STATUS("start", TC3_PENDING, connect_at(&socket, &endpoint, 0, 100, &wait));
    wait_until_entered(1);
    close_socket(&socket);
    /* The next call asks anew, while the first lookup still hangs. */
    CHECK_STATUS("again", TC3_PENDING, connect_at(&socket, &endpoint, 200, 100, &wait));
    wait_until_entered(2);
    open_gate(NULL);
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

/** A socket whose lookup is under way when it is closed. */
static void give_up_lookup(tc3_socket *socket, const tc3_endpoint *endpoint)
{
    tc3_wait wait;
    tc3_socket_init(socket, &slow_config);
    CHECK_STATUS("start", TC3_PENDING, connect_at(socket, endpoint, 0, 100, &wait));
    wait_until_entered(1);
    close_socket(socket);
}

static void slow_lookup_serves_the_next_attempt(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    give_up_lookup(&socket, &endpoint);
    CHECK_STATUS("again", TC3_PENDING, reconnect_at(&socket, &endpoint, 200, 100, &wait));
    CHECK_INT("again", TC3_PHASE_RESOLVE, wait.phase);
    open_gate(NULL);
    check_connects(&socket, &endpoint, server.descriptor);
    assert_int_equal(entered_so_far(), 1);
    close(server.descriptor);
}

static void lookup_that_ends_between_two_attempts_serves_the_second(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    give_up_lookup(&socket, &endpoint);
    open_gate(NULL);
    (void)reconnect_at(&socket, &endpoint, 200, 100, &wait);
    check_connects(&socket, &endpoint, server.descriptor);
    assert_int_equal(entered_so_far(), 1);
    close(server.descriptor);
}

/** Let a lookup fail that was given up, and try again: true if that asks anew. */
static bool asks_anew_after_failure(const tc3_endpoint *endpoint)
{
    tc3_socket socket;
    tc3_wait wait;
    shut_gate(NULL);
    give_up_lookup(&socket, endpoint);
    gate.fruitless = true;
    open_gate(NULL);
    shut_gate(NULL);
    pause_briefly();
    const tc3_status status = reconnect_at(&socket, endpoint, 200, 100, &wait);
    close_socket(&socket);
    return status == TC3_PENDING && entered_so_far() <= 1;
}

static void lookup_that_fails_between_two_attempts_is_not_the_second_ones(void **state)
{
    const tc3_endpoint endpoint = {"slow.invalid", 443};
    unsigned tries = 0;
    (void)state;
    /* Its thread may not be over yet. */
    while (!asks_anew_after_failure(&endpoint)) {
        tries++;
        assert_true(tries < 1000);
    }
}

/** Get all lookups of the pool under way; hangs if one of them is lost. */
static void enter_all(tc3_socket sockets[TC3_SOCKET_LOOKUPS], const tc3_endpoint *endpoint)
{
    while (entered_so_far() < TC3_SOCKET_LOOKUPS) {
        for (size_t i = 0; i < TC3_SOCKET_LOOKUPS; i++) {
            tc3_wait wait;
            CHECK_STATUS("all at once", TC3_PENDING,
                         connect_at(&sockets[i], endpoint, 0, PATIENCE_MS, &wait));
        }
        pause_briefly();
    }
}

/* Or those who never come back would use up the pool. */
static void lookup_that_was_left_makes_room_for_others(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket sockets[TC3_SOCKET_LOOKUPS];
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    give_up_lookup(&socket, &endpoint);
    open_gate(NULL);
    shut_gate(NULL);
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        tc3_socket_init(&sockets[i], &slow_config);
    }
    enter_all(sockets, &endpoint);
    /* What it left is another one's now. */
    CHECK_STATUS("again", TC3_PENDING, reconnect_at(&socket, &endpoint, 200, 100, &wait));
    open_gate(NULL);
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        check_connects(&sockets[i], &endpoint, server.descriptor);
    }
    check_connects(&socket, &endpoint, server.descriptor);
    close(server.descriptor);
}

static void close_while_resolving_leaves_nothing_behind(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint slow_endpoint = {"slow.invalid", server.port};
    const tc3_endpoint numeric_endpoint = {"127.0.0.1", server.port};
    tc3_wait wait;
    (void)state;
    {
        tc3_socket gone;
        tc3_socket_init(&gone, &slow_config);
        CHECK_STATUS("start", TC3_PENDING, connect_at(&gone, &slow_endpoint, 0, 100, &wait));
        wait_until_entered(1);
        close_socket(&gone);
        close_socket(&gone);
        check_connects(&gone, &numeric_endpoint, server.descriptor);
        memset(&gone, 0xa5, sizeof(gone));
    }
    close(server.descriptor);
}

static void lookup_beyond_the_pool_waits_its_turn(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket sockets[TC3_SOCKET_LOOKUPS + 1];
    tc3_wait wait;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        tc3_socket_init(&sockets[i], &slow_config);
    }
    enter_all(sockets, &endpoint);
    CHECK_STATUS("one more", TC3_PENDING,
                 connect_at(&sockets[TC3_SOCKET_LOOKUPS], &endpoint, 0, 100, &wait));
    CHECK_INT("one more", TC3_PHASE_RESOLVE, wait.phase);
    /* Given up, they are still busy. */
    for (size_t i = 0; i < TC3_SOCKET_LOOKUPS; i++) {
        close_socket(&sockets[i]);
    }
    CHECK_STATUS("all busy", TC3_PENDING,
                 connect_at(&sockets[TC3_SOCKET_LOOKUPS], &endpoint, 50, 50, &wait));
    assert_int_equal(entered_so_far(), TC3_SOCKET_LOOKUPS);
    open_gate(NULL);
    check_connects(&sockets[TC3_SOCKET_LOOKUPS], &endpoint, server.descriptor);
    close(server.descriptor);
}

static void lookups_given_up_at_any_moment_return_to_the_pool(void **state)
{
    const listener nobody = reserve_ipv4(address_here);
    const tc3_endpoint endpoint = {"fast.invalid", nobody.port};
    tc3_address_list list = {.count = 0};
    const tc3_resolver fast_resolver = {&list, fixed_lookup};
    const tc3_socket_config fast = {.resolver = &fast_resolver};
    tc3_socket sockets[TC3_SOCKET_LOOKUPS];
    tc3_wait wait;
    (void)state;
    add_address(&list, address_here);
    for (unsigned i = 0; i < 300; i++) {
        tc3_socket_init(&sockets[0], &fast);
        (void)connect_at(&sockets[0], &endpoint, 0, PATIENCE_MS, &wait);
        for (unsigned spin = 0; spin < i % 7; spin++) {
            sched_yield();
        }
        close_socket(&sockets[0]);
    }
    for (size_t i = 0; i < TC3_SOCKET_LOOKUPS; i++) {
        tc3_socket_init(&sockets[i], &slow_config);
    }
    enter_all(sockets, &endpoint);
    for (size_t i = 0; i < TC3_SOCKET_LOOKUPS; i++) {
        close_socket(&sockets[i]);
    }
    assert_false(gate.littered);
    close(nobody.descriptor);
}

/** What a process that fork() made does with sockets of its own and of its parent. */
static bool connects_in_child(tc3_socket *inherited, const tc3_endpoint *endpoint)
{
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    tc3_socket sockets[TC3_SOCKET_LOOKUPS];
    tc3_wait wait;
    add_address(&list, address_here);
    /* None of the parent's lookups takes any room in the pool. */
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        tc3_socket_init(&sockets[i], &config);
        const tc3_status status = connect_at(&sockets[i], endpoint, 0, PATIENCE_MS, &wait);
        if (status != TC3_PENDING && status != TC3_OK) {
            return false;
        }
        /* Its ticket is void here: this one gives up nobody's lookup. */
        close_socket(&inherited[i]);
    }
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        if (connect_fully(&sockets[i], endpoint) != TC3_OK) {
            return false;
        }
        close_socket(&sockets[i]);
    }
    return true;
}

static void process_made_by_fork_resolves_names_of_its_own(void **state)
{
    const listener server = listen_ipv4(address_here, 0, 8);
    const tc3_endpoint endpoint = {"slow.invalid", server.port};
    tc3_socket sockets[TC3_SOCKET_LOOKUPS];
    int status = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        tc3_socket_init(&sockets[i], &slow_config);
    }
    enter_all(sockets, &endpoint);
    const pid_t child = fork();
    if (child == 0) {
        (void)alarm(PATIENCE_MS / 1000);
        _exit(connects_in_child(sockets, &endpoint) ? 0 : 1);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    /* The parent's go on as if nothing had happened. */
    open_gate(NULL);
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        CHECK_STATUS("parent", TC3_OK, connect_fully(&sockets[i], &endpoint));
        close_socket(&sockets[i]);
    }
    close(server.descriptor);
}

static tc3_status failing_lookup(void *context, const char *host, tc3_address_list *list,
                                 int32_t *port_error)
{
    const int32_t *const error = context;
    (void)host;
    (void)list;
    *port_error = *error;
    return TC3_ERROR_DNS;
}

static void failed_lookup_is_reported_with_its_number(void **state)
{
    const tc3_endpoint endpoint = {"unknown.invalid", 443};
    int32_t error = EAI_AGAIN;
    const tc3_resolver resolver = {&error, failing_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, &config);
    CHECK_STATUS("lookup fails", TC3_ERROR_DNS, connect_fully(&socket, &endpoint));
    assert_int_equal(port_error_of(&socket), EAI_AGAIN);
}

static void name_without_addresses_is_a_dns_error(void **state)
{
    const tc3_endpoint endpoint = {"empty.invalid", 443};
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, &config);
    CHECK_STATUS("no address", TC3_ERROR_DNS, connect_fully(&socket, &endpoint));
    assert_int_equal(port_error_of(&socket), EAI_NONAME);
}

static void system_reports_a_name_that_cannot_be(void **state)
{
    /* A numeric address with an interface that does not exist: refused without asking a server. */
    const tc3_endpoint endpoint = {"fe80::1%no-such-interface", 443};
    tc3_socket socket;
    (void)state;
    tc3_socket_init(&socket, NULL);
    CHECK_STATUS("no such interface", TC3_ERROR_DNS, connect_fully(&socket, &endpoint));
    assert_int_not_equal(port_error_of(&socket), 0);
}

static void name_longer_than_dns_allows_is_a_dns_error(void **state)
{
    char host[TC3_HOST_MAX + 2];
    const listener nobody = reserve_ipv4(address_here);
    const tc3_endpoint endpoint = {host, nobody.port};
    tc3_address_list list = {.count = 0};
    const tc3_resolver resolver = {&list, fixed_lookup};
    const tc3_socket_config config = {.resolver = &resolver};
    tc3_socket socket;
    (void)state;
    add_address(&list, address_here);
    memset(host, 'a', sizeof(host) - 1);
    host[sizeof(host) - 1] = '\0';
    tc3_socket_init(&socket, &config);
    CHECK_STATUS("too long", TC3_ERROR_DNS, connect_fully(&socket, &endpoint));
    assert_int_equal(port_error_of(&socket), EAI_NONAME);
    host[TC3_HOST_MAX] = '\0';
    CHECK_STATUS("longest", TC3_ERROR_REFUSED, connect_fully(&socket, &endpoint));
    close(nobody.descriptor);
}

/* ---- bytes ---- */

static void nothing_to_read_is_pending(void **state)
{
    tc3_socket socket;
    const int peer = connect_pair(&socket);
    const tc3_io *const io = tc3_socket_io(&socket);
    uint8_t byte;
    size_t count;
    tc3_wait wait;
    (void)state;
    CHECK_STATUS("nothing sent", TC3_PENDING, io->receive(io->context, &byte, 1, &count, &wait));
    CHECK_INT("nothing sent", TC3_WAIT_READABLE, wait.events);
    CHECK_INT("nothing sent", TC3_PHASE_RECEIVE, wait.phase);
    CHECK_INT("nothing sent", TC3_WAIT_FOREVER, wait.timeout_ms);
    close_socket(&socket);
    close(peer);
}

static void orderly_end_comes_after_the_last_byte(void **state)
{
    tc3_socket socket;
    const int peer = connect_pair(&socket);
    uint8_t bytes[2];
    size_t count;
    (void)state;
    assert_int_equal(send(peer, "end", 3, 0), 3);
    close(peer);
    CHECK_STATUS("first", TC3_OK, receive_fully(&socket, bytes, sizeof(bytes), &count));
    CHECK_BYTES("first", "en", 2, bytes, count);
    CHECK_STATUS("second", TC3_OK, receive_fully(&socket, bytes, sizeof(bytes), &count));
    CHECK_BYTES("second", "d", 1, bytes, count);
    CHECK_STATUS("end", TC3_ERROR_CLOSED, receive_fully(&socket, bytes, sizeof(bytes), &count));
    assert_int_equal(port_error_of(&socket), 0);
    close_socket(&socket);
}

static void reset_is_told_from_an_orderly_end(void **state)
{
    tc3_socket socket;
    const int peer = connect_pair(&socket);
    uint8_t byte;
    size_t count;
    (void)state;
    reset_and_close(peer);
    CHECK_STATUS("reset", TC3_ERROR_RESET, receive_fully(&socket, &byte, 1, &count));
    assert_int_equal(port_error_of(&socket), ECONNRESET);
    close_socket(&socket);
}

static void sending_to_a_broken_connection_is_a_reset_without_signal(void **state)
{
    tc3_socket socket;
    const int peer = connect_pair(&socket);
    const tc3_io *const io = tc3_socket_io(&socket);
    tc3_status status;
    size_t count;
    tc3_wait wait;
    (void)state;
    /* Whatever this program inherited: the default action ends it. */
    assert_true(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    reset_and_close(peer);
    while ((status = io->send(io->context, (const uint8_t *)"x", 1, &count, &wait)) == TC3_OK) {
        pause_briefly();
    }
    CHECK_STATUS("first", TC3_ERROR_RESET, status);
    CHECK_STATUS("second", TC3_ERROR_RESET,
                 io->send(io->context, (const uint8_t *)"x", 1, &count, &wait));
    assert_int_equal(port_error_of(&socket), EPIPE);
    close_socket(&socket);
}

static uint8_t flood_byte(size_t index)
{
    return (uint8_t)(index ^ (index >> 8) ^ (index >> 16));
}

/** Read what there is at `peer`; returns the new total. */
static size_t drain(int peer, size_t total)
{
    uint8_t bytes[65536];
    const ssize_t count = recv(peer, bytes, sizeof(bytes), 0);
    assert_true(count > 0);
    for (size_t i = 0; i < (size_t)count; i++) {
        if (bytes[i] != flood_byte(total + i)) {
            fail_msg("byte %zu differs", total + i);
        }
    }
    return total + (size_t)count;
}

static void full_buffers_push_back_and_lose_nothing(void **state)
{
    tc3_socket socket;
    const int peer = connect_pair(&socket);
    const tc3_io *const io = tc3_socket_io(&socket);
    static uint8_t bytes[100000];
    size_t sent = 0;
    size_t arrived = 0;
    unsigned pushed_back = 0;
    unsigned partial = 0;
    tc3_wait wait;
    (void)state;
    while (sent < FLOOD_SIZE) {
        size_t count = 0;
        for (size_t i = 0; i < sizeof(bytes); i++) {
            bytes[i] = flood_byte(sent + i);
        }
        const tc3_status status = io->send(io->context, bytes, sizeof(bytes), &count, &wait);
        if (status == TC3_PENDING) {
            CHECK_INT("full", TC3_WAIT_WRITABLE, wait.events);
            CHECK_INT("full", TC3_PHASE_SEND, wait.phase);
            pushed_back++;
            arrived = drain(peer, arrived);
            continue;
        }
        CHECK_STATUS("send", TC3_OK, status);
        assert_true(count >= 1 && count <= sizeof(bytes));
        partial += count < sizeof(bytes);
        sent += count;
    }
    while (arrived < sent) {
        arrived = drain(peer, arrived);
    }
    assert_int_not_equal(pushed_back, 0);
    assert_int_not_equal(partial, 0);
    close_socket(&socket);
    close(peer);
}

/* ---- closing ---- */

static void closing_is_allowed_at_any_time(void **state)
{
    black_hole hole;
    tc3_socket socket;
    tc3_wait wait;
    (void)state;
    tc3_socket_init(&socket, NULL);
    close_socket(&socket);
    close_socket(&socket);
    assert_int_equal(tc3_socket_descriptor(&socket), -1);

    const int peer = connect_pair(&socket);
    const int descriptor = tc3_socket_descriptor(&socket);
    close_socket(&socket);
    assert_int_equal(tc3_socket_descriptor(&socket), -1);
    assert_int_equal(fcntl(descriptor, F_GETFD), -1);
    close_socket(&socket);
    close(peer);

    open_black_hole(&hole, 0);
    const tc3_endpoint endpoint = {"127.0.0.2", hole.listener.port};
    CHECK_STATUS("connecting", TC3_PENDING, connect_at(&socket, &endpoint, 0, 1000, &wait));
    assert_true(tc3_socket_descriptor(&socket) >= 0);
    close_socket(&socket);
    close_socket(&socket);
    assert_int_equal(tc3_socket_descriptor(&socket), -1);
    close_black_hole(&hole);
}

static void peer_sees_the_end_when_the_socket_closes(void **state)
{
    tc3_socket socket;
    const int peer = connect_pair(&socket);
    uint8_t byte;
    (void)state;
    close_socket(&socket);
    assert_int_equal(recv(peer, &byte, 1, 0), 0);
    close(peer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numeric_ipv4_address_connects),
        cmocka_unit_test(numeric_ipv6_address_connects),
        cmocka_unit_test(name_is_resolved_by_the_system),
        cmocka_unit_test(configuration_says_where_to_connect_instead),
        cmocka_unit_test(connected_socket_is_private_and_without_delay),
        cmocka_unit_test(closed_port_is_refused),
        cmocka_unit_test(next_address_is_tried_after_a_refusal),
        cmocka_unit_test(most_telling_error_is_reported),
        cmocka_unit_test(lack_of_descriptors_is_a_network_error_with_its_number),
        cmocka_unit_test(silent_address_gets_its_share_of_the_time),
        cmocka_unit_test(last_address_may_wait_until_the_deadline),
        cmocka_unit_test(pending_connection_tells_why_the_address_before_failed),
        cmocka_unit_test(silence_tells_more_than_a_missing_route),
        cmocka_unit_test_setup_teardown(slow_lookup_is_polled_by_short_times, shut_gate, open_gate),
        cmocka_unit_test_setup_teardown(lookup_that_was_given_up_does_not_keep_the_next_waiting,
                                        shut_gate, open_gate),
        cmocka_unit_test_setup_teardown(slow_lookup_serves_the_next_attempt, shut_gate, open_gate),
        cmocka_unit_test_setup_teardown(lookup_that_ends_between_two_attempts_serves_the_second,
                                        shut_gate, open_gate),
        cmocka_unit_test_setup_teardown(
            lookup_that_fails_between_two_attempts_is_not_the_second_ones, shut_gate, open_gate),
        cmocka_unit_test_setup_teardown(lookup_that_was_left_makes_room_for_others, shut_gate,
                                        open_gate),
        cmocka_unit_test_setup_teardown(close_while_resolving_leaves_nothing_behind, shut_gate,
                                        open_gate),
        cmocka_unit_test_setup_teardown(lookup_beyond_the_pool_waits_its_turn, shut_gate,
                                        open_gate),
        cmocka_unit_test_setup_teardown(lookups_given_up_at_any_moment_return_to_the_pool,
                                        shut_gate, open_gate),
        cmocka_unit_test_setup_teardown(process_made_by_fork_resolves_names_of_its_own, shut_gate,
                                        open_gate),
        cmocka_unit_test(failed_lookup_is_reported_with_its_number),
        cmocka_unit_test(name_without_addresses_is_a_dns_error),
        cmocka_unit_test(system_reports_a_name_that_cannot_be),
        cmocka_unit_test(name_longer_than_dns_allows_is_a_dns_error),
        cmocka_unit_test(nothing_to_read_is_pending),
        cmocka_unit_test(orderly_end_comes_after_the_last_byte),
        cmocka_unit_test(reset_is_told_from_an_orderly_end),
        cmocka_unit_test(sending_to_a_broken_connection_is_a_reset_without_signal),
        cmocka_unit_test(full_buffers_push_back_and_lose_nothing),
        cmocka_unit_test(closing_is_allowed_at_any_time),
        cmocka_unit_test(peer_sees_the_end_when_the_socket_closes),
    };
    return cmocka_run_group_tests_name("socket", tests, NULL, NULL);
}
