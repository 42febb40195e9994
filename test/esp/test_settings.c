/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"
#include "test.h"

#include <string.h>

static const char *filled(char *text, size_t length, char character)
{
    memset(text, character, length);
    text[length] = '\0';
    return text;
}

static void network_names(void **state)
{
    char text[64];

    (void)state;
    assert_null(settings_check_ssid("x"));
    assert_null(settings_check_ssid("Caf\xc3\xa9 am Eck"));
    assert_null(settings_check_ssid(filled(text, 32, 'n')));
    assert_non_null(settings_check_ssid(filled(text, 33, 'n')));
    assert_non_null(settings_check_ssid(""));
    assert_non_null(settings_check_ssid("a\tb"));
    assert_non_null(settings_check_ssid("a\x7f"));
}

static void passwords(void **state)
{
    char text[80];

    (void)state;
    assert_null(settings_check_password(""));
    assert_non_null(settings_check_password("1234567"));
    assert_null(settings_check_password("12345678"));
    assert_null(settings_check_password(" with blanks "));
    assert_null(settings_check_password(filled(text, 63, 'p')));
    assert_non_null(settings_check_password(filled(text, 64, 'p')));
    assert_null(settings_check_password(filled(text, 64, 'F')));
    assert_non_null(settings_check_password(filled(text, 65, 'F')));
    assert_non_null(settings_check_password("pass\xc3\xa9word"));
}

static void secret_ids(void **state)
{
    char text[200];

    (void)state;
    assert_null(settings_check_secret_id("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"));
    assert_non_null(settings_check_secret_id(""));
    assert_non_null(settings_check_secret_id(" AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"));
    assert_non_null(settings_check_secret_id("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE "));
    assert_non_null(settings_check_secret_id("AKIDz8krbsJ5yKBZ/pn74WFkmLPx3EXAMPLE"));
    assert_non_null(settings_check_secret_id("AKIDz8krbsJ5yKBZ,pn74WFkmLPx3EXAMPLE"));
    assert_non_null(settings_check_secret_id("AKIDz8krbsJ5yKBZ\xc3\xa9"));
    assert_non_null(settings_check_secret_id("AKIDz8krbsJ5yKB"));
    assert_null(settings_check_secret_id(filled(text, SETTINGS_CREDENTIAL_SIZE - 1, 'A')));
    assert_non_null(settings_check_secret_id(filled(text, SETTINGS_CREDENTIAL_SIZE, 'A')));
}

static void secret_keys(void **state)
{
    char text[200];

    (void)state;
    assert_null(settings_check_secret_key("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"));
    assert_null(settings_check_secret_key("with/slash,and=signs0123456789AB"));
    assert_non_null(settings_check_secret_key(""));
    assert_non_null(settings_check_secret_key("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE\t"));
    assert_non_null(settings_check_secret_key("Gu5t9xGARNpq 86cd98joQYCN3EXAMPLE"));
    assert_non_null(settings_check_secret_key(filled(text, SETTINGS_CREDENTIAL_SIZE, 'K')));
}

static void reasons_do_not_repeat_the_secret(void **state)
{
    (void)state;
    assert_null(strstr(settings_check_secret_key("hunter2"), "hunter2"));
    assert_null(strstr(settings_check_password("hunter2"), "hunter2"));
}

static void masks_show_the_ends_only(void **state)
{
    char masked[SETTINGS_MASKED_SIZE];

    (void)state;
    settings_mask("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", masked);
    assert_string_equal(masked, "AKID...MPLE");
    settings_mask("AKID12345678", masked);
    assert_string_equal(masked, "AKID...5678");
    settings_mask("AKID1234567", masked);
    assert_string_equal(masked, "****");
    settings_mask("", masked);
    assert_string_equal(masked, "****");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_names),
        cmocka_unit_test(passwords),
        cmocka_unit_test(secret_ids),
        cmocka_unit_test(secret_keys),
        cmocka_unit_test(reasons_do_not_repeat_the_secret),
        cmocka_unit_test(masks_show_the_ends_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
