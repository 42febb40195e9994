# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Debian's source packages by a private apt state: nothing of the machine's configuration changes,
# and no root is needed. To be sourced after common.sh.

# apt_lines FILE...: the machine's enabled binary sources as lines "URI SUITE COMPONENT", from
# one-line (*.list) and deb822 (*.sources) files.
apt_lines() {
    local file
    for file in "$@"; do
        [ -r "$file" ] || continue
        case "$file" in
        *.list) awk '
            { sub(/#.*/, "") }
            $1 == "deb" {
                i = 2
                if ($i ~ /^\[/) {
                    while (i <= NF && $i !~ /\]$/) i++
                    i++
                }
                for (j = i + 2; j <= NF; j++) print $i, $(i + 1), $j
            }' "$file" ;;
        *.sources) awk '
            function flush(    u, s, c, us, ss, cs, i, j, k) {
                if (value["types"] ~ /(^| )deb( |$)/ && tolower(value["enabled"]) !~ /^(no|false|0)$/) {
                    us = split(value["uris"], u, " ")
                    ss = split(value["suites"], s, " ")
                    cs = split(value["components"], c, " ")
                    for (i = 1; i <= us; i++)
                        for (j = 1; j <= ss; j++)
                            for (k = 1; k <= cs; k++) print u[i], s[j], c[k]
                }
                split("", value)
                field = ""
            }
            /^#/ { next }
            /^[ \t]*$/ { flush(); next }
            /^[ \t]/ { sub(/^[ \t]+/, ""); value[field] = value[field] " " $0; next }
            {
                field = tolower(substr($0, 1, index($0, ":") - 1))
                text = substr($0, index($0, ":") + 1)
                gsub(/^[ \t]+|[ \t]+$/, "", text)
                value[field] = text
            }
            END { flush() }' "$file" ;;
        esac
    done
}

# debian_mirrors [APT_CONFIG_DIR]: the URIs that serve a whole Debian release, each once.
debian_mirrors() {
    local etc="${1:-/etc/apt}"
    apt_lines "$etc/sources.list" "$etc"/sources.list.d/*.list "$etc"/sources.list.d/*.sources |
        awk '$1 !~ /^cdrom:/ && $3 == "main" &&
            $2 ~ /^(bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable)$/ {
                sub(/\/+$/, "", $1)
                if (!seen[$1]++) print $1
            }'
}

debian_keyring() {
    local file
    for file in /usr/share/keyrings/debian-archive-keyring.gpg \
        /usr/share/keyrings/debian-archive-keyring.pgp; do
        if [ -r "$file" ]; then
            printf '%s\n' "$file"
            return 0
        fi
    done
    return 1
}

# private_apt STATE COMMAND ARGUMENT...: a command of apt on the state's own lists and cache.
private_apt() {
    local state="$1" command="$2"
    shift 2
    "$command" \
        -oDir::Etc::sourcelist="$state/sources.list" -oDir::Etc::sourceparts=- \
        -oDir::State::Lists="$state/lists" -oDir::Cache="$state/cache" \
        -oAPT::Sandbox::User="$(id -un)" -oAPT::Update::Error-Mode=any \
        -oAcquire::Retries=1 -oAcquire::http::Timeout=15 -oAcquire::https::Timeout=15 \
        -oAcquire::Languages=none -q "$@"
}

# debian_prepare STATE SUITE: fetch the suite's index of sources. Prints why not, if it fails.
debian_prepare() {
    local state="$1/$2" suite="$2" mirror keyring
    [ -e "$state/ready" ] && return 0
    if ! have apt-get; then
        echo "no apt-get on this system"
        return 1
    fi
    if ! keyring="$(debian_keyring)"; then
        echo "no Debian archive keyring (package debian-archive-keyring)"
        return 1
    fi
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    while read -r mirror; do
        echo "deb-src [signed-by=$keyring] $mirror $suite main" >"$state/sources.list"
        if private_apt "$state" apt-get update >"$state/update.log" 2>&1; then
            touch "$state/ready"
            return 0
        fi
    done < <(debian_mirrors)
    if [ -s "$state/update.log" ]; then
        echo "the machine's mirror does not answer for $suite:" \
            "$(grep '^[EW]:' "$state/update.log" | head -n 1)"
    else
        echo "apt on this machine names no mirror of a Debian release"
    fi
    return 1
}

# debian_version_with STATE SUITE PACKAGE SHA256: the version whose files include that hash.
debian_version_with() {
    private_apt "$1/$2" apt-cache showsrc "$3" 2>/dev/null |
        awk -v hash="$4" '/^Version:/ { version = $2 } $1 == hash { print version; exit }'
}

# debian_download STATE SUITE PACKAGE VERSION DIRECTORY: the upstream archive of a source package.
debian_download() {
    local state="$1/$2"
    (cd "$5" && private_apt "$state" apt-get source --download-only --tar-only "$3=$4") \
        >"$state/download.log" 2>&1
}
