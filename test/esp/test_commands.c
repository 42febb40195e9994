/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_device.h"
#include "test.h"

#include <string.h>

#define ID  "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
#define KEY "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"

static void assert_says(const fake_device *device, const char *text)
{
    if (strstr(device->written, text) == NULL) {
        fail_msg("'%s' is not in:\n%s", text, device->written);
    }
}

static void assert_conceals(const fake_device *device, const char *text)
{
    if (strstr(device->written, text) != NULL) {
        fail_msg("'%s' is in:\n%s", text, device->written);
    }
}

static void wifi_is_stored_and_its_password_never_seen(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    device.is_encrypted = true;
    assert_int_equal(fake_device_run(&device, "wifi", "Workshop\rhunter22\r"), 0);
    assert_string_equal(device.wifi.ssid, "Workshop");
    assert_string_equal(device.wifi.password, "hunter22");
    assert_conceals(&device, "hunter22");
    assert_says(&device, "stored, encrypted.");
    assert_int_equal(fake_device_run(&device, "show", ""), 0);
    assert_says(&device, "Workshop (password set)");
    assert_conceals(&device, "hunter22");
}

static void an_open_network_is_named_one(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    assert_int_equal(fake_device_run(&device, "wifi", "Lobby\r\n\r\n"), 0);
    assert_int_equal(fake_device_run(&device, "show", ""), 0);
    assert_says(&device, "Lobby (open)");
}

static void key_is_stored_masked_and_its_secret_never_seen(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    assert_int_equal(fake_device_run(&device, "key", ID "\r" KEY "\r"), 0);
    assert_string_equal(device.key.secret_id, ID);
    assert_string_equal(device.key.secret_key, KEY);
    assert_conceals(&device, KEY);
    assert_says(&device, "does not encrypt its storage");
    assert_int_equal(fake_device_run(&device, "show", ""), 0);
    assert_says(&device, "AKID...MPLE");
    assert_conceals(&device, ID);
    assert_conceals(&device, KEY);
    assert_says(&device, "not encrypted");
}

/* A terminal that sends CR LF, behind a driver that turns CR into LF; the first LF is the rest of
 * the command line. */
static void doubled_line_feeds_answer_no_question(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    assert_int_equal(fake_device_run(&device, "wifi", "\nWorkshop\n\nhunter22\n\n"), 0);
    assert_string_equal(device.wifi.ssid, "Workshop");
    assert_string_equal(device.wifi.password, "hunter22");
    assert_int_equal(fake_device_run(&device, "key", "\n" ID "\n\n" KEY "\n\n"), 0);
    assert_string_equal(device.key.secret_id, ID);
    assert_string_equal(device.key.secret_key, KEY);
    assert_int_equal(fake_device_run(&device, "forget", "\nyes\n\n"), 0);
    assert_false(device.has_wifi || device.has_key);
}

static void what_cannot_be_right_changes_nothing(void **state)
{
    static const struct {
        const char *name;
        const char *keys;
    } attempts[] = {
        {"wifi", "\r"},
        {"wifi", "Workshop\rshort\r"},
        {"wifi", "Workshop\r\x03"},
        {"wifi", "Workshop"},
        {"wifi", "a network whose name is much too long\r"},
        {"key", ID " \r"},
        {"key", ID "\r" KEY " \r"},
        {"key", ID "\r\r"},
        {"key", ID "\r\x04"},
        {"key", ID ID ID ID "\r" KEY "\r"},
        {"forget", "no\r"},
        {"forget", "yesterday\r"},
        {"forget", "\r"},
        {"forget", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
        fake_device device;
        fake_device_init(&device);
        assert_int_equal(fake_device_run(&device, "wifi", "Home\rsweethome\r"), 0);
        assert_int_equal(fake_device_run(&device, "key", ID "\r" KEY "\r"), 0);
        assert_int_equal(fake_device_run(&device, attempts[i].name, attempts[i].keys), 1);
        assert_says(&device, "Nothing was changed");
        assert_conceals(&device, KEY);
        assert_int_equal(device.stores, 2);
        assert_string_equal(device.wifi.ssid, "Home");
        assert_string_equal(device.key.secret_key, KEY);
        assert_true(device.has_wifi && device.has_key);
    }
}

static void a_full_flash_is_said(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    device.is_full = true;
    assert_int_equal(fake_device_run(&device, "key", ID "\r" KEY "\r"), 1);
    assert_says(&device, "could not be stored");
    assert_int_equal(fake_device_run(&device, "forget", "yes\r"), 1);
    assert_says(&device, "erase-flash");
}

/* What is in it may be worth something to somebody who can mend it: only a person erases it. */
static void a_storage_that_cannot_be_read_is_said_and_kept(void **state)
{
    static const char *const names[] = {"show", "wifi", "key"};
    fake_device device;

    (void)state;
    fake_device_init(&device);
    device.fault = "ESP_ERR_NVS_CORRUPT_KEY_PART";
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_int_equal(fake_device_run(&device, names[i], ID "\r" KEY "\r"), 1);
        assert_says(&device, "cannot be read (ESP_ERR_NVS_CORRUPT_KEY_PART)");
        assert_conceals(&device, "not set");
        assert_conceals(&device, "SecretId");
    }
    assert_int_equal(fake_device_run(&device, "forget", "no\r"), 1);
    assert_says(&device, "cannot be read");
    assert_non_null(device.fault);
    assert_int_equal(device.stores, 0);
}

