# make         set up, build, and run the whole book
# make test    set up, and run every check
# make help    list all the targets: each has its line, behind ##

# A failure counts wherever it stands in a pipe.
SHELL := bash
.SHELLFLAGS := -eo pipefail -c

CONFIGURATION := release
BUILD := .build/$(CONFIGURATION)
# A folder of their own: in release, tests and programs would otherwise rebuild each other's modules.
TEST_BUILD := .build-tests
# What a debugger needs takes the compiler a quarter of its time, and nobody debugs what was optimized.
TEST_FLAGS := -c $(CONFIGURATION) --scratch-path $(TEST_BUILD) -debug-info-format none
DEBUG_BUILD := .build-debug
PYTHON ?= .build-python/bin/python
TORCH ?= 2.13.0

BENCH_PYTHON ?= .build-bench/bin/python

# Where KINDLING_PROGRAMS says that the programs are built, Package.swift leaves them out.
TESTING := KINDLING_PROGRAMS="$(CURDIR)/$(BUILD)" swift test

# What a compiler or a test says about the library's files, told with the lines of the pages that they come from.
TRANSLATED := 2>&1 | if [ -x $(BUILD)/extract ]; then $(BUILD)/extract --translate; else cat; fi

# What `make lint` reads: of the pages' code, the library's. The programs stand on their pages with less room.
LINTED := Tools Tests Benchmarks/worker Package.swift Sources/Kindling

.PHONY: book test checks check-sources check-programs check-tests-build check-tests suite check-dependent check-practice check-book \
    check-stages build setup stages parity bits coverage debug arm64 sanitize crash fuzz mutate practice-test site pdf wasm site-test fixtures bench lint help clean

book: build                      ## set up, extract, build, run every chapter, compare every output
	@$(BUILD)/verify --no-build

# Two at a time: much of a build waits for one compiler. Each check's output stands together, where make can do that (macOS's can't).
# BASE=… is the commit since which code counts as changed.
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

test: setup                      ## set up, and run every check
	@$(MAKE) --no-print-directory --jobs=2 $(SYNC) checks

checks: check-tests check-dependent check-practice check-book check-stages

check-sources:
	@echo "== The sources are what the chapters say"
	swift build -c $(CONFIGURATION) --product extract
	$(BUILD)/extract --check

check-programs: check-sources
	@echo "== The programs"
	swift build -c $(CONFIGURATION) $(TRANSLATED)

# In a new checkout everything waits for `extract` to be built, but for this.
check-tests-build: $(if $(wildcard $(BUILD)/extract),check-sources)
	@echo "== The tests are built"
	$(TESTING) list $(TEST_FLAGS) $(TRANSLATED) | sed '/^[A-Za-z]*Tests\./d'

check-tests: check-tests-build check-programs
	@echo "== The tests"
	$(TESTING) $(TEST_FLAGS) $(TRANSLATED)

# Most suites need no programs; what needs them says so.
suite: check-tests-build         ## some of the tests: ONLY=InfoStringTests
	$(TESTING) $(TEST_FLAGS) --filter "$(ONLY)" $(TRANSLATED)

check-dependent: check-sources check-programs
	@echo "== A package that depends on Kindling"
	KINDLING_PROGRAMS="$(CURDIR)/$(BUILD)" Tests/Dependent/check.sh

check-practice: check-programs
	@echo "== A book about something else, practised"
	KINDLING_PROGRAMS="$(CURDIR)/$(BUILD)" Tests/Practice/check.sh
	@echo "== Two hearts of this book, guarded; \`make practice-test\` tries all"
	@if command -v python3 >/dev/null; then \
	    python3 Tests/Practice/guard.py --practice $(BUILD)/practice --seed 1 --chapters 07 --faults 1; \
	else echo "not tried: there is no python3"; fi

check-book: check-programs
	@echo "== The book"
	$(BUILD)/verify --no-build --all

# After the book: it runs the same programs.
check-stages: check-book
	@echo "== The stages of chapters whose code has changed"
	$(BUILD)/verify --no-build --stages --changed $(if $(BASE),--base $(BASE))

