/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On the target linux the environment may name another server: PANEL_CONNECT_TO=ADDRESS:PORT, as in
 * 127.0.0.1:8443 or [::1]:8443, and PANEL_CA_FILE=FILE with its root certificate (PEM). The host's
 * name and the certificate are checked as ever.
 */
#include <sdkconfig.h>

#if defined(CONFIG_IDF_TARGET_LINUX)

#include "server.h"

#include <esp_log.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_SIZE 64
#define PEM_SIZE     16384

static const char tag[] = "server";

/** Read the number of a port; false if it is none. */
static bool read_port(const char *text, uint16_t *port)
{
    char *end = NULL;
    const long number = strtol(text, &end, 10);

    if (end == text || *end != '\0' || number < 1 || number > UINT16_MAX) {
        return false;
    }
    *port = (uint16_t)number;
    return true;
}

/** Split "ADDRESS:PORT" at its only colon, or "[ADDRESS]:PORT"; false if it is neither. */
static bool split(const char *text, char address[ADDRESS_SIZE], uint16_t *port)
{
    const bool has_brackets = text[0] == '[';
    const char *const start = has_brackets ? text + 1 : text;
    const char *const end = strchr(start, has_brackets ? ']' : ':');
    const char *const colon = has_brackets && end != NULL ? end + 1 : end;

    if (end == NULL || *colon != ':' || end == start || end - start >= ADDRESS_SIZE) {
        return false;
    }
    memcpy(address, start, (size_t)(end - start));
    address[end - start] = '\0';
    return read_port(colon + 1, port);
}

const tc3_socket_config *server_route(void)
{
    static char address[ADDRESS_SIZE];
    static tc3_socket_config route = {.connect_address = address};
    const char *const text = getenv("PANEL_CONNECT_TO");

    if (text == NULL) {
        return NULL;
    }
    if (!split(text, address, &route.connect_port)) {
        ESP_LOGE(tag, "PANEL_CONNECT_TO is not ADDRESS:PORT, as in 127.0.0.1:8443 or [::1]:8443");
        exit(EXIT_FAILURE);
    }
    return &route;
}

/** Read a file that fits in `size` bytes with a NUL; its bytes with the NUL, 0 on failure. */
static size_t read_text(const char *name, char *text, size_t size)
{
    FILE *const file = fopen(name, "rb");

    if (file == NULL) {
        return 0;
    }
    const size_t length = fread(text, 1, size, file);
    const bool is_whole = ferror(file) == 0 && length < size;
    (void)fclose(file);
    if (!is_whole) {
        return 0;
    }
    text[length] = '\0';
    return length + 1;
}

void server_set_trust(tc3_tls_config *config)
{
    static char pem[PEM_SIZE];
    const char *const name = getenv("PANEL_CA_FILE");

    if (name == NULL) {
        return;
    }
    config->trust_anchors = pem;
    config->trust_anchors_size = read_text(name, pem, sizeof(pem));
    if (config->trust_anchors_size == 0) {
        ESP_LOGE(tag, "PANEL_CA_FILE cannot be read, or has %d bytes or more", PEM_SIZE);
        exit(EXIT_FAILURE);
    }
}

#endif
