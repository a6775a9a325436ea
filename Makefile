# Two commands that need nothing but Python 3.11+, make and a package registry: `make grade`, `make test`.
# docs/windows.md says the same for Windows, without make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
# What nobody imports is not compiled: the first import does it.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: help ready grade classroom demo test test-all lint types imports tests fuzz coverage bench bench-class bench-emulator bench-page lock cassettes operations picture clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ready: $(VENV)/.grade  ## set up what a grading needs; ./grade does it, too

grade: $(VENV)/.grade  ## grade the recorded submission (ARGS="--live" grades a subscription)
	@$(BIN)/python -m pytest $(ARGS)

classroom: $(VENV)/.classroom  ## set up what the grading of a class needs; ./class does it, too

demo: $(VENV)/.demo  ## start the emulator, do the exercise on it, grade it live
	@$(BIN)/python -m azure_emulator --exec sh -c \
	  '$(BIN)/python -m solution --notebook build/Image-Classification.ipynb && \
	   $(BIN)/python -m pytest --live --notebook=build/Image-Classification.ipynb $(ARGS)'

test: lint types imports tests  ## the linters and the project's own tests

test-all: lint types imports  ## the same, and whole what `make test` samples
	@$(MAKE) --no-print-directory tests ARGS="--whole $(ARGS)"

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/deptry . --no-ansi
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml

types: $(VENV)/.dev
	@$(BIN)/mypy

imports: $(VENV)/.dev
	@PYTHONPATH=. $(BIN)/lint-imports

# A file's tests stay on one core, for what they share; the longest files come first. One process
# more than cores: tests of a class mostly wait.
tests: $(VENV)/.dev
	@$(BIN)/python -m pytest tests -n $$(($$($(BIN)/python -c 'import os; print(os.cpu_count())') + 1)) \
	  --dist loadfile --no-loadscope-reorder $(ARGS)

EXAMPLES ?= 2000

fuzz: $(VENV)/.dev  ## read inputs that nobody thought of (EXAMPLES=100000: of each kind)
	@FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests -n auto -k test_fuzzing $(ARGS)

coverage: $(VENV)/.dev  ## branch coverage of the project's own tests
	@$(BIN)/coverage run -m pytest tests $(ARGS)
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage report

bench: $(VENV)/.dev  ## what gradings cost, in processor seconds
	@$(BIN)/python benchmarks/grading.py $(ARGS)

bench-page: $(VENV)/.dev  ## how fast the class page of 5,000 students opens and filters (needs chromium)
	@$(BIN)/python benchmarks/class_page.py $(ARGS)

bench-class: $(VENV)/.dev  ## what the grading of a class costs, and whether it survives being killed
	@$(BIN)/python benchmarks/class_grading.py $(ARGS)

bench-emulator: $(VENV)/.dev  ## what the emulator bears, and whether others' trainings and trouble are felt
	@$(BIN)/python benchmarks/emulator_load.py $(ARGS)

# The same ids, and a clock that begins at the same day: what differs then was changed.
CLOCK = $$(sed -n "s/^    at: '\(.*\)T.*'$$/\1/p" fixtures/cassettes/complete.yaml)

cassettes: $(VENV)/.demo  ## record the exercise's cassettes anew from the emulator (CLOCK=2026-12-24: at that time)
	@rm -rf build/cassettes && mkdir -p build/cassettes
	@$(BIN)/python -m azure_emulator --pace 0 --seed complete --clock "$(CLOCK)" --exec sh -c \
	  '$(BIN)/python -m solution --notebook build/cassettes/Image-Classification.ipynb && \
	   $(BIN)/python -m pytest --live --notebook=build/cassettes/Image-Classification.ipynb \
	     --record=build/cassettes/complete.yaml'
	@mv build/cassettes/complete.yaml build/cassettes/complete.ipynb fixtures/cassettes/

operations: $(VENV)/.dev  ## make docs/operations.md anew: what the emulator serves (needs the documents)
	@$(BIN)/python -m pytest tests/azure_emulator -q --operations docs/operations.md $(ARGS)

PICTURE = docs/student-page.png

picture: $(VENV)/.dev  ## make the pictures of a student's and a class's page anew (needs chromium)
	@$(BIN)/python -m azure_emulator --exec sh -c \
	  '$(BIN)/python -m solution --mistake tag-in-the-plural --notebook build/picture.ipynb && \
	   $(BIN)/python -m pytest --live --notebook=build/picture.ipynb --report=html:build/picture.html; \
	   test $$? = 1'
	@chromium --headless=new --no-sandbox --hide-scrollbars --window-size=760,1000 \
	  --screenshot=$(PICTURE) build/picture.html
	@$(BIN)/python -c 'from PIL import Image; Image.open("$(PICTURE)").quantize(48).save("$(PICTURE)", optimize=True)'
	@$(BIN)/python -m tests.harness.class_picture docs/class-page.png

LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-header --no-annotate pyproject.toml --group build

lock:  ## pin every dependency anew, with its hashes (needs uv)
	$(LOCK) --upgrade --all-extras --group dev -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt --extra emulator --extra solution -o requirements/demo.txt
	$(LOCK) -c requirements/dev.txt --extra classroom -o requirements/classroom.txt
	$(LOCK) -c requirements/dev.txt -o requirements/grade.txt

clean:  ## remove what the other commands made
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# One list of dependencies (pyproject.toml), four locks of it, each with hashes: what a grading needs
# is in all three. The packages under src/ are installed in place, so that a change needs no set-up.
$(VENV)/.grade $(VENV)/.demo $(VENV)/.classroom $(VENV)/.dev: $(VENV)/.%: pyproject.toml requirements/%.txt | $(VENV)/bin/python
	@echo "Setting up $(VENV) (once; a few minutes at most) ..."
	@$(PIP) --require-hashes -r requirements/$*.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p build
	@touch $@
