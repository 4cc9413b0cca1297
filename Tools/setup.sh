#!/bin/sh
# Makes sure that what the book is built with is there: Swift, cmark-gfm, zlib's headers and pkg-config.
# Installs the libraries if they are missing; Swift itself it only asks for.
#
#     Tools/setup.sh           what the book needs
#     Tools/setup.sh strace    what `make crash` needs, where it can be had
set -eu

if [ "${1:-}" = strace ]; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
        apt-get update -qq && apt-get install -qq -y --no-install-recommends strace >/dev/null && exit 0
    fi
    echo "setup: there is no strace, so the tools' behaviour when they are killed isn't tested here" >&2
    exit 0
fi

fail() {
    printf 'setup: error: %s\n' "$1" >&2
    exit 1
}

command -v swift >/dev/null 2>&1 ||
    fail "Swift is not installed. Get version 6.2 or later from https://www.swift.org/install"

version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
major=${version%%.*}
minor=${version#*.}
if [ -z "$version" ]; then
    fail "'swift --version' does not tell its version; the book needs Swift 6.2 or later"
elif [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    fail "this is Swift $version; the book needs 6.2 or later, from https://www.swift.org/install"
fi

have_libraries() {
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists libcmark-gfm && have_zlib
}

# On macOS, zlib is part of the system and has no pkg-config file.
have_zlib() {
    [ "$(uname)" = Darwin ] || pkg-config --exists zlib
}

# SwiftPM runs no command, not even `swift run extract`, while Package.swift names a folder that isn't there: after
# `rm -rf Sources`, say, or a merge. This brings back what git has, and makes the other folders for extract to fill.
missing_folders() {
    for folder in Sources/Engine Sources/Kindling $(programs); do [ -d "$folder" ] || echo "$folder"; done
}

programs() {
    sed -n '/extract: programs begin/,/extract: programs end/s|^ *"\(.*\)",$|Sources/Programs/\1|p' Package.swift
}

# Two branches that have both added pages meet in the list, which extract writes anyway: any list that Swift can read will do.
mend_list() {
    sed -n '/extract: programs begin/,/extract: programs end/p' Package.swift | grep -q '^<<<<<<< ' || return 0
    echo "setup: taking the merge's marks out of the list of programs in Package.swift"
    awk '/extract: programs begin/ { inside = 1 }
         /extract: programs end/ { inside = 0 }
         !inside || !(/^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)/ || seen[$0]++)' Package.swift >Package.swift.mended
    cat Package.swift.mended >Package.swift
    rm Package.swift.mended
}

mend_folders() {
    [ -n "$(missing_folders)" ] || return 0
    echo "setup: bringing back the folders of Sources that Package.swift names"
    if [ -e .git ] && command -v git >/dev/null 2>&1; then
        git ls-files -z --deleted -- Sources | xargs -0 git checkout -q -- 2>/dev/null || true
    fi
    missing_folders | while read -r folder; do mkdir -p "$folder"; done
    # An empty library is none to SwiftPM. This is what extract writes for a page without code, and removes again.
    [ -n "$(find Sources/Kindling -name '*.swift' | head -n 1)" ] ||
        printf '%s\n' '// Written by `swift run extract` from these chapters; don'"'"'t edit this file.' \
            '// Content hash: cbf29ce484222325' '' >Sources/Kindling/Empty.swift
}

# The compiler's caches know the folder that they were made in, and are refused in another.
mend_caches() {
    here=$(pwd -P)
    for build in .build .build-*; do
        [ -d "$build" ] || continue
        if [ -f "$build/place" ]; then
            [ "$(cat "$build/place")" != "$here" ] || continue
        else
            # /dev/null for a folder without any. grep counts it as a failure that it has nothing to list.
            elsewhere=$(find "$build" -name '*.d' | head -n 50 | tr '\n' '\0' | xargs -0 grep -LF "$here/" /dev/null |
                grep -v '^/dev/null$' || true)
            [ -n "$elsewhere" ] || { echo "$here" >"$build/place" && continue; }
        fi
        echo "setup: the checkout was moved; removing the compiler's caches in $build"
        find "$build" -type d -name ModuleCache -prune -exec rm -rf {} +
        echo "$here" >"$build/place"
    done
}

mend_list
mend_folders
mend_caches

have_libraries && exit 0

if [ "$(uname)" = Darwin ]; then
    command -v brew >/dev/null 2>&1 ||
        fail "cmark-gfm or pkg-config is missing. Install Homebrew (https://brew.sh), or the two by hand."
    echo "setup: installing cmark-gfm and pkg-config with Homebrew"
    brew install cmark-gfm pkgconf
elif command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" -eq 0 ]; then
        sudo=
    elif ! command -v sudo >/dev/null 2>&1; then
        fail "cmark-gfm, zlib or pkg-config is missing. As root, run: apt-get install libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev pkg-config"
    elif [ -t 0 ]; then
        sudo=sudo
    else
        sudo="sudo -n"
    fi
    echo "setup: installing cmark-gfm, zlib1g-dev and pkg-config with apt-get"
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev pkg-config >/dev/null
else
    fail "cmark-gfm, zlib's headers or pkg-config is missing. Install them with this system's package manager."
fi

have_libraries || fail "cmark-gfm or zlib is still not found by pkg-config after installing them"
