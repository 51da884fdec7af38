# The commands of the project. `make help` lists them.
# Everything runs from .venv, which holds exactly requirements.lock and this package.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup book test test-fast check data references bench lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## create .venv from requirements.lock (the other commands do it by themselves)

# uv itself comes in the version that the lock names; uv then checks every hash.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || { echo "environment: creating $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$$(sed -nE 's/^uv==([^ ]+).*/\1/p' requirements.lock)"
	@echo "environment: installing requirements.lock"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

book: $(READY) ## build the whole book afresh into _build/html
	@$(BIN)/python -m leaving_mali.publishing.build

test: book ## build the book and run every test: data, package, faults, notebooks (nbval), real browser
	@$(BIN)/python tests/site/browser.py
	@$(BIN)/pytest -n 2 --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout 120

test-fast: $(READY) ## run the tests of data, package and pages' sources alone
	@$(BIN)/pytest -n 2 --dist loadfile tests/data tests/package tests/book

check: $(READY) ## everything that continuous integration runs: lint, exports, book and tests
	@$(BIN)/ruff check .
	@$(MAKE) --no-print-directory data
	@$(MAKE) --no-print-directory test

data: $(READY) ## check the dataset and export it to _build/data
	@$(BIN)/python -m leaving_mali.export

references: $(READY) ## refresh the nbval references in tests/notebooks
	@$(BIN)/python -m leaving_mali.publishing.references

bench: $(READY) ## time what should be quick (nothing is asserted)
	@$(BIN)/python benchmarks/dataset.py

lock: $(READY) ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock

clean: ## remove everything that was built
	rm -rf _build
