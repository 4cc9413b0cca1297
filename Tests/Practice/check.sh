#!/bin/sh
# A small book about something else, with a library of its own, as Tests/Practice/Fractions has it: it's extracted, verified and practised by the
# tools of .build/release, or of the folder in KINDLING_PROGRAMS. With nothing written `practice check` must fail, with the book's own code pass, and
# with a fault in each function say of each what is wrong. (`make practice-test` does that for Kindling itself.)
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
tools=${KINDLING_PROGRAMS:-$root/.build/release}
work=$(mktemp -d "${TMPDIR:-/tmp}/kindling-practice.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

book=$work/fractions
cp -R "$here/Fractions" "$book"
sed "s|path: \"../../..\"|path: \"$root\"|" "$here/Fractions/Package.swift" >"$book/Package.swift"

fail() {
    cat "$work/output.txt" >&2
    echo "practice: $1" >&2
    exit 1
}
in_book() { (cd "$book" && "$@" >"$work/output.txt" 2>&1); }

in_book "$tools/extract" || fail "the book can't be extracted"
in_book "$tools/verify" --all || fail "the book doesn't pass"
# From elsewhere, with the folder as the last word.
mine=$work/mine
in_book "$tools/practice" start 1 02 "$mine" || fail "a folder can't be begun"
if (cd / && "$tools/practice" check "$mine") >"$work/output.txt" 2>&1; then fail "nothing is written, and all is right"; fi
grep -q "0 of 4 are right" "$work/output.txt" || fail "it isn't said that nothing is right"
(cd "$mine" && "$tools/practice" hint greatestDivisor) >"$work/output.txt" 2>&1 || fail "there is no hint"
grep -q "Hint 1 of 2" "$work/output.txt" || fail "the first hint isn't given first"
(cd "$mine" && "$tools/practice" solve --all && "$tools/practice" check && "$tools/practice" list && "$tools/practice" compare plus) \
    >"$work/output.txt" 2>&1 || fail "the book's own code isn't right"
grep -q "4 of 4 are right" "$work/output.txt" || fail "it isn't said that all is right"
grep -q "They are the same" "$work/output.txt" || fail "the book's code differs from itself"

# A fault in each: each is tried alone.
sed -i.bak -e 's/(a, b) = (b, a % b)/(a, b) = (b, a \/ b)/' -e 's/other.numerator \* denominator/other.numerator * numerator/' \
    -e 's/Fraction(denominator, numerator)/Fraction(numerator, denominator)/' "$mine/Hearts/01-numbers.swift"
sed -i.bak -e 's/while rest.numerator > 0/while rest.numerator > 1/' "$mine/Hearts/02-sums.swift"
rm "$mine"/Hearts/*.bak
if in_book "$tools/practice" check "$mine"; then fail "faults go through"; fi
grep -q "0 of 4 are right" "$work/output.txt" || fail "a fault goes through"
[ "$(grep -c '^      expected' "$work/output.txt")" = 4 ] || fail "it isn't said of each fault what was expected"
(cd "$mine" && "$tools/practice" reset --all) >"$work/output.txt" 2>&1 || fail "it can't be begun again"
[ "$(find "$mine/Hearts" -name '*.old-*' | wc -l)" -ge 4 ] || fail "what was written isn't kept"
echo "practice: a book about something else as expected"