static void forgetting_makes_the_storage_usable_again(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    device.fault = "ESP_ERR_NVS_NO_FREE_PAGES";
    assert_int_equal(fake_device_run(&device, "forget", "yes\r"), 0);
    assert_int_equal(fake_device_run(&device, "key", ID "\r" KEY "\r"), 0);
    assert_int_equal(fake_device_run(&device, "show", ""), 0);
    assert_says(&device, "AKID...MPLE");
}

static void a_key_that_cannot_be_read_is_not_called_missing(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    device.is_key_unreadable = true;
    assert_int_equal(fake_device_run(&device, "show", ""), 0);
    assert_says(&device, "SecretId  cannot be read");
}

static void words_after_a_command_are_refused(void **state)
{
    fake_device device;
    char first[16];
    char second[] = "hunter22";
    char *words[] = {first, second, NULL};

    (void)state;
    fake_device_init(&device);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        device.written[0] = '\0';
        device.keys = "";
        strcpy(first, commands[i].name);
        assert_int_equal(command_run(&device.edge, 2, words), 1);
        assert_says(&device, "takes no words");
        assert_conceals(&device, second);
    }
    assert_int_equal(device.refreshes, 0);
}

static void forgets_when_told_so(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    assert_int_equal(fake_device_run(&device, "key", ID "\r" KEY "\r"), 0);
    assert_int_equal(fake_device_run(&device, "forget", "yes\r"), 0);
    assert_false(device.has_key);
    assert_int_equal(fake_device_run(&device, "show", ""), 0);
    assert_says(&device, "not set: type wifi");
    assert_says(&device, "not set: type key");
}

static void refreshes_when_asked(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    assert_int_equal(fake_device_run(&device, "refresh", ""), 0);
    assert_int_equal(device.refreshes, 1);
}

static void details_before_any_call(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    assert_int_equal(fake_device_run(&device, "details", ""), 0);
    assert_says(&device, "Outcome     none yet\n");
    assert_says(&device, "Network     down\n");
    assert_says(&device, "Time        not known yet\n");
    assert_conceals(&device, "TLS session");
}

static void details_of_what_made_no_attempt(void **state)
{
    fake_device device;

    (void)state;
    fake_device_init(&device);
    device.report.has_outcome = true;
    device.report.status = TC3_ERROR_CONFIG_CREDENTIALS;
    assert_int_equal(fake_device_run(&device, "details", ""), 0);
    assert_says(&device, "Outcome     CONFIG_CREDENTIALS, 0 s ago\n");
    assert_conceals(&device, "Phase");
    assert_conceals(&device, "TLS session");
    assert_conceals(&device, "RequestId");
}

static void details_of_a_good_call(void **state)
{
    fake_device device;
    command_report *const report = &device.report;

    (void)state;
    fake_device_init(&device);
    report->has_outcome = report->has_pool = report->has_network = report->has_time = true;
    memset(report->pool.state, TC3_FIELD_PRESENT, sizeof(report->pool.state));
    strcpy(report->pool.agent_name, "Example\x1b[2J Ltd");
    report->pool.account_type = 1;
    report->pool.total_quota = (tc3_decimal){.coefficient = 50000, .exponent = -1};
    report->pool.remaining_quota = (tc3_decimal){.coefficient = 12345, .exponent = -1};
    report->pool.state[TC3_VOUCHER_POOL_ISSUED_NUM] = TC3_FIELD_NULL;
    strcpy(report->details.api.request_id, "11a37bf2-7d12-429f-8d25-c7df44dcc434");
    report->details.api.state[TC3_ENVELOPE_REQUEST_ID] = TC3_FIELD_PRESENT;
    report->details.attempts = 1;
    report->details.io.tls_resumed = true;
    report->has_handshake = true;
    report->details.http_status = 200;
    report->pool_age_s = 17;
    assert_int_equal(fake_device_run(&device, "details", ""), 0);
    assert_says(&device, "Name        Example?[2J Ltd\n");
    assert_says(&device, "Role        1 (reseller)\n");
    assert_says(&device, "Total       5000.0\n");
    assert_says(&device, "Remaining   1234.5\n");
    assert_says(&device, "Issued      null\n");
    assert_says(&device, "Quota's age 17 s\n");
    assert_says(&device, "RequestId   11a37bf2-7d12-429f-8d25-c7df44dcc434\n");
    assert_says(&device, "Outcome     OK, 0 s ago\n");
    assert_says(&device, "TLS session resumed\n");
    assert_conceals(&device, "Phase");
    assert_conceals(&device, "API code");
}

