# Each target makes its own environment in .venv the first time; only the configured package indexes are used.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
SHARED ?= ../shared

.PHONY: help run test lint score bench soak bundle clean
.DEFAULT_GOAL := help

help: ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Huiwen needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(STAMP) ## the bot: on Telegram with HUIWEN_TELEGRAM_TOKEN or its _FILE, else the playground with sample reports
	@if [ -n "$$HUIWEN_TELEGRAM_TOKEN$$HUIWEN_TELEGRAM_TOKEN_FILE" ] || grep -qsE '^ *(export +)?HUIWEN_TELEGRAM_TOKEN(_FILE)? *= *[^ ]' .env; \
	then exec $(BIN)/huiwen run; else exec $(BIN)/huiwen run --demo; fi

test: $(STAMP) ## all tests
	$(BIN)/python -m pytest

lint: $(STAMP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: $(STAMP) ## the score table over the gold questions, without a model
	@$(BIN)/python .ci/score.py $(SHARED)

bench: $(STAMP) ## time and memory against the tutorial chain over the same files, in one run
	@$(BIN)/python .ci/bench.py $(SHARED)

soak: $(STAMP) ## long runs that print their numbers: damaged files over all loaders, 200 listing pages, alerts under kills, fifty people at once, a backup meanwhile
	$(BIN)/python .ci/soak_loaders.py
	$(BIN)/python .ci/soak_sources.py
	$(BIN)/python .ci/soak_leaks.py
	$(BIN)/python .ci/soak_alerts.py
	$(BIN)/python .ci/soak_load.py
	$(BIN)/python .ci/soak_backup.py
	$(BIN)/python .ci/soak_web.py
	$(BIN)/python .ci/soak_updates.py

bundle: $(STAMP) ## one archive in dist/ that installs without a network, tried in an empty network namespace
	@$(BIN)/python .ci/bundle.py

clean: ## remove the environment and what tools leave behind
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .hypothesis