build: setup                     ## write Sources/ and build it
	swift build -c $(CONFIGURATION) --product extract
	$(BUILD)/extract
	swift build -c $(CONFIGURATION) $(TRANSLATED)

setup:                           ## make sure that what the book is built with is there
	@Tools/setup.sh

stages: build                    ## every prefix of the book: nothing may be used before it is built
	$(BUILD)/verify --no-build --stages

# Both columns: the PyTorch beside the Swift, too. PYTHON=… takes another Python that has torch and numpy.
parity: build $(PYTHON)          ## both columns: the PyTorch beside the Swift
	KINDLING_PYTHON=$(PYTHON) $(BUILD)/verify --no-build --python --record
	$(PYTHON) Tests/Reference/check_reference.py --build $(BUILD)

# The whole book on every path: each instruction set that the machine has, with 1, 2 and 5 threads. The baseline takes more than ten times as long.
bits: build                      ## the book on every path of the engine
	@for isa in $$($(BUILD)/training-bits --list); do for threads in 1 2 5; do \
	    echo "== $$isa, threads: $$threads"; \
	    KINDLING_ISA=$$isa KINDLING_THREADS=$$threads $(BUILD)/verify --no-build --all --timeout 36000 || exit 1; \
	done; done

# How much of each folder of the library the pages' programs run. A public declaration that none of them runs is an error.
coverage: setup                  ## what of the library the pages run
	@Tests/Coverage/coverage.py

# The library's tests without optimization, where a read beyond an array's end stops, and a sum that overflows.
debug: setup                     ## the library's tests without optimization
	KINDLING_PROGRAMS="$(CURDIR)/$(DEBUG_BUILD)/debug" swift test --scratch-path $(DEBUG_BUILD) --filter "KindlingTests|FuzzTests"

# Every kernel of the engine on this processor and on arm64, under an emulator: the bits must be those of Tests/EngineBits/bits.txt.
arm64:                           ## the engine's bits on arm64, emulated
	@Tests/EngineBits/check.sh

# The library's tests under AddressSanitizer, and under ThreadSanitizer those in which several threads meet: the data loader, the engine's
# pool, readers side by side, random numbers, concurrent trainings. What the first calls leaks are Foundation's, and left alone; where there is no memory
# left it says so as the system does, and doesn't stop itself.
MEETINGS := DataLoaderTests|LoaderStateTests|TensorReadingTests|GeneratorTests|AutogradGraphTests|EngineTests/(threadCount|concurrentCallers|threadSlots)
sanitize: setup                  ## the library's tests, watching every access to memory and every thread
	ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 $(TESTING) -c release --sanitize=address --scratch-path .build-sanitize --filter KindlingTests
	TSAN_OPTIONS=suppressions=Tests/Sanitize/races.txt \
	    $(TESTING) -c release --sanitize=thread --scratch-path .build-sanitize-threads --filter "$(MEETINGS)"

# What extract, its stages, promotion, a download and saving leave behind when they are killed, or the disk fails, at any of their calls of the system.
# `make test` tries some. Where strace is missing and can't be installed, or isn't allowed to trace, nothing can be tried, and that is said.
crash: setup                     ## the tools, killed at every call of the system
	@command -v strace >/dev/null || Tools/setup.sh strace
	swift build -c $(CONFIGURATION) --product extract
	swift build -c $(CONFIGURATION) --product verify
	swift build -c $(CONFIGURATION) --product download-file
	swift build -c $(CONFIGURATION) --product save-file
	swift build -c $(CONFIGURATION) --product save-checkpoint
	KINDLING_CRASH=all $(TESTING) $(TEST_FLAGS) --filter CrashTests

# Hostile inputs, made up by the million: ONLY=png tries one reader, RUNS=10000 fewer; see Tests/Fuzz/fuzz.sh.
fuzz: setup                      ## hostile inputs, made up by the million
	@ONLY="$(ONLY)" RUNS="$(RUNS)" KEEP="$(KEEP)" Tests/Fuzz/fuzz.sh

