#!/bin/sh
# Compiles what runs in the site's pages to WebAssembly, with the clang and the wasm-ld of Swift's toolchain, and
# wasi-libc:
#
#     kindling.wasm    the engine, for the page that reads a digit
#     valley.wasm      the optimizers' steps, for the valley of chapter 08
#     strides.wasm     Layout.swift, for the strides of chapter 01
#
#     Tools/weave/Wasm/build.sh            writes them beside this script, and with what they were built to versions.txt
#     Tools/weave/Wasm/build.sh --check    builds them elsewhere, and compares. Where a tool is missing, or another one
#                                          than in versions.txt, that is said, and nothing is compared
#
# WASI_SYSROOT names the folder that has include/wasm32-wasi and lib/wasm32-wasi, if not /usr.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../../.." && pwd)
sysroot=${WASI_SYSROOT:-/usr}
check=
case ${1:-} in
'') ;;
--check) check=1 ;;
*)
    echo "wasm: build.sh takes nothing, or --check, not $1" >&2
    exit 2
    ;;
esac

# Nothing is compared without the tools; without them nothing can be built.
missing() {
    if [ "$check" ]; then
        echo "wasm: left out: $1"
        exit 0
    fi
    echo "wasm: error: $1" >&2
    exit 1
}

# Another clang may stand first in the path, and know no WebAssembly. Swift's stand beside swiftc.
swiftc=$(command -v swiftc) || missing "there is no swiftc. Get Swift from https://www.swift.org/install"
tools=$(dirname "$(realpath "$swiftc" 2>/dev/null || echo "$swiftc")")
clang=$tools/clang
linker=$tools/wasm-ld
[ -x "$clang" ] || missing "there is no clang in $tools"
[ -x "$linker" ] || missing "there is no wasm-ld in $tools. Swift's toolchains for Linux have it"
[ -d "$tools/../lib/swift/embedded/Swift.swiftmodule" ] ||
    missing "there is no library for Embedded Swift in $tools/../lib/swift. Swift's toolchains from 6.2 on have it"
[ -f "$sysroot/lib/wasm32-wasi/libc.a" ] ||
    missing "there is no wasi-libc in $sysroot: apt-get install wasi-libc, or WASI_SYSROOT=<folder>"

work=$(mktemp -d "${TMPDIR:-/tmp}/kindling-wasm.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# The library's version where a package manager knows it; its bytes tell it anyway.
libc_version=$(dpkg-query --show --showformat='${Version}' wasi-libc 2>/dev/null) || libc_version=unknown
libc_sum=$(cksum <"$sysroot/lib/wasm32-wasi/libc.a" | cut -d' ' -f1)
{
    "$clang" --version | head -n 1
    "$linker" --version | head -n 1
    "$swiftc" --version 2>/dev/null | sed -n 's/.*\(Swift version .*\)/\1/p' | head -n 1
    echo "wasi-libc $libc_version, libc.a $libc_sum"
} | sed 's| (/[^)]*)||' >"$work/versions.txt"
if [ "$check" ] && [ ! -f "$here/versions.txt" ]; then
    echo "wasm: there is no $here/versions.txt: make wasm" >&2
    exit 1
fi
if [ "$check" ] && ! diff "$here/versions.txt" "$work/versions.txt" >"$work/difference"; then
    sed -n 's/^>/wasm: here:/p; s/^</wasm: built with:/p' "$work/difference"
    missing "the tools are others than those that built the files"
fi

# -msimd128: 239 KB, where plain instructions for lanes of 16 would take 400. Every browser has it since 2023.
compile() { # object, source, options…
    object=$1
    shift
    "$clang" --target=wasm32-wasi --sysroot="$sysroot" -isystem "$sysroot/include/wasm32-wasi" -I"$here" \
        -I"$root/Sources/Engine/include" -Os -msimd128 -ffp-contract=off -fno-math-errno -ffunction-sections \
        -fdata-sections -o "$work/$object" -c "$@"
}

# The functions to keep come first, then objects: where two have a function of one name, the earlier one counts.
link() { # module, options and objects…
    module=$1
    shift
    "$linker" --no-entry --gc-sections --strip-all -O2 -z stack-size=65536 --export-memory "$@" \
        "$sysroot/lib/wasm32-wasi/libc.a" -o "$work/$module"
}

for name in fmaf int128 host layers; do compile "$name.o" "$here/$name.c" -Wall -Wextra -Werror; done
mkdir "$work/engine"
for source in "$root"/Sources/Engine/*.c; do
    name=${source##*/}
    compile "engine/${name%.c}.o" "$source"
done

link kindling.wasm --export=kd_allocate --export=kd_release --export=kd_planes_from_pixels \
    --export=kd_log_softmax \
    "$work/layers.o" "$work/fmaf.o" "$work/int128.o" "$work/host.o" "$work"/engine/*.o

# The definitions, not the fast steps: the same bits for two weights, in a hundredth of the bytes.
link valley.wasm --export=kd_sgd_step_naive --export=kd_adam_step_naive --export=__heap_base \
    "$work/fmaf.o" "$work/engine/optim.o"

# Swift hashes the names of the files into what it compiles: they must be the same wherever the checkout stands.
cp "$root/Sources/Kindling/Tensor/Layout.swift" "$here/Strides.swift" "$work"
(cd "$work" && "$swiftc" -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -swift-version 6 \
    -wmo -Osize -parse-as-library -module-name Strides -Xfrontend -disable-stack-protector -c -o strides.o \
    Layout.swift Strides.swift)
link strides.wasm "$work/strides.o"

failed=0
for file in kindling.wasm valley.wasm strides.wasm versions.txt; do
    if [ -z "$check" ]; then
        mv "$work/$file" "$here/$file"
        chmod 644 "$here/$file"
    elif ! cmp -s "$work/$file" "$here/$file"; then
        echo "wasm: $file isn't what the sources say: make wasm" >&2
        failed=1
    fi
done
[ "$check" ] || (cd "$here" && wc -c kindling.wasm valley.wasm strides.wasm)
exit $failed
