#!/usr/bin/env bash
# Looks for inputs that the readers of files and pages don't bear: `make fuzz` calls it.
#
#   ONLY="png tar"   these targets alone
#   RUNS=10000       so many executions of each; without it a million for each format, 200,000 for each of the tools'
#   KEEP=1           afterwards, leave in Corpus/ what is needed to cover all that is covered now
#
# What is found stands in .build-fuzz/faults/<target>-…; the same input again:
#   FUZZ=<target> .build-fuzz/release/fuzz .build-fuzz/faults/<target>-…
set -euo pipefail
cd "$(dirname "$0")/../.."

formats="pickle idx gzip png tar safetensors npy npz torch"
tools="chapter info output promote"
scratch=.build-fuzz
program=$scratch/release/fuzz
llvm="$(dirname "$(readlink -f "$(command -v swiftc)")")"

declare -A sources=(
    [pickle]=Sources/Kindling/Formats/Pickle.swift [idx]=Sources/Kindling/Formats/IDX.swift [gzip]=Sources/Kindling/Formats/Gzip.swift
    [png]=Sources/Kindling/Formats/PNGDecoder.swift [tar]=Sources/Kindling/Formats/Tar.swift
    [safetensors]="Sources/Kindling/Formats/Safetensors.swift Sources/Kindling/Formats/JSONReader.swift"
    [npy]="Sources/Kindling/Formats/Npy.swift Sources/Kindling/Formats/StoredTensor+Making.swift"
    [npz]="Sources/Kindling/Formats/Npz.swift Sources/Kindling/Formats/Zip.swift"
    [torch]="Sources/Kindling/Formats/Torch.swift Sources/Kindling/Formats/TorchFile.swift"
    [chapter]="Tools/Literate/Parse/ChapterParser.swift Tools/Literate/Tangle" [info]="Tools/Literate/Parse/InfoString.swift Tools/Literate/Parse/Vocabulary.swift"
    [output]="Tools/Literate/Parse/OutputToken.swift Tools/Literate/Compare/ColumnComparison.swift" [promote]=Tools/Literate/Verify/Promotion.swift)
declare -A longest=([pickle]=2000 [idx]=600 [gzip]=3000 [png]=3000 [tar]=8000 [safetensors]=2000 [npy]=1000 [npz]=3000 [torch]=4000 [chapter]=4000 [info]=300 [output]=400 [promote]=3000)

# A build of its own, in which every branch counts for libFuzzer, every line for the report, and AddressSanitizer watches.
# (Of several -sanitize= the compiler takes the last, so both stand in one.)
KINDLING_FUZZ=1 swift build -c release --product fuzz --scratch-path $scratch --sanitize=fuzzer --sanitize=address \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing -Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping

# What the sanitizers call leaks are Foundation's. A report needs few of the calls that led to an allocation, and finding them takes time.
export ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=8:malloc_context_size=4 SWIFT_BACKTRACE=enable=no
mkdir -p $scratch/faults $scratch/logs
failures=0
for target in ${ONLY:-$formats $tools}; do
    found=$scratch/found/$target corpus=Tests/Fuzz/Corpus/$target log=$scratch/logs/$target
    case " $formats " in *" $target "*) runs=1000000 ;; *) runs=200000 ;; esac
    runs=${RUNS:-$runs}
    mkdir -p "$found"
    start=$SECONDS
    # The program itself stops after a second of computing on one input; this is for one that sleeps.
    if ! FUZZ=$target LLVM_PROFILE_FILE=/dev/null $program -runs="$runs" -timeout=20 -rss_limit_mb=512 -malloc_limit_mb=512 \
        -max_len="${longest[$target]}" -print_final_stats=1 -artifact_prefix=$scratch/faults/"$target"- "$found" "$corpus" > "$log" 2>&1
    then
        failures=$((failures + 1))
        echo "$target: a fault"
        grep -aE 'Fatal error|ERROR|Test unit written' "$log" | head -20
        continue
    fi
    took=$((SECONDS - start))
    if [ -n "${KEEP:-}" ]; then
        rm -rf "$scratch/kept" && mkdir "$scratch/kept"
        FUZZ=$target LLVM_PROFILE_FILE=/dev/null $program -set_cover_merge=1 -max_len="${longest[$target]}" "$scratch/kept" "$corpus" "$found" \
            > "$log-kept" 2>&1
        rm -rf "$corpus" && cp -r "$scratch/kept" "$corpus"
    fi
    # The lines that the inputs kept so far run through, all together.
    FUZZ=$target LLVM_PROFILE_FILE=$scratch/$target.profraw $program -runs=0 -max_len="${longest[$target]}" "$corpus" "$found" > /dev/null 2>&1
    # torch's files are pickles: the same reader's instructions for them are the other target's.
    rm -f $scratch/"$target"-torch.profraw
    if [ "$target" = pickle ]; then
        mkdir -p $scratch/found/torch
        FUZZ=torch LLVM_PROFILE_FILE=$scratch/$target-torch.profraw $program -runs=0 -max_len="${longest[torch]}" Tests/Fuzz/Corpus/torch \
            $scratch/found/torch > /dev/null 2>&1
    fi
    "$llvm/llvm-profdata" merge -o $scratch/"$target".profdata $scratch/"$target"*.profraw
    # shellcheck disable=SC2086
    lines=$("$llvm/llvm-cov" export -summary-only -instr-profile=$scratch/"$target".profdata $program ${sources[$target]} \
        | python3 -c 'import json, sys; lines = json.load(sys.stdin)["data"][0]["totals"]["lines"]; print(int(lines["percent"] * 10) / 10)')
    printf '%-8s %8d runs in %5d s, %5s %% of the lines, nothing found\n' "$target" "$runs" "$took" "$lines"
    case " $formats " in *" $target "*) wanted=90 ;; *) wanted=0 ;; esac
    if python3 -c "import sys; sys.exit($lines >= $wanted)"; then
        echo "$target: fewer than $wanted % of the lines are run"
        failures=$((failures + 1))
    fi
done
exit $((failures > 0))
