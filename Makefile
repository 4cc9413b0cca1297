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
DEBUG_BUILD := .build-debug
PYTHON ?= .build-python/bin/python
TORCH ?= 2.13.0

BENCH_PYTHON ?= .build-bench/bin/python

# What a compiler or a test says about the library's files, told with the lines of the pages that they come from.
TRANSLATED := 2>&1 | $(BUILD)/extract --translate

# What `make lint` reads. Not Sources/: extract writes it as the pages have it.
LINTED := Tools Tests Benchmarks/worker Package.swift

.PHONY: book test build setup stages parity bits arm64 sanitize crash fuzz fixtures bench lint help clean

book: build                      ## set up, extract, build, run every chapter, compare every output
	@$(BUILD)/verify --no-build

test: setup                      ## set up, and run every check
	@echo "== The sources are what the chapters say"
	swift build -c $(CONFIGURATION) --product extract
	$(BUILD)/extract --check
	@echo "== The programs"
	swift build -c $(CONFIGURATION) $(TRANSLATED)
	@echo "== The book's networks, without optimization"
	swift build --scratch-path $(DEBUG_BUILD) --product training-bits $(TRANSLATED)
	@echo "== The tests"
	KINDLING_PROGRAMS=$(CURDIR)/$(BUILD) KINDLING_DEBUG_BUILD=$(CURDIR)/$(DEBUG_BUILD)/debug \
	    swift test -c $(CONFIGURATION) --scratch-path $(TEST_BUILD) $(TRANSLATED)
	@echo "== A package that depends on Kindling"
	KINDLING_PROGRAMS=$(CURDIR)/$(BUILD) Tests/Dependent/check.sh
	@echo "== The book"
	$(BUILD)/verify --no-build --all
	@echo "== The stages of chapters whose code has changed"
	$(BUILD)/verify --no-build --stages --changed

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
	KINDLING_PYTHON=$(PYTHON) $(BUILD)/verify --no-build --python

# The whole book on every path: each instruction set that the machine has, with 1, 2 and 5 threads. The baseline takes its time.
bits: build                      ## the book on every path of the engine
	@for isa in $$($(BUILD)/training-bits --list); do for threads in 1 2 5; do \
	    echo "== $$isa, threads: $$threads"; \
	    KINDLING_ISA=$$isa KINDLING_THREADS=$$threads $(BUILD)/verify --no-build --all --timeout 36000 || exit 1; \
	done; done

# Every kernel of the engine on this processor and on arm64, under an emulator: the bits must be those of Tests/EngineBits/bits.txt.
arm64:                           ## the engine's bits on arm64, emulated
	@Tests/EngineBits/check.sh

# The library's tests under AddressSanitizer, and under ThreadSanitizer those in which several threads meet: the data loader, the engine's
# pool, readers side by side, random numbers, concurrent trainings. What the first calls leaks are Foundation's, and left alone.
MEETINGS := DataLoaderTests|TensorReadingTests|GeneratorTests|AutogradGraphTests|EngineTests/(threadCount|concurrentCallers|threadSlots)
sanitize: setup                  ## the library's tests, watching every access to memory and every thread
	ASAN_OPTIONS=detect_leaks=0 swift test -c release --sanitize=address --scratch-path .build-sanitize --filter KindlingTests
	swift test -c release --sanitize=thread --scratch-path .build-sanitize-threads --filter "$(MEETINGS)"

# What extract, its stages and promotion leave behind when they are killed, or the disk fails, at any of their calls of the system.
# `make test` tries some. Where strace is missing and can't be installed, or isn't allowed to trace, nothing can be tried, and that is said.
crash: setup                     ## the tools, killed at every call of the system
	@command -v strace >/dev/null || Tools/setup.sh strace
	swift build -c $(CONFIGURATION) --product extract
	swift build -c $(CONFIGURATION) --product verify
	KINDLING_CRASH=all KINDLING_PROGRAMS=$(CURDIR)/$(BUILD) \
	    swift test -c $(CONFIGURATION) --scratch-path $(TEST_BUILD) --filter CrashTests

# Hostile inputs, made up by the million: ONLY=png tries one reader, RUNS=10000 fewer; see Tests/Fuzz/fuzz.sh.
fuzz: setup                      ## hostile inputs, made up by the million
	@ONLY="$(ONLY)" RUNS="$(RUNS)" KEEP="$(KEEP)" Tests/Fuzz/fuzz.sh

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
lint:                            ## the form of the tools' and the tests' code
	swift format lint --strict --parallel --recursive $(LINTED)

help:                            ## this list
	@sed -nE 's/^([a-z0-9]+):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r target line; do \
	    printf '  make %-10s %s\n' "$$target" "$$line"; done

# Every folder that a target builds into has such a name, and git ignores it.
clean:                           ## remove all that was built
	rm -rf .build .build-*
