/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_platform.h"

#include "test.h"

static bool fake_unix_time(void *context, uint32_t *seconds)
{
    fake_clock *fake = context;

    if (!fake->is_known || ++fake->readings == fake->unknown_at) {
        return false;
    }
    *seconds = fake->seconds + (fake->now_ms != NULL ? *fake->now_ms / 1000 : 0);
    return true;
}

void fake_clock_init(fake_clock *fake, uint32_t seconds)
{
    memset(fake, 0, sizeof(*fake));
    fake->clock.context = fake;
    fake->clock.unix_time = fake_unix_time;
    fake->is_known = true;
    fake->seconds = seconds;
}

static tc3_status fake_fill(void *context, uint8_t *bytes, size_t length)
{
    fake_random *fake = context;

    fake->calls++;
    if (fake->fails) {
        return TC3_ERROR_CONFIG_RANDOM;
    }
    memset(bytes, fake->byte, length);
    return TC3_OK;
}

void fake_random_init(fake_random *fake)
{
    memset(fake, 0, sizeof(*fake));
    fake->random.context = fake;
    fake->random.fill = fake_fill;
}

static tc3_text lend(fake_credentials *fake, size_t index, const char *string)
{
    tc3_text copy = {fake->copies[index], strlen(string)};

    CHECK("room for credentials", copy.length < sizeof(fake->copies[0]));
    memcpy(fake->copies[index], string, copy.length);
    return copy;
}

static tc3_status fake_borrow(void *context, tc3_credentials *credentials)
{
    fake_credentials *fake = context;

    if (fake->lent) {
        fake->violation = "borrow() of what is lent already";
    }
    if (fake->status != TC3_OK) {
        return fake->status;
    }
    fake->lent = true;
    fake->borrowed++;
    credentials->secret_id = lend(fake, 0, fake->secret_id);
    credentials->secret_key = lend(fake, 1, fake->secret_key);
    credentials->token = lend(fake, 2, fake->token);
    credentials->generation = fake->generation;
    return TC3_OK;
}

static void fake_give_back(void *context)
{
    fake_credentials *fake = context;

    if (!fake->lent) {
        fake->violation = "give_back() of what is not lent";
    }
    fake->lent = false;
    fake->given_back++;
    memset(fake->copies, 0xee, sizeof(fake->copies));
}

void fake_credentials_init(fake_credentials *fake)
{
    memset(fake, 0, sizeof(*fake));
    fake->source.context = fake;
    fake->source.borrow = fake_borrow;
    fake->source.give_back = fake_give_back;
    fake->secret_id = "AKIDEXAMPLE0123456789EXAMPLE01234567";
    fake->secret_key = "DKRYfmt07ELSZgnu18FMTahov29GNUbi";
    fake->token = "";
    fake->generation = 1;
    fake->status = TC3_OK;
}
