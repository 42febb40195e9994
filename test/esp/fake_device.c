/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_device.h"

#include "test.h"

#include <string.h>

static int read_key(void *context)
{
    fake_device *const device = context;

    return *device->keys == '\0' ? -1 : (unsigned char)*device->keys++;
}

static void write_text(void *context, const char *text)
{
    fake_device *const device = context;

    assert_true(strlen(device->written) + strlen(text) < FAKE_WRITTEN_SIZE);
    strcat(device->written, text);
}

/** Everything is typed in no time. */
static uint32_t now_ms(void *context)
{
    (void)context;
    return 0;
}

static bool load_wifi(void *context, wifi_settings *wifi)
{
    const fake_device *const device = context;

    *wifi = device->wifi;
    return device->has_wifi;
}

static bool store_wifi(void *context, const wifi_settings *wifi)
{
    fake_device *const device = context;

    if (device->is_full) {
        return false;
    }
    device->wifi = *wifi;
    device->has_wifi = true;
    device->stores++;
    return true;
}

static tc3_status load_secret_id(void *context, char secret_id[SETTINGS_CREDENTIAL_SIZE])
{
    const fake_device *const device = context;

    memcpy(secret_id, device->key.secret_id, SETTINGS_CREDENTIAL_SIZE);
    if (device->is_key_unreadable) {
        return TC3_ERROR_CONFIG_MEMORY;
    }
    return device->has_key ? TC3_OK : TC3_ERROR_CONFIG_CREDENTIALS;
}

static bool store_key(void *context, const key_settings *key)
{
    fake_device *const device = context;

    if (device->is_full) {
        return false;
    }
    device->key = *key;
    device->has_key = true;
    device->stores++;
    return true;
}

static bool forget(void *context)
{
    fake_device *const device = context;

    if (device->is_full) {
        return false;
    }
    device->has_wifi = false;
    device->has_key = false;
    device->fault = NULL;
    return true;
}

static const char *storage_fault(void *context)
{
    return ((const fake_device *)context)->fault;
}

static bool is_encrypted(void *context)
{
    return ((const fake_device *)context)->is_encrypted;
}

static void refresh(void *context)
{
    ((fake_device *)context)->refreshes++;
}

static void report(void *context, command_report *report_to_fill)
{
    *report_to_fill = ((const fake_device *)context)->report;
}

void fake_device_init(fake_device *device)
{
    memset(device, 0, sizeof(*device));
    device->terminal.context = device;
    device->terminal.read = read_key;
    device->terminal.write = write_text;
    device->terminal.now_ms = now_ms;
    device->edge = (command_edge){.terminal = &device->terminal,
                                  .context = device,
                                  .load_wifi = load_wifi,
                                  .store_wifi = store_wifi,
                                  .load_secret_id = load_secret_id,
                                  .store_key = store_key,
                                  .forget = forget,
                                  .storage_fault = storage_fault,
                                  .is_encrypted = is_encrypted,
                                  .refresh = refresh,
                                  .report = report};
}

int fake_device_run(fake_device *device, const char *name, const char *keys)
{
    char word[16];
    char *words[] = {word, NULL};

    device->keys = keys;
    device->written[0] = '\0';
    assert_true(strlen(name) < sizeof(word));
    strcpy(word, name);
    return command_run(&device->edge, 1, words);
}
