/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file pages.h
 * What the pages of the panel look like. Private to the panel.
 */
#ifndef PANEL_PAGES_H
#define PANEL_PAGES_H

#include "panel/panel.h"

/** The pages that a panel shows in turn. */
typedef enum panel_page {
    PANEL_PAGE_STARTING,
    PANEL_PAGE_NUMBER,  /* the remaining quota, bar and freshness */
    PANEL_PAGE_ASIDE,   /* what has no room beside the number: its age or the arrow */
    PANEL_PAGE_DETAILS, /* name and full numbers */
    PANEL_PAGE_ERROR,   /* an icon and, where there is room, a word or code */
    PANEL_PAGE_CODE,    /* the word or code that has no room beside the icon */
    PANEL_PAGE_REASON   /* the error in words */
} panel_page;

/**
 * The latest outcome's class counted from TC3_CLASS_CONFIG, for tables; 0 for a number that is no
 * status.
 */
uint8_t panel_error_index(const panel *display);

/** Columns that the light of the starting page takes from one end to the other. */
uint16_t panel_runner_steps(const panel *display);

/** Whether the number that is kept has to be shown as stale. */
bool panel_shows_stale(const panel *display);

/** The state of the answer that is kept while it is recent: PANEL_FRESH to PANEL_NO_VALUE. */
panel_state panel_quota_state(const panel *display);

/** Whether the page of `display->view` says something that no other page of its state says. */
bool panel_needs_page(const panel *display);

/** Draw the page of `display->view`; returns how many columns of its text do not fit. */
uint16_t panel_draw(panel *display);

#endif
