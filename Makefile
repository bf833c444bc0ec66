# One command each for what a newcomer, a developer and CI do. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
DEVELOP := .[dev,simulate,rtl,qkeras,brevitas]
JOBS ?= $(shell nproc)
TEST_JOBS ?= 2
IN_RANGE := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c '$(IN_RANGE)' >/dev/null 2>&1 && echo $$p && break; done)

##@ Start here

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile
	@printf '\nPYTHON=... picks the interpreter, JOBS=... the processes of a long run, TEST_JOBS=... those of the tests.\n'

.PHONY: demo
demo: $(VENV)/.core compiler ## train, convert, verify and budget six small taggers; report in runs/demo
	$(BIN)/codesign sweep configs/sweeps/demo.yaml -o runs/demo
	@echo "open runs/demo/report.html"

.PHONY: install
install: $(VENV)/.core ## codesign and what it needs, into .venv

##@ Firmware of one design: DESIGN=runs/NAME, or the YAML of a design, which is trained first

RUN = $(if $(wildcard $(DESIGN)/design.yaml),$(DESIGN),runs/$(basename $(notdir $(DESIGN))))

.PHONY: rtl
rtl: $(VENV)/.rtl compiler frozen ## Verilog, simulated with one jet a clock
	$(BIN)/codesign rtl $(RUN) --cosim

.PHONY: synth-open
synth-open: $(VENV)/.rtl compiler frozen ## LUT, FF, DSP, BRAM and logic depth by open synthesis
	$(BIN)/codesign rtl $(RUN)
	$(BIN)/codesign synth-open $(RUN)

.PHONY: intervals
intervals: $(VENV)/.rtl compiler frozen ## a new jet every 1, 2, 3, 6 or 9 clocks: LUT, FF, DSP, latency, and the cheapest
	$(BIN)/codesign intervals $(RUN) --cosim

.PHONY: csynth
csynth: $(VENV)/.core frozen ## with Vitis HLS: cycles, interval and an estimate of the HLS project's size
	$(BIN)/codesign convert $(RUN)
	$(BIN)/codesign synth $(RUN) --tool vitis --stage csynth

.PHONY: cosim
cosim: $(VENV)/.core frozen ## with Vitis HLS: the RTL it makes, simulated on the golden vectors
	$(BIN)/codesign convert $(RUN)
	$(BIN)/codesign synth $(RUN) --tool vitis --stage cosim

.PHONY: vsynth
vsynth: $(VENV)/.core frozen ## with Vivado: the RTL, placed and routed; OF=hls takes what csynth made
	$(if $(filter hls,$(OF)),,$(BIN)/codesign rtl $(RUN))
	$(BIN)/codesign synth $(RUN) --tool vivado --of $(or $(OF),rtl)

.PHONY: frozen
frozen: $(VENV)/.core
	@[[ -n "$(DESIGN)" ]] || { echo "name a design: make $(MAKECMDGOALS) DESIGN=configs/... or DESIGN=runs/..." >&2; exit 1; }
	@[[ -f $(RUN)/net.json ]] || { $(BIN)/codesign train $(DESIGN) -o $(RUN) && $(BIN)/codesign freeze $(RUN); }

##@ Develop

.PHONY: test
test: $(VENV)/.dev compiler ## all tests
	$(BIN)/pytest -n $(TEST_JOBS) --dist loadfile

