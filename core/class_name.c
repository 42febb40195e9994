/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/status.h"

const char *tc3_class_name(tc3_class class_number)
{
    switch (class_number) {
    case TC3_CLASS_CONFIG:
        return "config";
    case TC3_CLASS_NETWORK:
        return "network";
    case TC3_CLASS_TLS:
        return "tls";
    case TC3_CLASS_TIMEOUT:
        return "timeout";
    case TC3_CLASS_PROTOCOL:
        return "protocol";
    case TC3_CLASS_CLOCK:
        return "clock";
    case TC3_CLASS_CREDENTIALS:
        return "credentials";
    case TC3_CLASS_RATE:
        return "rate";
    case TC3_CLASS_SERVICE:
        return "service";
    default:
        return "none";
    }
}
