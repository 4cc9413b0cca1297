#!/bin/sh
# Runs every kernel of the engine, on this processor, in WebAssembly and on arm64, and compares the bits with bits.txt:
# as they are shipped, and once more with a trap at everything that C leaves undefined, where processors differ. On a
# machine that is no arm64, an emulator runs it, the user mode of QEMU. What is missing is left out, with a word.
#
#     Tests/EngineBits/check.sh             compares
#     Tests/EngineBits/check.sh --record    writes bits.txt, with this processor's bits. That is right when cases have
#                                           been added; a line that was there before must stay
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
engine=$here/../../Sources/Engine
work=$(mktemp -d "${TMPDIR:-/tmp}/kindling-bits.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

left_out() {
    echo "arm64: left out: $1"
    exit 0
}

# Swift's toolchain has a clang, which is not always on the path.
clang=$(command -v clang) || clang=$(dirname "$(command -v swiftc || echo /)")/clang
[ -x "$clang" ] || left_out "there is no clang. The one beside swiftc will do, or apt-get install clang lld"

build() { # program, options…
    program=$1
    shift
    "$clang" -O2 -Wall -Wextra -I"$engine/include" "$@" "$engine"/*.c "$here"/*.c -o "$work/$program" -lpthread -lm
}

failed=0
compare() { # what, command…
    what=$1
    shift
    if ! "$@" >"$work/bits.txt"; then
        echo "arm64: $what: the paths differ, or the program stopped (messages above)" >&2
        failed=1
    elif ! diff "$here/bits.txt" "$work/bits.txt" >&2; then
        echo "arm64: $what: other bits than in Tests/EngineBits/bits.txt. With CASES=1, it prints every case's" >&2
        failed=1
    else
        echo "arm64: $what: the bits of $(wc -l <"$here/bits.txt" | tr -d ' ') groups of cases are right"
    fi
}

build native
if [ "${1:-}" = --record ]; then
    "$work/native" >"$work/bits.txt"
    mv "$work/bits.txt" "$here/bits.txt"
fi
compare "on $(uname -m)" "$work/native"

# Unsigned numbers may wrap: that is defined.
build checked -fsanitize=undefined,float-cast-overflow -fsanitize-trap=all
compare "on $(uname -m), nothing undefined" "$work/checked"

# WebAssembly: as Tools/weave/Wasm/build.sh compiles the engine for the site, with what stands there for what it lacks.
wasm=$here/../../Tools/weave/Wasm
sysroot=${WASI_SYSROOT:-/usr}
linker=$(dirname "$(realpath "$(command -v swiftc || echo /)")")/wasm-ld
if [ ! -x "$linker" ] || [ ! -f "$sysroot/lib/wasm32-wasi/libc.a" ] || ! command -v node >/dev/null; then
    echo "arm64: in WebAssembly: left out: it takes Swift's wasm-ld, wasi-libc and node"
else
    mkdir "$work/wasm"
    for source in "$wasm/fmaf.c" "$wasm/int128.c" "$engine"/*.c "$here"/*.c; do
        "$clang" --target=wasm32-wasi --sysroot="$sysroot" -isystem "$sysroot/include/wasm32-wasi" -I"$wasm" \
            -I"$engine/include" -Os -msimd128 -ffp-contract=off -c "$source" -o "$work/wasm/$(basename "$source" .c).o"
    done
    "$linker" -z stack-size=1048576 "$sysroot/lib/wasm32-wasi/crt1.o" "$work"/wasm/*.o \
        "$sysroot/lib/wasm32-wasi/libc.a" -o "$work/bits.wasm"
    cat >"$work/run.mjs" <<'END'
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";
const wasi = new WASI({ version: "preview1", args: ["bits"], env: process.env });
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), wasi.getImportObject());
process.exitCode = wasi.start(instance);
END
    compare "in WebAssembly" node --no-warnings "$work/run.mjs" "$work/bits.wasm"
fi

case $(uname -m) in aarch64 | arm64) exit $failed ;; esac

qemu=$(command -v qemu-aarch64 || command -v qemu-aarch64-static || true)
if ! build arm64 --target=aarch64-linux-gnu -static -fuse-ld=lld 2>"$work/errors.txt"; then
    # That the engine doesn't compile is a fault; that there is nothing to link it with isn't.
    if "$clang" --target=aarch64-linux-gnu -static -fuse-ld=lld -x c - -o "$work/empty" -lm 2>/dev/null <<'END'
#include <pthread.h>
int main(void) { return 0; }
END
    then
        cat "$work/errors.txt" >&2
        exit 1
    fi
    missing="arm64's C library"
fi
[ -n "$qemu" ] || missing="${missing:+$missing and }qemu-aarch64"
if [ -n "${missing:-}" ]; then
    [ $failed = 0 ] || exit 1
    left_out "$missing: apt-get install qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
fi
cat "$work/errors.txt" >&2
compare "on arm64, emulated" "$qemu" "$work/arm64"
exit $failed