.PHONY: firmware-tests
firmware-tests: $(VENV)/.dev compiler ## every design in hls_projects: g++ alone, then its model, RTL, vectors and rebuild
	for project in $(dir $(wildcard hls_projects/*/Makefile)); do $(MAKE) --no-print-directory -C $$project csim || exit; done
	$(BIN)/pytest firmware_tests/test_shipped.py

.PHONY: check
check: $(VENV)/.dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: page-check
page-check: $(VENV)/.core ## open PAGE=runs/demo/report.html in headless Chromium: no error, no network, labels, focus
	$(BIN)/python benchmarks/page_check.py $(or $(PAGE),runs/demo/report.html)

.PHONY: clean
clean: ## back to a bare clone, but for runs and simulated jets
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Measure

.PHONY: jets
jets: cache/l1_pu200.npz ## simulate the 300,000 jets of the benchmarks, into cache

cache/%.npz: | $(VENV)/.dev
	time $(BIN)/codesign jets simulate configs/jets/$*.yaml -o $@ --jobs $(JOBS)

.PHONY: numbers
numbers: $(VENV)/.core ## which measured numbers in the documents are of older jets, and what makes them again
	$(BIN)/python benchmarks/mark_docs.py

.PHONY: bench
bench: $(VENV)/.dev compiler ## how fast jets are made, and what starting from words costs
	for benchmark in jets preprocessing; do $(BIN)/python benchmarks/$$benchmark.py || exit; done

.PHONY: bench-sweep
bench-sweep: $(VENV)/.dev compiler cache/l1_pu200.npz ## speed of sweeps, emulation, compiling; a million jets; docs/speed.md
	for benchmark in sweep_speed emulation csim_compile million_jets; do $(BIN)/python benchmarks/$$benchmark.py || exit; done

.PHONY: bench-architectures
bench-architectures: $(VENV)/.dev compiler cache/l1_pu200.npz ## every architecture at 6 and 8 bits; docs/results.md
	$(BIN)/codesign sweep configs/sweeps/architectures.yaml -o runs/architectures --jobs $(JOBS)
	$(BIN)/python benchmarks/architectures.py runs/architectures

.PHONY: bench-frontends
bench-frontends: $(VENV)/.dev compiler ## the three frontends at the same bit widths; docs/networks.md
	$(BIN)/codesign sweep configs/sweeps/frontends.yaml -o runs/frontends --jobs $(JOBS)
	$(BIN)/python benchmarks/frontends.py runs/frontends

.PHONY: bench-distillation
bench-distillation: $(VENV)/.dev compiler cache/l1_pu200_all.npz ## what a teacher gains for a deep set; docs/results.md
	$(BIN)/python benchmarks/distillation.py runs/distillation

.PHONY: bench-comparison
bench-comparison: $(VENV)/.dev compiler cache/l1_pu200.npz ## the CMS network as published and narrowed; docs/results.md
	$(BIN)/codesign sweep configs/sweeps/cms_ng_inputs.yaml -o runs/cms_ng_inputs --jobs $(JOBS)
	$(BIN)/python benchmarks/comparison.py runs/architectures runs/cms_ng_inputs

.PHONY: matrix
matrix: $(VENV)/.dev compiler ## every frontend and architecture at full size, bit for bit; docs/status.md
	$(BIN)/python benchmarks/matrix.py runs/matrix --jobs $(JOBS)

.PHONY: mass
mass: $(VENV)/.dev cache/l1_pu200_wide.npz ## the mass regressor against the raw mass, trained where it is not yet; docs/mass.md
	$(BIN)/python benchmarks/mass.py runs/mass

.PHONY: bench-baseline
bench-baseline: $(VENV)/.core ## the demo's taggers against boosted decision trees on the same jets
	$(BIN)/python benchmarks/baseline.py runs/demo

# Set-up. A stamp is as old as the installation it stands for, so that only a change of the lists installs again.

$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,.)
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,$(DEVELOP))
	@touch $(VENV)/.core $(VENV)/.rtl $@

$(VENV)/.rtl: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,.[rtl])
	@touch $(VENV)/.core $@

$(BIN)/python:
	@[[ -n "$(PYTHON)" ]] && $(PYTHON) -c '$(IN_RANGE)' || { \
		echo "codesign needs Python 3.11, 3.12 or 3.13 with venv, and found $(or $(PYTHON),none)." \
			"Install one (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python"; \
		exit 1; } >&2
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

.PHONY: compiler
compiler:
	@command -v g++ >/dev/null || { \
		echo "codesign compiles the firmware's C++ with g++, which was not found." \
			"Install it (Debian: apt-get install g++)" >&2; exit 1; }

# pip's own progress bars would fill pages; downloads that take a while are named, the rest is in the log
define install
	@echo "installing $(1) (log: $(VENV)/install.log)"
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -c constraints.txt -e '$(1)' 2>&1 \
		| tee $(VENV)/install.log | { grep --line-buffered -oE '^ *(Downloading|Using cached) .* MB\)|^Installing' || true; } \
		|| { tail -n 30 $(VENV)/install.log; exit 1; } >&2
endef
