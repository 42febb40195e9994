# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Shared by the scripts in tools/: messages, the project's folders, and packages that are missing.
# To be sourced by bash with `set -euo pipefail` in force.

tc3_program="$(basename "$0")"
tc3_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
tc3_build="$tc3_root/build"

say() {
    printf '%s: %s\n' "$tc3_program" "$*"
}

complain() {
    printf '%s: %s\n' "$tc3_program" "$*" >&2
}

# die MESSAGE...: one line an argument, then exit status 2 (usage or set-up).
die() {
    local line
    for line in "$@"; do
        complain "$line"
    done
    exit 2
}

have() {
    command -v "$1" >/dev/null 2>&1
}

job_count() {
    nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2
}

# A header that the C compiler would find without options.
have_header() {
    local folder
    for folder in /usr/include /usr/local/include; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

# requirement_met REQUIREMENT, which is one of
#   command:NAME=PACKAGE   a program on PATH
#   header:PATH=PACKAGE    a C header
#   file:PATH=PACKAGE      a file
#   either:A,B=PACKAGE     at least one of the programs
requirement_met() {
    local what="${1%%=*}"
    local kind="${what%%:*}" name="${what#*:}" one
    case "$kind" in
    command) have "$name" ;;
    header) have_header "$name" ;;
    file) [ -e "$name" ] ;;
    either)
        for one in ${name//,/ }; do
            have "$one" && return 0
        done
        return 1
        ;;
    *) die "requirement '$1' is of no known kind" ;;
    esac
}

# Run a command as root: directly, or by sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this needs root, and there is no sudo. Run as root: $*"
    fi
}

# install_debian_packages PACKAGE...
install_debian_packages() {
    local log
    mkdir -p "$tc3_build/logs"
    log="$tc3_build/logs/packages.log"
    say "installing Debian packages: $*"
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$log" 2>&1; then
        complain "apt-get update reported a failure; trying with the package lists at hand"
    fi
    if ! as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        die "apt-get could not install: $*" "the whole log: $log"
    fi
}

# ensure_requirements REQUIREMENT...: install what is missing, or say what to install.
ensure_requirements() {
    local requirement missing=() packages=() after=()
    for requirement in "$@"; do
        if ! requirement_met "$requirement"; then
            missing+=("${requirement%%=*}")
            # shellcheck disable=SC2206 # several packages may serve one requirement
            packages+=(${requirement#*=})
        fi
    done
    [ "${#missing[@]}" -eq 0 ] && return 0
    if ! have apt-get || ! have dpkg; then
        die "missing on this system: ${missing[*]}" \
            "install them with your package manager and run this again;" \
            "Debian's names for the packages are: ${packages[*]}"
    fi
    install_debian_packages "${packages[@]}"
    hash -r
    for requirement in "$@"; do
        requirement_met "$requirement" || after+=("${requirement%%=*}")
    done
    if [ "${#after[@]}" -ne 0 ]; then
        die "still missing after installing ${packages[*]}: ${after[*]}"
    fi
}

# forget_moved_build DIRECTORY: CMake refuses to go on in a build directory that was made elsewhere,
# as in a copied or renamed clone.
forget_moved_build() {
    local made_in
    [ -e "$1/CMakeCache.txt" ] || return 0
    made_in="$(sed -n 's/^CMAKE_CACHEFILE_DIR:INTERNAL=//p' "$1/CMakeCache.txt")"
    if ! [ "$made_in" -ef "$1" ]; then
        say "$1 was made in $made_in: building anew"
        rm -rf "$1"
    fi
}

# What every build of the library needs.
tc3_build_requirements=(
    command:cmake=cmake
    command:ninja=ninja-build
    command:gcc=gcc
    header:stdio.h=libc6-dev
    command:python3=python3
    command:openssl=openssl
    command:bzip2=bzip2
    command:xz=xz-utils
    "either:curl,wget=curl ca-certificates"
)

# start_group COMMAND...: run in the background in a process group of its own, so that the command
# and all its children can be ended together; a child that makes a group of its own, as timeout does
# without --foreground, is not. Sets group_pid.
start_group() {
    set -m
    "$@" </dev/null &
    group_pid=$!
    set +m
}

# stop_group PID: end a process group: politely, and after 5 seconds for certain.
stop_group() {
    local tick
    kill -TERM -- "-$1" 2>/dev/null || return 0
    for tick in {1..50}; do
        kill -0 -- "-$1" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}
