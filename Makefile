# Two commands do: `make run` sets everything up and serves, `make test` checks everything.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
JOBS   ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run prepare test lint bench compile format messages clean help
.DEFAULT_GOAL := help

help:  ## Say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@echo "→ 建立虚拟环境 $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新版本，现为 %s" % sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  $(PYTHON) -m pip install --quiet --target var/virtualenv virtualenv && PYTHONPATH=var/virtualenv $(PYTHON) -m virtualenv --quiet $(VENV); }

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "→ 安装运行所需的库（首次约一分钟）"
	@$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "→ 安装开发与测试所需的库"
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $(VENV)/.runtime $@

run: $(VENV)/.runtime  ## Set up all, load the sample, typeset a volume, serve on 127.0.0.1:$(PORT)
	@$(BIN)/python manage.py prepare --sample
	@$(BIN)/python manage.py serve --no-static --port $(PORT)

prepare: $(VENV)/.runtime  ## Set up all without the sample and without serving
	@$(BIN)/python manage.py prepare

test: $(VENV)/.dev  ## Run every test, and those that touch a database again on PostgreSQL where it is installed
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
	@$(BIN)/python -m tools.on_postgres $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --database-only

lint: $(VENV)/.dev  ## ruff, mypy --strict, the order of the rooms, missing migrations, stale translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m tools.messages --check

compile: $(VENV)/.dev  ## Make machine code of the compositor's busiest modules, where there is a C compiler (a third less time)
	@$(BIN)/python -m tools.compiled

bench: compile  ## Measure beside named peers and write benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks

format: $(VENV)/.dev  ## Put the code into its form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: $(VENV)/.dev  ## Collect the interface's words and compile the English catalogue
	@$(BIN)/python -m tools.messages

clean:  ## Remove what can be made again (never the database or the media)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
