#!/bin/sh
# Builds the package beside this script, which depends on Kindling by path, and runs it: from another working directory, and
# again after the executable and its resources have been moved. Then Examples/digits, on the pictures of chapter 18. Then a teacher's
# own book, as `extract --new-book` begins it.
# Fails if something can't be built or prints anything unexpected. All is built as `swift build` does it, without optimization: the rest of
# the checks build for release.
#
#     Tests/Dependent/check.sh [scratch folder]        default: .build-dependent at the root
#
# The tools are those of .build/release, or of the folder in KINDLING_PROGRAMS, which is absolute.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
scratch=${1:-$here/../../.build-dependent}
mkdir -p "$scratch"
scratch=$(CDPATH= cd -- "$scratch" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/kindling-dependent.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

build() { swift build --package-path "$here" --scratch-path "$scratch" --product dependent "$@"; }

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
mv "$resources.hidden" "$resources"
trap 'rm -rf "$work"' EXIT
echo "dependent: 3 runs as expected"

# The example reads the book's pictures with the book's weights, from wherever it stands. It's built where the package above was: Kindling
# is there already, without its tools.
root=$(CDPATH= cd -- "$here/../.." && pwd)
example() { swift build --package-path "$root/Examples/digits" --scratch-path "$scratch" --product digits "$@"; }
weights=Examples/digits/Sources/digits/Resources/lenet.safetensors
if ! cmp -s "$root/Chapters/Figures/18-lenet.safetensors" "$root/$weights"; then
    echo "dependent: $weights isn't what chapter 18 has written: cp Chapters/Figures/18-lenet.safetensors $weights" >&2
    exit 1
fi
if ! example >"$work/build.log" 2>&1; then
    cat "$work/build.log" >&2
    echo "dependent: Examples/digits does not build" >&2
    exit 1
fi
figures=$root/Chapters/Figures
mkdir "$work/digits"
cp -RL "$bin"/digits "$bin"/digits_digits.* "$work/digits/"
for picture in paper:7 board:4; do
    name=18-${picture%:*}.png answer=${picture#*:}
    if ! (cd "$work/elsewhere" && "$work/digits/digits" "$figures/$name") >"$work/output.txt" 2>&1 ||
        ! grep -q "$name: $answer\$" "$work/output.txt" || [ "$(grep -c ' %' "$work/output.txt")" != 10 ]; then
        cat "$work/output.txt" >&2
        echo "dependent: the example does not read a $answer in $name" >&2
        exit 1
    fi
done
if "$work/digits/digits" "$work/build.log" >"$work/output.txt" 2>&1 || ! grep -q 'build.log.*PNG' "$work/output.txt"; then
    cat "$work/output.txt" >&2
    echo "dependent: the example does not say that a file is no PNG" >&2
    exit 1
fi
echo "dependent: the example reads two pictures"

# A book of one's own, built there, too.
tools=${KINDLING_PROGRAMS:-$root/.build/release}
book=$work/lessons
page=Chapters/01-first-steps.md

fail() {
    cat "$work/output.txt" >&2
    echo "dependent: a book of one's own: $1" >&2
    exit 1
}

# What a command of the book says is shown if it isn't as it should be.
in_book() { (cd "$book" && "$@" >"$work/output.txt" 2>&1); }
verify() { in_book "$tools/verify" --build-path "$bin" "$@"; }
says() { grep -qF -- "$1" "$work/output.txt"; }

for tool in extract verify; do
    [ -x "$tools/$tool" ] || { echo "dependent: $tool isn't built in $tools: swift build -c release --product $tool" >&2; exit 1; }
done
(cd "$work" && "$tools/extract" --new-book lessons >"$work/output.txt" 2>&1) || fail "it can't be begun"
sed 's/\(path: ".*"\))$/\1, traits: [])/' "$book/Package.swift" >"$work/Package.swift"
grep -q 'traits: \[\]' "$work/Package.swift" && mv "$work/Package.swift" "$book/" || fail "it doesn't depend on Kindling by its path"
in_book "$tools/extract" --check || fail "its sources aren't what its page says"
# Another book of this name may be remembered, of an earlier time.
verify --all && says "5 passed, 0 failed" || fail "it doesn't pass as it begins"

# Another number than is printed, and a page whose block needs Kindling's modules to be refused.
cp "$book/$page" "$work/page.md"
sed 's/^tensor(10\.)$/tensor(11.)/' "$work/page.md" >"$book/$page"
in_book "$tools/extract" --new 02-mistakes || fail "it gets no second page"
printf '\n```swift fails\nimport Kindling\nlet two: Tensor = "two"\n```\n\n```error\n```\n' >>"$book/Chapters/02-mistakes.md"
if verify; then fail "a number that isn't printed passes"; fi
says "$page:15: error: " || fail "it isn't said where the page shows another number"
verify --promote || fail "what came can't be promoted"
cmp -s "$work/page.md" "$book/$page" || fail "what was promoted isn't what the page has shown"
grep -q "error: cannot convert value of type 'String' to specified type 'Tensor'" "$book/Chapters/02-mistakes.md" ||
    fail "the compiler doesn't know Kindling's modules"
verify && says "9 passed, 0 failed" || fail "what was promoted doesn't pass"

echo '{ "pyton": false }' >"$book/Chapters/book.json"
if verify; then fail "a setting that isn't known passes"; fi
says 'Chapters/book.json:1: error: unknown setting "pyton"; did you mean "python"?' ||
    fail "it isn't said which setting isn't known"
in_book sh -c 'echo "Sources/Programs/01-first-steps/main.swift:1:1: error: no" | "$1" --translate' sh "$tools/extract" &&
    says ':1:1: error: no' || fail "a compiler's message is lost while a setting is wrong"
echo "dependent: a book of one's own as expected"
