#!/bin/sh
# Makes sure that what the book is built with is there: Swift, libcmark, zlib's headers and pkg-config.
# Installs the libraries if they are missing; Swift itself it only asks for.
set -eu

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
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists libcmark && have_zlib
}

# On macOS, zlib is part of the system and has no pkg-config file.
have_zlib() {
    [ "$(uname)" = Darwin ] || pkg-config --exists zlib
}

have_libraries && exit 0

if [ "$(uname)" = Darwin ]; then
    command -v brew >/dev/null 2>&1 ||
        fail "libcmark or pkg-config is missing. Install Homebrew (https://brew.sh), or the two by hand."
    echo "setup: installing cmark and pkg-config with Homebrew"
    brew install cmark pkgconf
elif command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" -eq 0 ]; then
        sudo=
    elif ! command -v sudo >/dev/null 2>&1; then
        fail "libcmark, zlib or pkg-config is missing. As root, run: apt-get install libcmark-dev zlib1g-dev pkg-config"
    elif [ -t 0 ]; then
        sudo=sudo
    else
        sudo="sudo -n"
    fi
    echo "setup: installing libcmark-dev, zlib1g-dev and pkg-config with apt-get"
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends libcmark-dev zlib1g-dev pkg-config >/dev/null
else
    fail "libcmark, zlib's headers or pkg-config is missing. Install them with this system's package manager."
fi

have_libraries || fail "libcmark or zlib is still not found by pkg-config after installing them"
