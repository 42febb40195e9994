/* SPDX-License-Identifier: Apache-2.0 */
/* The version, in all its forms; that ESP-IDF's manifest has it, too, test/esp makes sure. */
#include "support/test.h"

#include "tc3/version.h"

#include <stdio.h>

static void the_text_says_the_numbers(void **state)
{
    char text[32];

    (void)state;
    snprintf(text, sizeof(text), "%d.%d.%d", TC3_VERSION_MAJOR, TC3_VERSION_MINOR,
             TC3_VERSION_PATCH);
    CHECK_STRING("text", text, TC3_VERSION);
}

static void the_project_has_the_librarys_version(void **state)
{
    (void)state;
    CHECK_STRING("project()", TC3_VERSION, TC3_TEST_PROJECT_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_says_the_numbers),
        cmocka_unit_test(the_project_has_the_librarys_version),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
