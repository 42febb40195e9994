/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file picture.h
 * Whole pictures as readable files: test/panel/pictures/NAME.txt, '#' for a lit LED and '.' for an
 * unlit one, then the intensity.
 */
#ifndef TEST_PANEL_PICTURE_H
#define TEST_PANEL_PICTURE_H

#include "panel/model/frame.h"

/**
 * Fail the test unless `frame` is the picture called `name`; both are printed then. With the
 * environment variable PANEL_PICTURES_REWRITE set, write the picture instead: then look at it.
 */
void picture_check(const char *name, const panel_frame *frame);

#endif
