/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file action.h
 * An API action as data: its name, its request body, and a table that says which members of the
 * answer go where in a result struct. Signing, sending and parsing know no action: adding one adds
 * such a table. What is specific to QueryVoucherPool besides is words alone: names of its account
 * types (account_type.c), its error codes among the common ones (api_code.c), and the advice about
 * them (status_text.c).
 */
#ifndef TC3_ACTION_H
#define TC3_ACTION_H

#include "tc3/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a field of a result holds; absent, null and zero are three things. */
typedef enum tc3_field_state {
    TC3_FIELD_ABSENT = 0,  /**< the answer has no such member */
    TC3_FIELD_NULL,        /**< it is null */
    TC3_FIELD_PRESENT,     /**< the value is there, whole and exact */
    TC3_FIELD_TRUNCATED,   /**< text only: its beginning is there, cut at a UTF-8 boundary */
    TC3_FIELD_WRONG_TYPE,  /**< the member's value is of another kind; no value is stored */
    TC3_FIELD_NOT_INTEGER, /**< a number with a fraction in an integer field; no value is stored */
    TC3_FIELD_OUT_OF_RANGE /**< a number that does not fit; no value is stored */
} tc3_field_state;

/** The C type behind a field. */
typedef enum tc3_field_type {
    TC3_TYPE_TEXT,    /**< char[size], UTF-8, NUL-terminated */
    TC3_TYPE_INTEGER, /**< int64_t */
    TC3_TYPE_DECIMAL  /**< tc3_decimal */
} tc3_field_type;

/** One member of the answer. */
typedef struct tc3_field {
    tc3_text name;   /**< the JSON member's name, case-sensitive */
    uint8_t type;    /**< a tc3_field_type */
    uint16_t offset; /**< of the value in the result struct */
    uint16_t size;   /**< of the value in bytes */
} tc3_field;

/** Table entry for `member` of `result_type`, fed from the JSON member `json_name`. */
#define TC3_FIELD(json_name, field_type, result_type, member)                             \
    {                                                                                     \
        TC3_TEXT_LITERAL(json_name), field_type, (uint16_t)offsetof(result_type, member), \
            (uint16_t)sizeof(((result_type *)0)->member)                                  \
    }

/**
 * A set of fields and the result they fill. The result struct begins with an array of `count`
 * bytes, each the tc3_field_state of the field at the same index.
 */
typedef struct tc3_field_table {
    const tc3_field *fields;
    uint8_t count;
    uint16_t result_size; /**< bytes of the result struct */
} tc3_field_table;

/** An action of the API. */
typedef struct tc3_action {
    tc3_text service; /**< "intlpartnersmgt": part of the signature, not of the host name */
    tc3_text name;    /**< X-TC-Action */
    tc3_text version; /**< X-TC-Version */
    tc3_text body;    /**< the JSON request body, "{}" without parameters */
    tc3_field_table table;
    /**
     * Carrying it out twice does no harm, as with one that only reads. Else no request is sent
     * again that the service may have got (see client.h).
     */
    bool repeatable;
} tc3_action;

#ifdef __cplusplus
}
#endif

#endif
