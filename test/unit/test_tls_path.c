/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificates are accepted for a host, and by which paths to a trust anchor. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"

static uint64_t arena[16384];
static tls_client one;

static void judges_the_host_by_the_alternative_names_alone(void **state)
{
    static const struct {
        const char *chain;
        const char *host;
        bool good;
    } cases[] = {
        {"name_wild+", "www.tc3.test", true},
        {"name_wild+", "WWW.tc3.TEST", true},
        {"name_wild+", "tc3.test", false},
        {"name_wild+", ".tc3.test", false},
        {"name_wild+", "a.www.tc3.test", false},
        {"name_wild+", "www.tc3.test.", false},
        {"name_top+", "tc3.test", false},
        {"name_top+", "localhost", false},
        {"name_partial+", "www.tc3.test", false},
        {"name_partial+", "w.tc3.test", false},
        {"name_case+", "www.tc3.test", true},
        {"name_case+", "wwww.tc3.test", false},
        {"name_dot+", "tc3.test", false},
        {"name_dot+", "tc3.test.", false},
        {"name_dot+", "www.tc3.test", false},
        {"name_email+", "tc3.test", false},
        {"common_name+", "tc3.test", false},
        {"common_beside+", "tc3.test", false},
        {"name_address+", "127.0.0.1", true},
        {"name_address+", "127.0.0.2", false},
        {"name_address+", "127.0.0.01", false},
        {"name_address+", "127.0.0.1.", false},
        {"name_address+", "127.0.0", false},
        {"name_address+", "127.0.1", false},
        {"name_address+", "127.0.0.257", false},
        {"name_address+", "2130706433", false},
        {"name_address+", "name_address", false},
        {"name_address+", "2001:db8::1", true},
        {"name_address+", "2001:DB8:0:0:0:0:0:1", true},
        {"name_address+", "2001:0db8::0.0.0.1", true},
        {"name_address+", "2001:db8::1%eth0", true},
        {"name_address+", "2001:db8::0:0:0:0:0:1", false},
        {"name_address+", "2001:db8::2", false},
        {"name_address+", "2001:db8:::1", false},
        {"name_address+", "2001:db8::1:", false},
        {"name_address+", "2001:db8::1::", false},
        {"name_address+", ":2001:db8::1", false},
        {"name_address+", "2001:db8::00001", false},
        {"name_address+", "2001:db8::g", false},
        {"name_address+", "2001:db8:0:0:0:0:0:0:1", false},
        {"name_address+", "2001:db8:0:0:0:0:0.0.0.1:0", false},
        {"name_address+", "::", false},
        {"name_address+", ":", false},
        {"name_address+", "2001:db8::", false},
        {"name_as_address+", "127.0.0.1", false},
        {"name_as_address+", "2001:db8::1", false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        client_init(&one, cases[i].chain, "root_p256.der");
        client_expect(&one, cases[i].host, cases[i].good ? TC3_OK : TC3_ERROR_TLS_WRONG_HOST);
        CHECK_INT(cases[i].host, cases[i].good ? 0 : MBEDTLS_X509_BADCERT_CN_MISMATCH,
                  one.details.tls_verify_flags);
        tc3_tls_release(&one.tls);
    }
}

static int set_up(void **state)
{
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    return server_start(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_the_host_by_the_alternative_names_alone),
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
