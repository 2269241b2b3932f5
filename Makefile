# Two commands matter: `make run` and `make test`. Both set up everything they need, in this folder only.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: run test check train setup benchmarks picture clean

UV ?= $(shell command -v uv || echo $(CURDIR)/.tools/uv/bin/uv)
BIN := $(CURDIR)/.venv/bin
LOCK := pyproject.toml uv.lock

run: setup train  ## The assistant: on Telegram with TELEGRAM_TOKEN (environment or .env), else on a local page
	@if [ -n "$$TELEGRAM_TOKEN" ] || grep -qs '^TELEGRAM_TOKEN=.' .env; then \
		$(BIN)/clsm-bot db upgrade && exec $(BIN)/clsm-bot run; \
	else \
		exec $(BIN)/clsm-bot demo; \
	fi

test: setup train  ## The whole suite; what needs Chromium or PostgreSQL runs where they are found
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: setup  ## Style, types, the rules between the rooms, and every text
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/clsm-bot content check

train: setup  ## The two models, where what they learn from has changed
	@$(BIN)/clsm-bot train

setup: .venv/.ready .venv-nlu/.ready

picture: setup train  ## The picture of the README, taken by the browser test
	PICTURE=docs/conversation.png $(BIN)/python -m pytest -q tests/browser -k resident

benchmarks: setup train  ## Speed, each against a peer in the same run
	@for file in benchmarks/*.py; do echo "== $$file"; PYTHONPATH=. $(BIN)/python $$file || exit 1; done

.venv/.ready: $(LOCK) | uv
	@echo "Setting up the assistant's environment (about 200 MB, under a minute)…"
	@$(UV) sync --frozen
	@touch $@

.venv-nlu/.ready: $(LOCK) | uv
	@echo "Setting up the language model's environment (about 1.5 GB, one to three minutes)…"
	@UV_PROJECT_ENVIRONMENT=.venv-nlu $(UV) sync --frozen --only-group nlu
	@touch $@

.PHONY: uv
uv:
	@if ! [ -x "$(UV)" ]; then \
		echo "Fetching uv, which sets up the rest…"; \
		python3 -m pip install --quiet --disable-pip-version-check --target $(CURDIR)/.tools/uv uv; \
	fi

clean:  ## Everything that was made here, except your data in var/ and your .env
	rm -rf .venv .venv-nlu .tools .rasa models .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
