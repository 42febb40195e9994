/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/io.h"

const char *tc3_phase_name(tc3_phase phase)
{
    switch (phase) {
    case TC3_PHASE_PAUSE:
        return "pause";
    case TC3_PHASE_RESOLVE:
        return "resolve";
    case TC3_PHASE_CONNECT:
        return "connect";
    case TC3_PHASE_HANDSHAKE:
        return "handshake";
    case TC3_PHASE_SIGN:
        return "sign";
    case TC3_PHASE_SEND:
        return "send";
    case TC3_PHASE_RECEIVE:
        return "receive";
    default:
        return "idle";
    }
}
