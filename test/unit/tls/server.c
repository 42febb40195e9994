/* SPDX-License-Identifier: Apache-2.0 */
#include "server.h"

#include "../support/test.h"

#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* An identity that was asked for. */
typedef struct served {
    char identity[256];
    uint16_t port;
} served;

static served known[200];
static size_t known_count;
static pid_t child;
static FILE *to_child;
static FILE *from_child;

static void run_server(int input, int output)
{
    const char *const arguments[] = {
        "python3", "-W", "ignore", TC3_TEST_TLS_SERVER, TC3_TEST_CERTIFICATES, NULL};

    (void)dup2(input, STDIN_FILENO);
    (void)dup2(output, STDOUT_FILENO);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    perror("server.c: python3");
    _exit(127);
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
    to_child = fdopen(input[1], "w");
    from_child = fdopen(output[0], "r");
    assert_non_null(to_child);
    assert_non_null(from_child);
    return 0;
}

int server_stop(void **state)
{
    int status = 0;

    (void)state;
    (void)fclose(to_child);
    (void)fclose(from_child);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

uint16_t server_port(const char *identity)
{
    unsigned port = 0;
    size_t i;

    for (i = 0; i < known_count; i++) {
        if (strcmp(known[i].identity, identity) == 0)
            return known[i].port;
    }
    assert_true(known_count < COUNT_OF(known));
    assert_true(strlen(identity) < sizeof(known[0].identity));
    fprintf(to_child, "%s\n", identity);
    (void)fflush(to_child);
    if (fscanf(from_child, "%u", &port) != 1)
        fail_msg("%s does not serve %s; see above", TC3_TEST_TLS_SERVER, identity);
    strcpy(known[known_count].identity, identity);
    known[known_count].port = (uint16_t)port;
    known_count++;
    return (uint16_t)port;
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
