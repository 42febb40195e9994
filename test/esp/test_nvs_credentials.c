/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_nvs.h"
#include "test.h"

#include "tc3/esp_idf.h"

#include <string.h>

#define PLACE "tc3"
#define ID    "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
#define KEY   "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
#define OTHER "AnotherKeyOf32CharactersAltogeth"

static int set_up(void **state)
{
    (void)state;
    fake_nvs_reset();
    return 0;
}

static int handles_are_closed(void **state)
{
    (void)state;
    return fake_nvs_open_handles();
}

static bool is_wiped(const tc3_esp_credentials *credentials)
{
    static const uint8_t nothing[sizeof(credentials->pair)];

    return memcmp(credentials->pair, nothing, sizeof(nothing)) == 0;
}

static bool is_text(tc3_text view, const char *text)
{
    return view.length == strlen(text) && memcmp(view.bytes, text, view.length) == 0;
}

/** Borrow what is stored; its generation. Fails unless the pair is `id` and `key`. */
static uint32_t borrowed_generation(const char *id, const char *key)
{
    tc3_esp_credentials credentials;
    tc3_credentials lent;

    tc3_esp_credentials_init(&credentials, PLACE);
    const tc3_credential_source *source = tc3_esp_credentials_source(&credentials);
    assert_int_equal(source->borrow(source->context, &lent), TC3_OK);
    assert_true(is_text(lent.secret_id, id));
    assert_true(is_text(lent.secret_key, key));
    assert_int_equal(lent.token.length, 0);
    source->give_back(source->context);
    assert_true(is_wiped(&credentials));
    return lent.generation;
}

static void assert_none(void)
{
    tc3_esp_credentials credentials;
    tc3_credentials lent;
    char id[TC3_ESP_CREDENTIAL_SIZE];

    tc3_esp_credentials_init(&credentials, PLACE);
    const tc3_credential_source *source = tc3_esp_credentials_source(&credentials);
    assert_int_equal(source->borrow(source->context, &lent), TC3_ERROR_CONFIG_CREDENTIALS);
    assert_true(is_wiped(&credentials));
    assert_int_equal(tc3_esp_credentials_id(PLACE, id), TC3_ERROR_CONFIG_CREDENTIALS);
}

static void an_empty_flash_has_none(void **state)
{
    (void)state;
    assert_none();
}

static void a_stored_pair_is_lent_and_wiped(void **state)
{
    char id[TC3_ESP_CREDENTIAL_SIZE];

    (void)state;
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, KEY), TC3_OK);
    (void)borrowed_generation(ID, KEY);
    assert_int_equal(tc3_esp_credentials_id(PLACE, id), TC3_OK);
    assert_string_equal(id, ID);
}

static void the_longest_pair_fits(void **state)
{
    char text[TC3_ESP_CREDENTIAL_SIZE + 1];

    (void)state;
    memset(text, 'x', sizeof(text));
    text[TC3_ESP_CREDENTIAL_SIZE] = '\0';
    assert_int_equal(tc3_esp_credentials_store(PLACE, text, KEY),
                     TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, text),
                     TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    assert_int_equal(tc3_esp_credentials_store(PLACE, "", KEY),
                     TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, ""), TC3_ERROR_CONFIG_CREDENTIALS_FORMAT);
    assert_none();
    text[TC3_ESP_CREDENTIAL_SIZE - 1] = '\0';
    assert_int_equal(tc3_esp_credentials_store(PLACE, text, text), TC3_OK);
    (void)borrowed_generation(text, text);
}

static void another_pair_is_another_generation_even_after_erasing(void **state)
{
    (void)state;
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, KEY), TC3_OK);
    const uint32_t first = borrowed_generation(ID, KEY);
    assert_int_equal(borrowed_generation(ID, KEY), first);
    assert_int_equal(tc3_esp_credentials_erase(PLACE), TC3_OK);
    assert_none();
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, OTHER), TC3_OK);
    assert_int_not_equal(borrowed_generation(ID, OTHER), first);
}

static void erasing_nothing_is_no_error(void **state)
{
    (void)state;
    assert_int_equal(tc3_esp_credentials_erase(PLACE), TC3_OK);
}

static void damaged_pairs_are_none(void **state)
{
    size_t *length;
    uint8_t *const blob = fake_nvs_blob(&length);
    size_t whole;

    (void)state;
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, KEY), TC3_OK);
    whole = *length;
    for (*length = 0; *length < whole; ++*length) {
        assert_none();
    }
    *length = whole;
    blob[whole] = 'x';
    *length = whole + 1;
    assert_none();
    *length = whole;
    blob[4] = '\0';
    assert_none();
    blob[4] = 'A';
    blob[4 + sizeof(ID)] = '\0';
    assert_none();
}

static void each_fault_while_storing_is_told(void **state)
{
    (void)state;
    for (int number = 1; number <= 5; number++) {
        fake_nvs_reset();
        assert_int_equal(tc3_esp_credentials_store(PLACE, ID, KEY), TC3_OK);
        fake_nvs_fail_at(number);
        assert_int_equal(tc3_esp_credentials_store(PLACE, ID, OTHER), TC3_ERROR_CONFIG_MEMORY);
        fake_nvs_fail_at(0);
        assert_int_equal(fake_nvs_open_handles(), 0);
        (void)borrowed_generation(ID, number < 5 ? KEY : OTHER);
    }
}

static void each_fault_while_reading_or_erasing_is_told(void **state)
{
    tc3_esp_credentials credentials;
    tc3_credentials lent;
    char id[TC3_ESP_CREDENTIAL_SIZE];

    (void)state;
    assert_int_equal(tc3_esp_credentials_store(PLACE, ID, KEY), TC3_OK);
    tc3_esp_credentials_init(&credentials, PLACE);
    for (int number = 1; number <= 2; number++) {
        fake_nvs_fail_at(number);
        assert_int_equal(credentials.source.borrow(&credentials, &lent), TC3_ERROR_CONFIG_MEMORY);
        fake_nvs_fail_at(number);
        assert_int_equal(tc3_esp_credentials_id(PLACE, id), TC3_ERROR_CONFIG_MEMORY);
        assert_true(is_wiped(&credentials));
        fake_nvs_fail_at(number);
        assert_int_equal(tc3_esp_credentials_erase(PLACE), TC3_ERROR_CONFIG_MEMORY);
        fake_nvs_fail_at(0);
        (void)borrowed_generation(ID, KEY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_flash_has_none, set_up, handles_are_closed),
        cmocka_unit_test_setup_teardown(a_stored_pair_is_lent_and_wiped, set_up,
                                        handles_are_closed),
        cmocka_unit_test_setup_teardown(the_longest_pair_fits, set_up, handles_are_closed),
        cmocka_unit_test_setup_teardown(another_pair_is_another_generation_even_after_erasing,
                                        set_up, handles_are_closed),
        cmocka_unit_test_setup_teardown(erasing_nothing_is_no_error, set_up, handles_are_closed),
        cmocka_unit_test_setup_teardown(damaged_pairs_are_none, set_up, handles_are_closed),
        cmocka_unit_test_setup_teardown(each_fault_while_storing_is_told, set_up,
                                        handles_are_closed),
        cmocka_unit_test_setup_teardown(each_fault_while_reading_or_erasing_is_told, set_up,
                                        handles_are_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
