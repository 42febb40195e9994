/* SPDX-License-Identifier: Apache-2.0 */
#include "output.h"

#include <stddef.h>
#include <string.h>

const quota_output quota_outputs[] = {
    {"text", "for eyes", quota_text_pool, quota_error_report, false, false},
    {"table", "one box a refresh", quota_table_pool, quota_error_report, false, false},
    {"json", "the same members as tccli", quota_json_pool, quota_json_error, false, false},
    {"jsonl", "the same on one line a refresh, errors too", quota_jsonl_pool, quota_jsonl_error,
     true, false},
    {"panel", "an LED panel; it moves on a terminal", quota_panel_pool, quota_panel_error, true,
     true},
    {NULL, NULL, NULL, NULL, false, false},
};

const quota_output *quota_output_find(const char *name)
{
    const quota_output *output;

    for (output = quota_outputs; output->name != NULL; output++) {
        if (strcmp(output->name, name) == 0) {
            return output;
        }
    }
    return NULL;
}

bool quota_output_write(const quota_output *output, const quota_outcome *outcome)
{
    if (outcome->status == TC3_OK) {
        output->pool(outcome, stdout);
    } else {
        output->error(outcome, output->errors_to_stdout ? stdout : stderr);
    }
    return fflush(stdout) == 0 && ferror(stdout) == 0;
}
