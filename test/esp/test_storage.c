/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_nvs.h"
#include "storage.h"
#include "test.h"

#include <nvs_flash.h>
#include <nvs_sec_provider.h>
#include <string.h>

/* The flash: what reading its key and opening it come to, and what was done to it. */
static struct {
    esp_err_t key_error;
    esp_err_t init_error;
    bool stays_broken;
    int inits;
    int erasures;
} flash;

const char *esp_err_to_name(esp_err_t error)
{
    return error == ESP_ERR_NVS_CORRUPT_KEY_PART ? "ESP_ERR_NVS_CORRUPT_KEY_PART" : "another";
}

nvs_sec_scheme_t *nvs_flash_get_default_security_scheme(void)
{
    static char scheme;

    return (nvs_sec_scheme_t *)&scheme;
}

esp_err_t nvs_flash_read_security_cfg_v2(nvs_sec_scheme_t *scheme, nvs_sec_cfg_t *key)
{
    assert_non_null(scheme);
    memset(key, 0x55, sizeof(*key));
    return flash.key_error;
}

/* As ESP-IDF's: a new key takes the place of one that cannot be read. */
esp_err_t nvs_flash_init(void)
{
    flash.inits++;
    return flash.init_error;
}

esp_err_t nvs_flash_erase(void)
{
    flash.erasures++;
    if (!flash.stays_broken) {
        flash.init_error = ESP_OK;
    }
    return ESP_OK;
}

static int set_up(void **state)
{
    (void)state;
    memset(&flash, 0, sizeof(flash));
    fake_nvs_reset();
    return 0;
}

static void a_storage_that_works_is_used(void **state)
{
    (void)state;
    storage_start();
    assert_null(storage_fault());
    assert_int_equal(flash.inits, 1);
    assert_int_equal(flash.erasures, 0);
}

static void no_fault_of_nvs_erases_or_stops_anything(void **state)
{
    (void)state;
    for (esp_err_t error = 0x1101; error <= 0x1119; error++) {
        char secret_id[SETTINGS_CREDENTIAL_SIZE];
        flash.init_error = error;
        storage_start();
        assert_non_null(storage_fault());
        assert_int_equal(flash.erasures, 0);
        fake_nvs_fail_at(1);
        assert_int_equal(storage_load_secret_id(secret_id), TC3_ERROR_CONFIG_MEMORY);
        assert_string_equal(secret_id, "");
    }
}

static void a_damaged_key_is_not_replaced(void **state)
{
    (void)state;
    flash.key_error = ESP_ERR_NVS_CORRUPT_KEY_PART;
    storage_start();
    assert_string_equal(storage_fault(), "ESP_ERR_NVS_CORRUPT_KEY_PART");
    assert_int_equal(flash.inits, 0);
    assert_true(storage_forget());
    assert_null(storage_fault());
    assert_int_equal(flash.erasures, 1);
    assert_int_equal(flash.inits, 1);
}

static void a_first_start_makes_the_key(void **state)
{
    static const esp_err_t none[] = {ESP_ERR_NVS_KEYS_NOT_INITIALIZED,
                                     ESP_ERR_NVS_SEC_HMAC_KEY_NOT_FOUND};

    (void)state;
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        flash.key_error = none[i];
        flash.inits = 0;
        storage_start();
        assert_null(storage_fault());
        assert_int_equal(flash.inits, 1);
    }
}

static void forgetting_says_whether_the_storage_works_again(void **state)
{
    (void)state;
    flash.init_error = ESP_ERR_NVS_INVALID_STATE;
    flash.stays_broken = true;
    storage_start();
    assert_false(storage_forget());
    assert_non_null(storage_fault());
    flash.stays_broken = false;
    assert_true(storage_forget());
    assert_null(storage_fault());
}

static void forgetting_in_a_storage_that_works_erases_no_more_than_ours(void **state)
{
    wifi_settings wifi = {.ssid = "Workshop"};

    (void)state;
    storage_start();
    assert_true(storage_store_wifi(&wifi));
    assert_true(storage_load_wifi(&wifi));
    assert_true(storage_forget());
    assert_false(storage_load_wifi(&wifi));
    assert_int_equal(flash.erasures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_storage_that_works_is_used, set_up),
        cmocka_unit_test_setup(no_fault_of_nvs_erases_or_stops_anything, set_up),
        cmocka_unit_test_setup(a_damaged_key_is_not_replaced, set_up),
        cmocka_unit_test_setup(a_first_start_makes_the_key, set_up),
        cmocka_unit_test_setup(forgetting_says_whether_the_storage_works_again, set_up),
        cmocka_unit_test_setup(forgetting_in_a_storage_that_works_erases_no_more_than_ours, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
