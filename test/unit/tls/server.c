/* SPDX-License-Identifier: Apache-2.0 */
#include "server.h"

#include "../support/test.h"

#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const identities[] = {
    "p256",        "p256:hasty",  "p384",    "rsa",        "rsa:chacha",
    "rsa:aes256",  "p256:aes256", "rsa:cbc", "p256:tls11", "rsa:static-rsa",
    "p256:tls13",  "self_signed", "short",   "impostor",   "by_leaf",
    "usage",       "weak",        "sha1",    "sha1_alone", "misplaced",
    "self_issued",
};

static uint16_t ports[COUNT_OF(identities)];
static pid_t child;
static int to_child;

static void run_server(int input, int output)
{
    const char *arguments[COUNT_OF(identities) + 6] = {"python3", "-W", "ignore",
                                                       TC3_TEST_TLS_SERVER, TC3_TEST_CERTIFICATES};
    size_t i;

    for (i = 0; i < COUNT_OF(identities); i++)
        arguments[5 + i] = identities[i];
    (void)dup2(input, STDIN_FILENO);
    (void)dup2(output, STDOUT_FILENO);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    perror("server.c: python3");
    _exit(127);
}

static void read_ports(int output)
{
    FILE *lines = fdopen(output, "r");
    size_t i;

    assert_non_null(lines);
    for (i = 0; i < COUNT_OF(identities); i++) {
        unsigned port = 0;

        if (fscanf(lines, "%u", &port) != 1)
            fail_msg("%s did not start; see above", TC3_TEST_TLS_SERVER);
        ports[i] = (uint16_t)port;
    }
    (void)fclose(lines);
}

int server_start(void **state)
{
    int input[2];
    int output[2];

    (void)state;
    assert_int_equal(pipe(input), 0);
    assert_int_equal(pipe(output), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(input[1]);
        (void)close(output[0]);
        run_server(input[0], output[1]);
    }
    (void)close(input[0]);
    (void)close(output[1]);
    to_child = input[1];
    read_ports(output[0]);
    return 0;
}

int server_stop(void **state)
{
    int status = 0;

    (void)state;
    (void)close(to_child);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

uint16_t server_port(const char *identity)
{
    size_t i;

    for (i = 0; i < COUNT_OF(identities); i++) {
        if (strcmp(identities[i], identity) == 0)
            return ports[i];
    }
    fail_msg("no identity %s", identity);
    return 0;
}

const uint8_t *server_file(const char *name, int text, size_t *size)
{
    static uint8_t content[16384];
    char path[1024];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", TC3_TEST_CERTIFICATES, name);
    file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s cannot be opened; run make-certificates", path);
    *size = fread(content, 1, sizeof(content) - 1, file);
    (void)fclose(file);
    content[*size] = '\0';
    if (text)
        (*size)++;
    return content;
}
