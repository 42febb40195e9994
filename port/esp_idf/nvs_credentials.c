/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pair is one NVS blob, since NVS replaces a blob at one go. It begins with the generation,
 * which lets the client notice another pair; the generation has a copy of its own that outlives
 * erasing.
 */
#include "tc3/esp_idf.h"

#include <nvs.h>
#include <string.h>

#define PAIR_NAME       "pair"
#define GENERATION_NAME "generation"
#define GENERATION_SIZE 4u

/** Where the texts are in a pair that was read. */
typedef struct pair_view {
    uint32_t generation;
    const char *secret_id;
    const char *secret_key;
} pair_view;

/** The length of the text at `from` that ends in a NUL before `end` and is not empty; else 0. */
static size_t text_length(const uint8_t *from, const uint8_t *end)
{
    const uint8_t *nul = memchr(from, '\0', (size_t)(end - from));

    return nul != NULL ? (size_t)(nul - from) : 0;
}

static bool parse(const uint8_t *pair, size_t length, pair_view *view)
{
    const uint8_t *const end = pair + length;

    if (length <= GENERATION_SIZE) {
        return false;
    }
    memcpy(&view->generation, pair, GENERATION_SIZE);
    const uint8_t *text = pair + GENERATION_SIZE;
    const size_t id_length = text_length(text, end);
    if (id_length == 0 || id_length >= TC3_ESP_CREDENTIAL_SIZE) {
        return false;
    }
    view->secret_id = (const char *)text;
    text += id_length + 1;
    const size_t key_length = text_length(text, end);
    view->secret_key = (const char *)text;
    return key_length != 0 && text + key_length + 1 == end;
}

/** What a failure to read means: there is none, or none that fits; or NVS itself does not work. */
static tc3_status status_of(esp_err_t error)
{
    return error == ESP_ERR_NVS_NOT_FOUND || error == ESP_ERR_NVS_INVALID_LENGTH
               ? TC3_ERROR_CONFIG_CREDENTIALS
               : TC3_ERROR_CONFIG_MEMORY;
}

static tc3_status read_pair(const char *name_space, uint8_t *pair, size_t capacity, pair_view *view)
{
    nvs_handle_t handle;
    size_t length = capacity;
    esp_err_t error = nvs_open(name_space, NVS_READONLY, &handle);

    if (error != ESP_OK) {
        return status_of(error);
    }
    error = nvs_get_blob(handle, PAIR_NAME, pair, &length);
    nvs_close(handle);
    if (error != ESP_OK) {
        return status_of(error);
    }
    return parse(pair, length, view) ? TC3_OK : TC3_ERROR_CONFIG_CREDENTIALS;
}

static tc3_status borrow(void *context, tc3_credentials *lent)
{
    tc3_esp_credentials *const own = context;
    pair_view view;

    const tc3_status status = read_pair(own->name_space, own->pair, sizeof(own->pair), &view);

    if (status != TC3_OK) {
        tc3_wipe(own->pair, sizeof(own->pair));
        return status;
    }
    memset(lent, 0, sizeof(*lent));
    lent->secret_id = tc3_text_of(view.secret_id);
    lent->secret_key = tc3_text_of(view.secret_key);
    lent->generation = view.generation;
    return TC3_OK;
}

static void give_back(void *context)
{
    tc3_esp_credentials *const own = context;

    tc3_wipe(own->pair, sizeof(own->pair));
}

void tc3_esp_credentials_init(tc3_esp_credentials *credentials, const char *name_space)
{
    memset(credentials, 0, sizeof(*credentials));
    credentials->source.context = credentials;
    credentials->source.borrow = borrow;
    credentials->source.give_back = give_back;
    credentials->name_space = name_space;
}

const tc3_credential_source *tc3_esp_credentials_source(tc3_esp_credentials *credentials)
{
    return &credentials->source;
}

/** Store the next generation and, with it, the pair of `length` bytes, whose first four are free.
 */
static esp_err_t write_pair(nvs_handle_t handle, uint8_t *pair, size_t length)
{
    uint32_t generation = 0;
    esp_err_t error = nvs_get_u32(handle, GENERATION_NAME, &generation);

    if (error != ESP_OK && error != ESP_ERR_NVS_NOT_FOUND) {
        return error;
    }
    generation++;
    memcpy(pair, &generation, GENERATION_SIZE);
    error = nvs_set_u32(handle, GENERATION_NAME, generation);
    if (error == ESP_OK) {
        error = nvs_set_blob(handle, PAIR_NAME, pair, length);
    }
    return error == ESP_OK ? nvs_commit(handle) : error;
}

tc3_status tc3_esp_credentials_store(const char *name_space, const char *secret_id,
                                     const char *secret_key)
{
    uint8_t pair[sizeof(((tc3_esp_credentials *)0)->pair)];
    const size_t id_size = strlen(secret_id) + 1;
    const size_t key_size = strlen(secret_key) + 1;
    nvs_handle_t handle;

    if (id_size <= 1 || key_size <= 1 || id_size > TC3_ESP_CREDENTIAL_SIZE ||
        key_size > TC3_ESP_CREDENTIAL_SIZE) {
        return TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
    }
    if (nvs_open(name_space, NVS_READWRITE, &handle) != ESP_OK) {
        return TC3_ERROR_CONFIG_MEMORY;
    }
    memcpy(pair + GENERATION_SIZE, secret_id, id_size);
    memcpy(pair + GENERATION_SIZE + id_size, secret_key, key_size);
    const esp_err_t error = write_pair(handle, pair, GENERATION_SIZE + id_size + key_size);
    nvs_close(handle);
    tc3_wipe(pair, sizeof(pair));
    return error == ESP_OK ? TC3_OK : TC3_ERROR_CONFIG_MEMORY;
}

tc3_status tc3_esp_credentials_id(const char *name_space, char secret_id[TC3_ESP_CREDENTIAL_SIZE])
{
    uint8_t pair[sizeof(((tc3_esp_credentials *)0)->pair)];
    pair_view view;
    const tc3_status status = read_pair(name_space, pair, sizeof(pair), &view);

    if (status == TC3_OK) {
        memcpy(secret_id, view.secret_id, strlen(view.secret_id) + 1);
    }
    tc3_wipe(pair, sizeof(pair));
    return status;
}

tc3_status tc3_esp_credentials_erase(const char *name_space)
{
    nvs_handle_t handle;

    if (nvs_open(name_space, NVS_READWRITE, &handle) != ESP_OK) {
        return TC3_ERROR_CONFIG_MEMORY;
    }
    esp_err_t error = nvs_erase_key(handle, PAIR_NAME);
    if (error == ESP_ERR_NVS_NOT_FOUND) {
        error = ESP_OK;
    } else if (error == ESP_OK) {
        error = nvs_commit(handle);
    }
    nvs_close(handle);
    return error == ESP_OK ? TC3_OK : TC3_ERROR_CONFIG_MEMORY;
}
