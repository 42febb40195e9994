/* SPDX-License-Identifier: Apache-2.0 */
#include "support/statuses.h"
#include "support/test.h"

#include "tc3/io.h"
#include "tc3/status.h"
#include "tc3/text.h"

#include <ctype.h>

static void statuses_are_named_like_their_identifiers(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < status_count(); i++) {
        const status_entry *entry = status_at(i);

        CHECK_STRING(entry->name, entry->name, tc3_status_name(entry->status));
    }
}

static void each_status_has_one_sentence_of_its_own(void **state)
{
    size_t i;
    size_t j;

    (void)state;
    for (i = 0; i < status_count(); i++) {
        const status_entry *entry = status_at(i);
        const char *text = tc3_status_text(entry->status);
        size_t length = strlen(text);

        CHECK(entry->name, length > 0);
        CHECK(entry->name, strchr(text, '\n') == NULL);
        CHECK(entry->name, isupper((unsigned char)text[0]) || isdigit((unsigned char)text[0]));
        for (j = 0; j < i; j++) {
            CHECK(entry->name, strcmp(text, tc3_status_text(status_at(j)->status)) != 0);
        }
    }
}

static void errors_belong_to_the_class_of_their_number(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < status_count(); i++) {
        const status_entry *entry = status_at(i);

        CHECK_INT(entry->name, entry->status / 16, tc3_status_class(entry->status));
    }
    CHECK_INT("OK", TC3_CLASS_NONE, tc3_status_class(TC3_OK));
    CHECK_INT("PENDING", TC3_CLASS_NONE, tc3_status_class(TC3_PENDING));
    CHECK_INT("REFUSED", TC3_CLASS_NETWORK, tc3_status_class(TC3_ERROR_REFUSED));
    CHECK_INT("HTTP_SERVER", TC3_CLASS_SERVICE, tc3_status_class(TC3_ERROR_HTTP_SERVER));
}

static void numbers_without_meaning_still_have_texts(void **state)
{
    static const int numbers[] = {-1, 2, 15, 31, 46, 47, 54, 63, 72, 95, 127, 164, 176, 255, 9999};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(numbers); i++) {
        assert_non_null(tc3_status_name((tc3_status)numbers[i]));
        assert_non_null(tc3_status_text((tc3_status)numbers[i]));
        assert_non_null(tc3_class_name((tc3_class)numbers[i]));
        assert_non_null(tc3_phase_name((tc3_phase)numbers[i]));
        CHECK_STRING("no status", "?", status_identifier((tc3_status)numbers[i]));
    }
}

static void classes_have_the_documented_names(void **state)
{
    (void)state;
    CHECK_STRING("0", "none", tc3_class_name(TC3_CLASS_NONE));
    CHECK_STRING("2", "config", tc3_class_name(TC3_CLASS_CONFIG));
    CHECK_STRING("3", "network", tc3_class_name(TC3_CLASS_NETWORK));
    CHECK_STRING("4", "tls", tc3_class_name(TC3_CLASS_TLS));
    CHECK_STRING("5", "timeout", tc3_class_name(TC3_CLASS_TIMEOUT));
    CHECK_STRING("6", "protocol", tc3_class_name(TC3_CLASS_PROTOCOL));
    CHECK_STRING("7", "clock", tc3_class_name(TC3_CLASS_CLOCK));
    CHECK_STRING("8", "credentials", tc3_class_name(TC3_CLASS_CREDENTIALS));
    CHECK_STRING("9", "rate", tc3_class_name(TC3_CLASS_RATE));
    CHECK_STRING("10", "service", tc3_class_name(TC3_CLASS_SERVICE));
}

static void phases_have_their_names_in_lower_case(void **state)
{
    static const char *const names[] = {"idle",      "pause", "resolve", "connect",
                                        "handshake", "sign",  "send",    "receive"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(names); i++) {
        CHECK_STRING(names[i], names[i], tc3_phase_name((tc3_phase)i));
    }
}

static void texts_are_views_of_strings(void **state)
{
    static const tc3_text literal = TC3_TEXT_LITERAL("a\0b");
    tc3_text text = tc3_text_of("quota");

    (void)state;
    CHECK_BYTES("string", "quota", 5, text.bytes, text.length);
    CHECK_INT("empty", 0, tc3_text_of("").length);
    CHECK_INT("NULL", 0, tc3_text_of(NULL).length);
    CHECK_BYTES("literal", "a\0b", 3, literal.bytes, literal.length);
}

static void wiping_clears_just_the_given_bytes(void **state)
{
    char memory[8] = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'};

    (void)state;
    tc3_wipe(memory + 2, 4);
    CHECK_BYTES("middle", "ab\0\0\0\0gh", 8, memory, sizeof(memory));
    tc3_wipe(memory, 0);
    CHECK_INT("nothing", 'a', memory[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_are_named_like_their_identifiers),
        cmocka_unit_test(each_status_has_one_sentence_of_its_own),
        cmocka_unit_test(errors_belong_to_the_class_of_their_number),
        cmocka_unit_test(numbers_without_meaning_still_have_texts),
        cmocka_unit_test(classes_have_the_documented_names),
        cmocka_unit_test(phases_have_their_names_in_lower_case),
        cmocka_unit_test(texts_are_views_of_strings),
        cmocka_unit_test(wiping_clears_just_the_given_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
