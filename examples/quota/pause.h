/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file pause.h
 * What goes on between two refreshes.
 */
#ifndef QUOTA_PAUSE_H
#define QUOTA_PAUSE_H

#include "display.h"
#include "session.h"

/**
 * Let `pause_ms` milliseconds pass while `display` goes on, and let go of a connection of `session`
 * that is of no use any more. Time in which the process did not run counts: it was stopped, or the
 * machine slept. False if a signal asks the process to end, or if the image of `display` failed.
 */
bool quota_pause(uint32_t pause_ms, quota_session *session, quota_display *display);

#endif
