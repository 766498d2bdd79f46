# Each target sets itself up: a virtual environment in .venv, by uv where it is present, else by python3 and pip.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/newsarchive

.PHONY: demo test test-heavy lint format bench setup clean

setup: .venv/installed

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "newsarchive needs Python 3.11 or newer; this is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 ..."; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python -e '.[test,lint]'; \
	else \
	  $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; \
	  $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'; \
	fi
	@touch $@

demo: setup
	@$(BIN)/python examples/demo.py

test: setup
	@$(BIN)/python -m pytest -q -n auto -m 'not heavy' $(ARGS)

test-heavy: setup
	@$(BIN)/python -m pytest -q -n auto -m heavy $(ARGS)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

bench: setup
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
