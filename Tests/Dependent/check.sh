#!/bin/sh
# Builds the package beside this script, which depends on Kindling by path, and runs it: from another working directory, and
# again after the executable and its resources have been moved. Fails if it can't be built or prints anything unexpected.
#
#     Tests/Dependent/check.sh [scratch folder]        default: .build-dependent at the root
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
scratch=${1:-$here/../../.build-dependent}
mkdir -p "$scratch"
scratch=$(CDPATH= cd -- "$scratch" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/kindling-dependent.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

build() { swift build --package-path "$here" --scratch-path "$scratch" -c release --product dependent "$@"; }

# What the build says is shown if it fails.
if ! build >"$work/build.log" 2>&1; then
    cat "$work/build.log" >&2
    echo "dependent: the package that depends on Kindling does not build" >&2
    exit 1
fi
bin=$(build --show-bin-path 2>/dev/null)

compare() {
    if ! diff -u "$here/expected.txt" "$work/output.txt" >&2; then
        echo "dependent: run $1, it printed something else than Tests/Dependent/expected.txt" >&2
        exit 1
    fi
}

run() {
    if ! (cd "$1" && env -u KINDLING_DATA XDG_CACHE_HOME="$work/cache" "$2" >"$work/output.txt" 2>"$work/errors.txt"); then
        cat "$work/output.txt" "$work/errors.txt" >&2
        echo "dependent: run $3, it failed" >&2
        exit 1
    fi
    compare "$3"
}

mkdir -p "$work/elsewhere" "$work/moved"
run "$work/elsewhere" "$bin/dependent" "from another folder"

# A copy, with the originals out of sight, so that nothing is found by the path it was built under.
cp "$bin/dependent" "$work/moved/"
found=no
for resources in "$bin"/Kindling_Kindling.resources "$bin"/Kindling_Kindling.bundle; do
    if [ -d "$resources" ]; then
        cp -R "$resources" "$work/moved/"
        mv "$resources" "$resources.hidden"
        trap 'mv "$resources.hidden" "$resources"; rm -rf "$work"' EXIT
        found=yes
        break
    fi
done
if [ $found = no ]; then
    echo "dependent: Kindling's resources are not beside the executable, in $bin" >&2
    exit 1
fi
run "$work/elsewhere" "$work/moved/dependent" "after being moved"

# Without the data it must say so, and not crash.
if (cd "$work/elsewhere" && KINDLING_DATA="$work/nothing" "$work/moved/dependent" >"$work/output.txt" 2>"$work/errors.txt"); then
    echo "dependent: without the data it should fail" >&2
    exit 1
fi
if ! grep -q "MNIST.*$work/nothing" "$work/output.txt"; then
    cat "$work/output.txt" "$work/errors.txt" >&2
    echo "dependent: without the data it does not say what is missing" >&2
    exit 1
fi
echo "dependent: 3 runs as expected"
