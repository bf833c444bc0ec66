# One command each for what a newcomer, a developer and CI do. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
DEVELOP := .[dev,docs,simulate,rtl,qkeras,brevitas,trees,readers]
IN_RANGE := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

# What a user gives is data: recipes read it from their environment, as "$$DESIGN". With $(DESIGN) the shell would take it
# as a part of the command; and make would expand what it holds before it exports it, but for these lines.
define as_given
override $(1) := $$(value $(1))
export $(1)
endef
$(foreach name,DESIGN OF PAGE PYTHON JOBS TEST_JOBS FUZZ_INPUTS FUZZ_SEED,$(if $(filter-out undefined,$(origin $(name))),$(eval $(call as_given,$(name)))))
# Makes that are called from here get these from the environment too, and do not expand them either.
MAKEOVERRIDES :=

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

.PHONY: install-all
install-all: $(VENV)/.dev ## all extras too: to simulate jets, train with QKeras and Brevitas, simulate and map the RTL

##@ Firmware of one design: DESIGN=runs/NAME, or the YAML of a design, which is trained first

# in bash: "$$run" is the folder of DESIGN, or the one in which the design of that YAML file is trained
RUN := run=$$DESIGN; [[ -f $$run/design.yaml ]] || { run=$${run\#\#*/}; run=runs/$${run%.*}; }

.PHONY: rtl
rtl: $(VENV)/.rtl compiler frozen ## Verilog, simulated with one jet per clock
	@$(RUN); set -x; $(BIN)/codesign rtl --cosim -- "$$run"

.PHONY: synth-open
synth-open: $(VENV)/.rtl compiler frozen ## LUT, FF, DSP, BRAM and logic depth by open synthesis
	@$(RUN); set -x; $(BIN)/codesign rtl -- "$$run"
	@$(RUN); set -x; $(BIN)/codesign synth-open -- "$$run"

.PHONY: intervals
intervals: $(VENV)/.rtl compiler frozen ## a new jet every 1, 2, 3, 6 or 9 clocks: LUT, FF, DSP, latency, and the cheapest
	@$(RUN); set -x; $(BIN)/codesign intervals --cosim -- "$$run"

.PHONY: csynth
csynth: $(VENV)/.core frozen ## with Vitis HLS: cycles, interval and an estimate of the HLS project's size
	@$(RUN); set -x; $(BIN)/codesign convert -- "$$run"
	@$(RUN); set -x; $(BIN)/codesign synth --tool vitis --stage csynth -- "$$run"

.PHONY: cosim
cosim: $(VENV)/.core frozen ## with Vitis HLS: the RTL it makes, simulated on the golden vectors
	@$(RUN); set -x; $(BIN)/codesign convert -- "$$run"
	@$(RUN); set -x; $(BIN)/codesign synth --tool vitis --stage cosim -- "$$run"

.PHONY: vsynth
vsynth: $(VENV)/.core frozen ## with Vivado: the RTL, placed and routed; OF=hls takes what csynth made
	@[[ "$$OF" == hls ]] || { $(RUN); set -x; $(BIN)/codesign rtl -- "$$run"; }
	@$(RUN); set -x; $(BIN)/codesign synth --tool vivado --of="$${OF:-rtl}" -- "$$run"

.PHONY: frozen
frozen: $(VENV)/.core
	@[[ -n "$$DESIGN" ]] || { echo "name a design: DESIGN=configs/taggers/NAME.yaml or DESIGN=runs/NAME" >&2; exit 1; }
	@$(RUN); [[ -f $$run/net.json ]] \
		|| { $(BIN)/codesign train -o "$$run" -- "$$DESIGN" && $(BIN)/codesign freeze -- "$$run"; }

##@ Develop

# rooms whose tests need neither a framework nor a compiler; without those that simulate jets, start many processes or take
# the program as a whole through bad files, the notebook and the site
SLOW := tests/test_fuzzing.py tests/test_notebook.py tests/test_site.py tests/base/test_extras.py tests/base/test_locks.py
QUICK := $(filter-out $(SLOW),$(wildcard $(addsuffix /test_*.py,\
	tests tests/base tests/net tests/jets tests/design tests/cost tests/report)))

.PHONY: test
test: $(VENV)/.dev compiler ## all tests
	$(BIN)/pytest -n "$${TEST_JOBS:-2}" --dist loadfile

.PHONY: test-quick
test-quick: $(VENV)/.dev ## the tests that train nothing and compile nothing, in two minutes
	$(BIN)/pytest -n "$${TEST_JOBS:-2}" --dist loadfile $(QUICK)

.PHONY: test-full
test-full: $(VENV)/.dev compiler ## the tests that take minutes: hundreds of random models through the importers
	$(BIN)/pytest -m full -n "$${TEST_JOBS:-2}"

.PHONY: test-real-files
test-real-files: $(VENV)/.dev build/real_files/fetched ## readers on files of real events, fetched from the package index
	$(BIN)/pytest -m real_files tests/jets/test_real_files.py

build/real_files/fetched: | $(BIN)/python
	mkdir -p build/real_files
	$(BIN)/python -m pip download --disable-pip-version-check --quiet --no-deps --no-binary :all: -d build/real_files coffea==2026.9.0
	tar -xzf build/real_files/coffea-2026.9.0.tar.gz -C build/real_files --strip-components=3 coffea-2026.9.0/tests/samples
	@touch $@

.PHONY: firmware-tests
firmware-tests: $(VENV)/.dev compiler ## every design in hls_projects: g++ alone, then its model, RTL, vectors and rebuild
	for file in hls_projects/*/Makefile; do $(MAKE) --no-print-directory -C "$${file%/*}" csim || exit; done
	$(BIN)/pytest firmware_tests/test_shipped.py

.PHONY: fuzz
fuzz: $(VENV)/.dev ## bad files and options against every verb: FUZZ_INPUTS=10000 of them, drawn by FUZZ_SEED=1
	$(BIN)/python -m tests.fuzzing --inputs="$${FUZZ_INPUTS:-10000}" --seed="$${FUZZ_SEED:-1}"

.PHONY: check
check: $(VENV)/.dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/.dev ## mend the style: order of imports, layout, what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: page-check
page-check: $(VENV)/.core ## open PAGE=runs/demo/report.html in headless Chromium: no error, no network, labels, focus, layout
	$(BIN)/python benchmarks/page_check.py -- "$${PAGE:-runs/demo/report.html}"

.PHONY: docs
docs: $(VENV)/.docs ## the documents as a site, build/site/index.html, read without a network; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "open build/site/index.html"

.PHONY: clean
clean: ## back to a bare clone, but for runs and simulated jets
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Measure

.PHONY: jets
jets: cache/l1_pu200.npz ## simulate the 300,000 jets of the benchmarks, into cache

$(patsubst configs/jets/%.yaml,cache/%.npz,$(wildcard configs/jets/*.yaml)): cache/%.npz: | $(VENV)/.dev
	time $(BIN)/codesign jets simulate configs/jets/$*.yaml -o $@ --jobs="$${JOBS:-$$(nproc)}"

.PHONY: numbers
numbers: $(VENV)/.core ## the measured numbers in the documents: of older jets or not, and what makes them again
	$(BIN)/python benchmarks/doc_numbers.py

.PHONY: bench
bench: $(VENV)/.dev compiler ## how fast jets are made, and what starting from words costs
	for benchmark in jets preprocessing; do $(BIN)/python benchmarks/$$benchmark.py || exit; done

.PHONY: bench-sweep
bench-sweep: $(VENV)/.dev compiler cache/l1_pu200.npz ## speed of sweeps, emulation, compiling; a million jets; docs/speed.md
	for benchmark in sweep_speed emulation csim_compile million_jets; do $(BIN)/python benchmarks/$$benchmark.py || exit; done

.PHONY: bench-architectures
bench-architectures: $(VENV)/.dev compiler cache/l1_pu200.npz ## every architecture at 6 and 8 bits; docs/results.md
	$(BIN)/codesign sweep configs/sweeps/architectures.yaml -o runs/architectures --jobs="$${JOBS:-$$(nproc)}"
	$(BIN)/python benchmarks/architectures.py runs/architectures

.PHONY: bench-frontends
bench-frontends: $(VENV)/.dev compiler ## the three frontends at the same bit widths; docs/networks.md
	$(BIN)/codesign sweep configs/sweeps/frontends.yaml -o runs/frontends --jobs="$${JOBS:-$$(nproc)}"
	$(BIN)/python benchmarks/frontends.py runs/frontends

.PHONY: bench-distillation
bench-distillation: $(VENV)/.dev compiler cache/l1_pu200_all.npz ## what a teacher gains for a deep set; docs/results.md
	$(BIN)/python benchmarks/distillation.py runs/distillation

.PHONY: bench-comparison
bench-comparison: $(VENV)/.dev compiler cache/l1_pu200.npz ## the CMS network as published and narrowed; docs/results.md
	$(BIN)/codesign sweep configs/sweeps/cms_ng_inputs.yaml -o runs/cms_ng_inputs --jobs="$${JOBS:-$$(nproc)}"
	$(BIN)/python benchmarks/comparison.py runs/architectures runs/cms_ng_inputs

.PHONY: matrix
matrix: $(VENV)/.dev compiler ## every frontend and architecture at full size, bit for bit; docs/status.md
	$(BIN)/python benchmarks/matrix.py runs/matrix --jobs="$${JOBS:-$$(nproc)}"

.PHONY: mass
mass: $(VENV)/.dev cache/l1_pu200_wide.npz ## the mass regressor against the raw mass, trained where it is not yet; docs/mass.md
	$(BIN)/python benchmarks/mass.py runs/mass

.PHONY: bench-demo
bench-demo: demo ## the table of the demo; README.md
	$(BIN)/python benchmarks/demo.py runs/demo

.PHONY: bench-baseline
bench-baseline: $(VENV)/.core ## the demo's taggers against boosted decision trees on the same jets
	$(BIN)/python benchmarks/baseline.py runs/demo

# Set-up. A stamp is as old as the installation it stands for, so that only a change of the lists installs again.

$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,.[trees])
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,$(DEVELOP))
	@touch $(VENV)/.core $(VENV)/.rtl $(VENV)/.docs $@

$(VENV)/.rtl: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,.[rtl])
	@touch $(VENV)/.core $@

$(VENV)/.docs: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,.[docs])
	@touch $(VENV)/.core $@

$(BIN)/python:
	@fits() { "$$1" -c '$(IN_RANGE)' >/dev/null 2>&1; }; \
	for name in python3.11 python3.12 python3.13 python3 python; do \
		[[ -z "$$PYTHON" ]] && fits "$$name" && PYTHON=$$name; done; \
	fits "$$PYTHON" || { \
		echo "codesign needs Python 3.11, 3.12 or 3.13 with venv, and found $${PYTHON:-none}." \
			"Install one (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python"; \
		exit 1; } >&2; \
	echo "making $(VENV) with $$("$$PYTHON" --version)"; \
	"$$PYTHON" -m venv $(VENV)

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
