/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/fields.h"

#include "tc3/decimal.h"

#include <string.h>

/**
 * Longest number that may come as a string, in bytes; any decimal takes fewer if written plainly. A
 * longer text is none.
 */
#define NUMBER_TEXT_SIZE 48

/** Bytes of a decimal's members; what follows pads the struct. */
#define DECIMAL_LENGTH (offsetof(tc3_decimal, exponent) + sizeof(int16_t))

unsigned tc3_fields_find(const tc3_field_table *table, const char *name, size_t length)
{
    const tc3_field *end = table->fields + table->count;
    for (const tc3_field *field = table->fields; field < end; field++) {
        if (field->name.length == length && memcmp(field->name.bytes, name, length) == 0) {
            return (unsigned)(field - table->fields);
        }
    }
    return TC3_FIELD_NONE;
}

void tc3_fields_clear(const tc3_field_table *table, void *result)
{
    memset(result, 0, table->result_size);
}

/** Store the JSON number `text` as the type of `field`. */
static tc3_field_state store_number(const tc3_field *field, uint8_t *target, const char *text,
                                    size_t length)
{
    tc3_decimal decimal;
    tc3_number_form form = tc3_decimal_parse(text, length, &decimal);

    if (form == TC3_NUMBER_INVALID) {
        return TC3_FIELD_WRONG_TYPE;
    }
    if (form == TC3_NUMBER_OK && field->type == TC3_TYPE_INTEGER) {
        form = tc3_decimal_to_integer(decimal, &decimal.coefficient);
    }
    if (form == TC3_NUMBER_OK) {
        /* Of an integer the coefficient alone; never what pads the struct. */
        memcpy(target, &decimal, field->size < DECIMAL_LENGTH ? field->size : DECIMAL_LENGTH);
        return TC3_FIELD_PRESENT;
    }
    return form == TC3_NUMBER_RANGE ? TC3_FIELD_OUT_OF_RANGE : TC3_FIELD_NOT_INTEGER;
}

static tc3_field_state store_primitive(const tc3_field *field, uint8_t *target,
                                       const tc3_json_value *value)
{
    if (value->text[0] == 'n') {
        return TC3_FIELD_NULL;
    }
    if (value->text[0] == 't' || value->text[0] == 'f' || field->type == TC3_TYPE_TEXT) {
        return TC3_FIELD_WRONG_TYPE;
    }
    if (!value->last) {
        return TC3_FIELD_OUT_OF_RANGE;
    }
    return store_number(field, target, value->text, value->length);
}

/** Append a piece of text; `target` holds a NUL-terminated beginning. */
static tc3_field_state store_text(const tc3_field *field, char *target, const tc3_json_value *value)
{
    bool whole;
    const size_t used = strlen(target);
    const size_t added = tc3_json_unescape(value->text, value->length, target + used,
                                           field->size - used - 1, &whole);
    target[used + added] = '\0';
    return whole ? TC3_FIELD_PRESENT : TC3_FIELD_TRUNCATED;
}

static tc3_field_state store_string(const tc3_field *field, uint8_t *target,
                                    const tc3_json_value *value)
{
    char text[NUMBER_TEXT_SIZE];
    bool whole;

    if (field->type == TC3_TYPE_TEXT) {
        return store_text(field, (char *)target, value);
    }
    if (!value->first || !value->last) {
        return TC3_FIELD_WRONG_TYPE;
    }
    const size_t length = tc3_json_unescape(value->text, value->length, text, sizeof text, &whole);
    return whole ? store_number(field, target, text, length) : TC3_FIELD_WRONG_TYPE;
}

void tc3_fields_store(const tc3_field_table *table, void *result, unsigned index,
                      const tc3_json_value *value)
{
    const tc3_field *field = &table->fields[index];
    uint8_t *state = (uint8_t *)result + index;
    uint8_t *target = (uint8_t *)result + field->offset;

    if (value->first) {
        memset(target, 0, field->size);
    } else if (*state != TC3_FIELD_PRESENT) {
        return;
    }
    switch (value->kind) {
    case TC3_JSON_STRING:
        *state = (uint8_t)store_string(field, target, value);
        break;
    case TC3_JSON_PRIMITIVE:
        *state = (uint8_t)store_primitive(field, target, value);
        break;
    default:
        *state = TC3_FIELD_WRONG_TYPE;
        break;
    }
}