static void details_name_what_the_answer_lacks_or_was_cut(void **state)
{
    fake_device device;
    command_report *const report = &device.report;

    (void)state;
    fake_device_init(&device);
    report->has_outcome = report->has_pool = true;
    strcpy(report->pool.agent_name, "Example Res");
    report->pool.state[TC3_VOUCHER_POOL_AGENT_NAME] = TC3_FIELD_TRUNCATED;
    report->pool.state[TC3_VOUCHER_POOL_ACCOUNT_TYPE] = TC3_FIELD_NULL;
    report->pool.state[TC3_VOUCHER_POOL_TOTAL_QUOTA] = TC3_FIELD_WRONG_TYPE;
    report->pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA] = TC3_FIELD_OUT_OF_RANGE;
    report->pool.state[TC3_VOUCHER_POOL_ISSUED_NUM] = TC3_FIELD_NOT_INTEGER;
    strcpy(report->details.api.request_id, "11a37bf2");
    report->details.api.state[TC3_ENVELOPE_REQUEST_ID] = TC3_FIELD_TRUNCATED;
    report->details.api.state[TC3_ENVELOPE_MESSAGE] = TC3_FIELD_NULL;
    assert_int_equal(fake_device_run(&device, "details", ""), 0);
    assert_says(&device, "Name        Example Res (truncated)\n");
    assert_says(&device, "Role        null\n");
    assert_says(&device, "Total       of another type\n");
    assert_says(&device, "Remaining   out of range\n");
    assert_says(&device, "Issued      not an integer\n");
    assert_says(&device, "RequestId   11a37bf2 (truncated)\n");
    assert_says(&device, "API message null\n");
    report->pool.state[TC3_VOUCHER_POOL_AGENT_NAME] = TC3_FIELD_ABSENT;
    assert_int_equal(fake_device_run(&device, "details", ""), 0);
    assert_says(&device, "Name        absent\n");
}

static void details_of_a_fault_after_a_good_call(void **state)
{
    fake_device device;
    command_report *const report = &device.report;

    (void)state;
    fake_device_init(&device);
    report->has_outcome = report->has_pool = true;
    report->pool_age_s = 4000;
    report->status = TC3_ERROR_TLS_EXPIRED;
    report->age_s = 3;
    report->details.phase = TC3_PHASE_HANDSHAKE;
    report->details.attempts = 2;
    report->details.io.tls_verify_flags = 0x1;
    report->details.io.port_error = -9984;
    report->details.clock_offset = -12;
    assert_int_equal(fake_device_run(&device, "details", ""), 0);
    assert_says(&device, "Outcome     TLS_EXPIRED, 3 s ago\n");
    assert_says(&device, tc3_status_text(TC3_ERROR_TLS_EXPIRED));
    assert_says(&device, "Phase       handshake, attempt 2\n");
    assert_says(&device, "Port error  -9984\n");
    assert_says(&device, "TLS flags   0x1\n");
    assert_says(&device, "Clock       corrected by -12 s\n");
    assert_conceals(&device, "TLS session");
    assert_says(&device, "Remaining   absent\n");
    assert_says(&device, "Quota's age 4000 s\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wifi_is_stored_and_its_password_never_seen),
        cmocka_unit_test(an_open_network_is_named_one),
        cmocka_unit_test(key_is_stored_masked_and_its_secret_never_seen),
        cmocka_unit_test(doubled_line_feeds_answer_no_question),
        cmocka_unit_test(what_cannot_be_right_changes_nothing),
        cmocka_unit_test(a_full_flash_is_said),
        cmocka_unit_test(a_storage_that_cannot_be_read_is_said_and_kept),
        cmocka_unit_test(forgetting_makes_the_storage_usable_again),
        cmocka_unit_test(a_key_that_cannot_be_read_is_not_called_missing),
        cmocka_unit_test(words_after_a_command_are_refused),
        cmocka_unit_test(forgets_when_told_so),
        cmocka_unit_test(refreshes_when_asked),
        cmocka_unit_test(details_before_any_call),
        cmocka_unit_test(details_of_what_made_no_attempt),
        cmocka_unit_test(details_of_a_good_call),
        cmocka_unit_test(details_name_what_the_answer_lacks_or_was_cut),
        cmocka_unit_test(details_of_a_fault_after_a_good_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
