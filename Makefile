# One command each. `make` alone explains itself; every target that needs Python makes .venv first.
INPUT ?= seeds
OUTPUT ?= outputs
WORKERS ?=
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install extract test lint evaluate bench screenshots train soak lock clean

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

install: $(INSTALLED) ## Make .venv with exactly what requirements.lock names

$(INSTALLED): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

extract: $(INSTALLED) ## Extract the tables: make extract INPUT=folder OUTPUT=folder
	$(BIN)/recoupe extract "$(INPUT)" --output "$(OUTPUT)" $(if $(WORKERS),--workers $(WORKERS))

test: $(INSTALLED) ## Run the tests (small samples; under 20 minutes on 2 cores)
	$(BIN)/python -m pytest

lint: $(INSTALLED) ## Check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

evaluate: $(INSTALLED) ## Score the pipeline on the gold sets that are present
	$(BIN)/python -m tests.evaluate

bench: $(INSTALLED) ## Compare speed with the script that users write today and with bare spaCy
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench

screenshots: $(INSTALLED) ## Take the pictures of the report in docs/ anew (needs Chromium)
	$(BIN)/python -m tests.review.screenshots

train: $(INSTALLED) ## Train the NER weights anew (needs ../shared/gold/winer)
	$(BIN)/python -m pipeline.names.training

soak: $(INSTALLED) ## Run the long tests: fuzz, kills, large runs
	$(BIN)/python -m pytest -m soak

lock: $(INSTALLED) ## Resolve the dependencies anew into requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --generate-hashes --python-version 3.11 \
		--python-platform x86_64-manylinux_2_28 --no-header --annotation-style line --upgrade --output-file requirements.lock

clean: ## Remove .venv, caches and what `make extract` wrote to outputs/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find outputs -mindepth 1 ! -name .gitkeep -delete