# A hundred faults in the library and the engine, drawn by SEED, and which of them the printed numbers and the tests catch: see
# Tests/Mutation/mutate.py. COUNT=20 plants fewer, ONLY=Optim where a file's name holds that. Takes an hour or so.
mutate: build                    ## planted faults, and who catches them: SEED=7
	@$(if $(SEED),,echo "make mutate: which seed? make mutate SEED=7" >&2; exit 1)
	@python3 Tests/Mutation/mutate.py --seed $(SEED) $(if $(COUNT),--count $(COUNT)) $(if $(ONLY),--only $(ONLY))

# What readers may write is guarded: SEED draws the faults, CHAPTERS="01 05" tries these alone, FAULTS=2 fewer a heart. See Tests/Practice/guard.py.
practice-test: setup             ## what readers write: faults must be seen
	swift build -c $(CONFIGURATION) --product practice $(TRANSLATED)
	@python3 Tests/Practice/guard.py --practice $(BUILD)/practice --seed "$(or $(SEED),1)" --chapters "$(CHAPTERS)" --faults "$(or $(FAULTS),5)"

# The book as a site, in the folder Site: open Site/index.html, or put the folder on a server.
site: setup                      ## the book as a site, in Site/
	swift build -c $(CONFIGURATION) --product weave $(TRANSLATED)
	$(BUILD)/weave --downloads

# The engine in a browser, from its own sources: Tools/weave/Wasm/*.wasm, which are committed.
wasm:                            ## the engine as WebAssembly, for the site
	@Tools/weave/Wasm/build.sh

# The book on sheets of paper, printed by the browser of `make site-test`.
pdf: site .build-site/bin/python ## the book as a PDF, in Site/downloads/
	$(BUILD)/weave --sheets .build-site/sheets
	.build-site/bin/python Tests/Site/print_pdf.py .build-site/sheets/book.html Site/downloads/kindling.pdf
	$(BUILD)/weave

# The site in a browser: links, sizes, keyboard, screen readers, search, questions, figures. See Tests/Site/site_test.py.
site-test: site .build-site/bin/python ## the site, tried in a browser
	.build-site/bin/python Tests/Site/site_test.py Site
	.build-site/bin/python Tests/SiteBits/browser.py Site

.build-site/bin/python:
	@Tests/Site/setup.sh .build-site

# What PyTorch, NumPy and Python's own library give, for the tests. The variables pin the vector instructions, on which the last bits of a sum
# depend: the recordings stay as they are, on whatever x86 machine, unless a script or PyTorch has changed.
fixtures: $(PYTHON)              ## what the tests compare with PyTorch, recorded again
	set -e; cd Tests/KindlingTests/Fixtures; for script in make_*.py; do \
		OMP_NUM_THREADS=1 ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 MKL_CBWR=COMPATIBLE $(abspath $(PYTHON)) -W ignore $$script; done

.build-python/bin/python:
	@Tools/torch.sh .build-python "$(TORCH)"

# Kindling against PyTorch and JAX; writes Benchmarks/RESULTS.md. ONLY=c measures one part, ROUNDS=9 oftener. BENCH_PYTHON=… takes another
# Python; whatever it can't import is left out.
bench: build $(BENCH_PYTHON)     ## against PyTorch and JAX
	$(BENCH_PYTHON) Benchmarks/bench.py $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS))

.build-bench/bin/python:
	@Tools/torch.sh .build-bench "$(TORCH)" || { echo "make bench: going on without PyTorch"; python3 -m venv .build-bench; }
	@.build-bench/bin/pip install --quiet "jax[cpu]" || echo "make bench: JAX can't be installed; going on without it"

# The formatter alone says what a line looks like: `swift format -i -r` over the same folders mends most of it.
lint:                            ## the form of the library's, the tools' and the tests' code
	swift format lint --strict --parallel --recursive $(LINTED) $(TRANSLATED)

help:                            ## this list
	@sed -nE 's/^([a-z0-9-]+):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r target line; do \
	    printf '  make %-13s %s\n' "$$target" "$$line"; done

# Every folder that a target builds into has such a name, and git ignores it.
clean:                           ## remove all that was built
	rm -rf .build .build-*
