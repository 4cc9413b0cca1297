# make         set up, build, and run the whole book
# make test    set up, and run every check
#
# More: make stages (every prefix of the book), make python (the PyTorch column), make bench (against PyTorch and JAX),
#       make clean

CONFIGURATION := release
BUILD := .build/$(CONFIGURATION)
# A folder of their own: in release, tests and programs would otherwise rebuild each other's modules.
TEST_BUILD := .build-tests
PYTHON ?= .build-python/bin/python
TORCH ?= torch==2.13.0

BENCH_PYTHON ?= .build-bench/bin/python

.PHONY: book test build setup stages python bench clean

book: build
	@$(BUILD)/verify --no-build

test: setup
	@echo "== The sources are what the chapters say"
	swift build -c $(CONFIGURATION) --product extract
	$(BUILD)/extract --check
	@echo "== The programs"
	swift build -c $(CONFIGURATION)
	@echo "== The tests"
	KINDLING_PROGRAMS=$(CURDIR)/$(BUILD) swift test -c $(CONFIGURATION) --scratch-path $(TEST_BUILD)
	@echo "== A package that depends on Kindling"
	Tests/Dependent/check.sh
	@echo "== The book"
	$(BUILD)/verify --no-build --all

build: setup
	swift build -c $(CONFIGURATION) --product extract
	$(BUILD)/extract
	swift build -c $(CONFIGURATION)

setup:
	@Tools/setup.sh

# The book as it stands after each chapter: nothing may be used before it is built.
stages: build
	$(BUILD)/verify --no-build --stages

# The PyTorch beside the Swift. PYTHON=… takes another Python that has torch.
python: build $(PYTHON)
	KINDLING_PYTHON=$(PYTHON) $(BUILD)/verify --no-build --python

.build-python/bin/python:
	python3 -m venv .build-python
	.build-python/bin/pip install --quiet "$(TORCH)" numpy

# Kindling against PyTorch and JAX; writes Benchmarks/RESULTS.md. ONLY=c measures one part, ROUNDS=9 oftener. BENCH_PYTHON=… takes another
# Python; whatever it can't import is left out.
bench: build $(BENCH_PYTHON)
	$(BENCH_PYTHON) Benchmarks/bench.py $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS))

# The build of PyTorch without CUDA is smaller, but not every package index has it.
.build-bench/bin/python:
	python3 -m venv .build-bench.new
	.build-bench.new/bin/pip install --quiet "$(TORCH)+cpu" numpy 2>/dev/null || .build-bench.new/bin/pip install --quiet "$(TORCH)" numpy || \
	    echo "make bench: PyTorch can't be installed; going on without it"
	.build-bench.new/bin/pip install --quiet "jax[cpu]" || echo "make bench: JAX can't be installed; going on without it"
	rm -rf .build-bench
	mv .build-bench.new .build-bench

clean:
	rm -rf .build $(TEST_BUILD) .build-stages .build-python .build-dependent .build-bench
