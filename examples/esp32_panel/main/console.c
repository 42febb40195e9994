/* SPDX-License-Identifier: Apache-2.0 */
#include "console.h"

#include "commands.h"
#include "console_input.h"
#include "network.h"
#include "priorities.h"
#include "storage.h"
#include "worker.h"

#include "tc3/esp_idf.h"

#include <esp_console.h>
#include <esp_err.h>
#include <sdkconfig.h>
#include <stdio.h>
#include <string.h>

#define STACK_SIZE 6144

static int read_byte(void *context)
{
    (void)context;
    (void)fflush(stdout);
    return console_input_read();
}

static void write_text(void *context, const char *text)
{
    (void)context;
    (void)fputs(text, stdout);
    (void)fflush(stdout);
}

static uint32_t now_ms(void *context)
{
    (void)context;
    return tc3_esp_now_ms();
}

static bool load_wifi(void *context, wifi_settings *wifi)
{
    (void)context;
    return storage_load_wifi(wifi);
}

static bool store_wifi(void *context, const wifi_settings *wifi)
{
    (void)context;
    if (!storage_store_wifi(wifi)) {
        return false;
    }
    network_settings_changed();
    worker_settings_changed();
    return true;
}

static tc3_status load_secret_id(void *context, char secret_id[SETTINGS_CREDENTIAL_SIZE])
{
    (void)context;
    return storage_load_secret_id(secret_id);
}

static bool store_key(void *context, const key_settings *key)
{
    (void)context;
    if (!storage_store_key(key)) {
        return false;
    }
    worker_settings_changed();
    return true;
}

static bool forget(void *context)
{
    const bool is_forgotten = storage_forget();

    (void)context;
    network_settings_changed();
    worker_settings_changed();
    return is_forgotten;
}

static const char *storage_is_faulty(void *context)
{
    (void)context;
    return storage_fault();
}

static bool is_encrypted(void *context)
{
    (void)context;
    return storage_is_encrypted();
}

static void refresh(void *context)
{
    (void)context;
    worker_ask();
}

static void report(void *context, command_report *report_to_fill)
{
    (void)context;
    worker_report(report_to_fill);
}

static terminal serial = {.read = read_byte, .write = write_text, .now_ms = now_ms};
static const command_edge edge = {
    .terminal = &serial,
    .load_wifi = load_wifi,
    .store_wifi = store_wifi,
    .load_secret_id = load_secret_id,
    .store_key = store_key,
    .forget = forget,
    .storage_fault = storage_is_faulty,
    .is_encrypted = is_encrypted,
    .refresh = refresh,
    .report = report,
};

/** Any of our commands: esp_console gives its name as the first word. */
static int run(int count, char **words)
{
    return command_run(&edge, count, words);
}

static esp_err_t new_repl(const esp_console_repl_config_t *config, esp_console_repl_t **repl)
{
#if defined(CONFIG_ESP_CONSOLE_UART_DEFAULT) || defined(CONFIG_ESP_CONSOLE_UART_CUSTOM)
    const esp_console_dev_uart_config_t device = ESP_CONSOLE_DEV_UART_CONFIG_DEFAULT();
    return esp_console_new_repl_uart(&device, config, repl);
#elif defined(CONFIG_ESP_CONSOLE_USB_CDC)
    const esp_console_dev_usb_cdc_config_t device = ESP_CONSOLE_DEV_CDC_CONFIG_DEFAULT();
    return esp_console_new_repl_usb_cdc(&device, config, repl);
#elif defined(CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG)
    const esp_console_dev_usb_serial_jtag_config_t device =
        ESP_CONSOLE_DEV_USB_SERIAL_JTAG_CONFIG_DEFAULT();
    return esp_console_new_repl_usb_serial_jtag(&device, config, repl);
#else
#error "A console is needed: menuconfig, ESP System Settings, Channel for console output"
#endif
}

void console_start(void)
{
    esp_console_repl_config_t config = ESP_CONSOLE_REPL_CONFIG_DEFAULT();
    esp_console_repl_t *repl = NULL;

    config.prompt = "panel>";
    config.task_stack_size = STACK_SIZE;
    config.task_priority = PRIORITY_CONSOLE;
    ESP_ERROR_CHECK(new_repl(&config, &repl));
    console_input_start();
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const esp_console_cmd_t registered = {
            .command = commands[i].name, .help = commands[i].help, .func = run};
        ESP_ERROR_CHECK(esp_console_cmd_register(&registered));
    }
    ESP_ERROR_CHECK(esp_console_start_repl(repl));
}
