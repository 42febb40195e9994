/* SPDX-License-Identifier: Apache-2.0 */
#include <sdkconfig.h>

#if defined(CONFIG_PANEL_OUTPUT_SPI)

#include "panel_output.h"

#include "panel/max7219.h"

#include <driver/spi_master.h>
#include <esp_err.h>
#include <esp_log.h>
#include <inttypes.h>

static const char tag[] = "panel";
static spi_device_handle_t device;
static max7219 driver;

static bool transfer(void *context, const uint8_t *bytes, size_t length)
{
    spi_transaction_t transaction = {.length = length * 8u, .tx_buffer = bytes};

    (void)context;
    return spi_device_polling_transmit(device, &transaction) == ESP_OK;
}

static const max7219_config config = {
    .transfer = transfer,
    .modules = CONFIG_PANEL_MODULES,
    .rotate = CONFIG_PANEL_ROTATE,
#if defined(CONFIG_PANEL_REVERSE)
    .reverse = true,
#endif
#if defined(CONFIG_PANEL_FLIP)
    .flip = true,
#endif
};

bool panel_output_start(void)
{
    /* Without DMA the bytes may lie anywhere; a row is at most 64 of them, the most that it takes.
     */
    const spi_bus_config_t bus = {
        .mosi_io_num = CONFIG_PANEL_DIN_PIN,
        .miso_io_num = -1,
        .sclk_io_num = CONFIG_PANEL_CLK_PIN,
        .quadwp_io_num = -1,
        .quadhd_io_num = -1,
        .max_transfer_sz = CONFIG_PANEL_MODULES * 2,
    };
    const spi_device_interface_config_t settings = {
        .mode = 0,
        .clock_speed_hz = CONFIG_PANEL_SPI_KHZ * 1000,
        .spics_io_num = CONFIG_PANEL_CS_PIN,
        .queue_size = 1,
    };
    esp_err_t error = spi_bus_initialize(SPI2_HOST, &bus, SPI_DMA_DISABLED);

    if (error == ESP_OK) {
        error = spi_bus_add_device(SPI2_HOST, &settings, &device);
    }
    if (error != ESP_OK) {
        ESP_LOGE(tag, "SPI: %s", esp_err_to_name(error));
        return false;
    }
    return max7219_init(&driver, &config);
}

void panel_output_show(const panel_canvas *canvas, uint8_t intensity, bool changed, uint32_t now_ms)
{
    (void)max7219_show(&driver, canvas, intensity, changed, now_ms);
}

void panel_output_stop(void)
{
    (void)max7219_stop(&driver);
}

#endif
