# Each target sets itself up: a virtual environment in .venv, by uv where it is present, else by
# python3 and pip. It is brought up to date when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/newsarchive

.PHONY: demo test test-heavy lint format bench setup clean

setup: .venv/installed

# An environment whose Python is gone (upgraded away, or the folder was moved) is made again.
SOUND := $(shell python=$$(sed -n '1s/^\#!//p' $(RUN) 2>/dev/null) && "$$python" -c '' 2>/dev/null && echo yes)
ifneq ($(SOUND),yes)
.PHONY: .venv/installed
endif

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "newsarchive needs Python 3.11 or newer; this is $$($(PYTHON) -V 2>&1)." \
	    "Name another: make PYTHON=python3.12 ..."; exit 1; }
	@command -v uv >/dev/null 2>&1 || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || rm -rf .venv
	@{ if command -v uv >/dev/null 2>&1; then \
	    uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	    uv pip install --quiet --python $(BIN)/python -e '.[test,lint]'; \
	  else \
	    $(PYTHON) -m venv .venv && \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'; \
	  fi; } || { echo "The packages could not be installed; the reason stands above." \
	    "With a network, or a mirror set up for pip or uv, run the same command again."; exit 1; }
	@$(BIN)/python -m compileall -q src  # as an installation does; else each process may have to
	@touch $@

demo: setup
	@$(BIN)/python examples/demo.py

test: setup
	@$(BIN)/python -m pytest -q -n auto $(ARGS)

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
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
