# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="All sources: what shellcheck finds, syntax of Python, format of C"
lane_quick=yes
lane_needs=(command:shellcheck=shellcheck command:clang-format=clang-format)

# source_files FIND_TEST...: files of this repository; what builds put among them is not its own.
source_files() {
    find .ci core examples port test tools \
        \( -name build -o -name managed_components -o -name node_modules \) -prune -o \
        -type f "$@" -print0
}

# scripts SUFFIX INTERPRETER: by their names, or by their first lines; INTERPRETER is a regular expression.
scripts() {
    local file
    while IFS= read -r -d '' file; do
        if [[ "$file" == *"$1" ]] || head -n 1 "$file" | grep -qE "^#!.*\\b$2\\b"; then
            printf '%s\0' "$file"
        fi
    done < <(source_files -size -200k)
}

shell_files() {
    scripts .sh bash
}

python_files() {
    scripts .py 'python3?'
}

bash_parses() {
    shell_files | xargs -0 -n 1 bash -n
}

shellcheck_is_content() {
    shell_files | xargs -0 shellcheck --external-sources
}

python_compiles() {
    python_files | PYTHONDONTWRITEBYTECODE=1 xargs -0 -n 1 python3 -c '
import ast, sys
ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])'
}

c_files() {
    source_files -name '*.[ch]'
}

c_is_formatted() {
    c_files | xargs -0 clang-format --dry-run -Werror
}

# clang-format does not break comments.
c_lines_fit() {
    # shellcheck disable=SC2016 # the dollars are awk's
    c_files | xargs -0 awk 'length($0) > 100 { print FILENAME ":" FNR ": over 100 columns"; long = 1 }
        END { exit long }'
}

lane_run() {
    check "bash parses every script" bash_parses
    check "shellcheck" shellcheck_is_content
    check "Python parses every module" python_compiles
    check "clang-format has nothing to change" c_is_formatted
    check "no line of C is longer than 100 columns" c_lines_fit
}
