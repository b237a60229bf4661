.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

help: ## Say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

$(INSTALLED): requirements.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

install: $(INSTALLED) messages-compile ## Make .venv and install everything

messages-compile: $(INSTALLED)
	@$(BIN)/pybabel --quiet compile --directory locale --domain django 2>/dev/null || $(BIN)/pybabel compile --directory locale --domain django

run: install ## Start the whole product; Ctrl-C ends it
	@exec $(BIN)/python -m lms.embedded.supervisor run

services: install ## Start PostgreSQL and Valkey alone, for manage.py commands
	@exec $(BIN)/python -m lms.embedded.supervisor services

test: install ## Run all tests, with services of their own
	@exec $(BIN)/python -m pytest

test-product: install ## Run the tests that drive, freeze and kill the whole running product
	@exec $(BIN)/python -m pytest --product -n 0 tests/running tests/browser tests/faults

bench: install ## Measure the product beside its controls (wants a quiet machine)
	@exec $(BIN)/python -m bench

bench-smoke: install ## See that a benchmark still runs: one round of the shortest
	@BENCH_ROUNDS=1 exec $(BIN)/python -m bench.llm_metrics

test-ways: install ## Run the main ways in a browser and the fault tests that every change has to pass
	@exec $(BIN)/python -m pytest --product -n 0 tests/running/test_sockets.py tests/running/test_supervisor.py tests/running/test_logs.py tests/browser tests/faults/test_generation.py --ignore tests/browser/test_review.py --ignore tests/browser/test_my_pages.py --ignore tests/browser/test_samples.py

fake-llm: install ## Start a fake language model on port 8099, for trying things by hand
	@exec $(BIN)/python -m tests.fake_llm --port 8099

lint: install ## Check style, imports, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --check --lint templates
	$(BIN)/lint-imports

format: install ## Put code and templates in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

messages: install ## Collect texts for translation (needs Debian's gettext)
	$(BIN)/python manage.py makemessages --locale ko --ignore .venv --ignore var --no-obsolete --no-location
	$(MAKE) messages-compile

migrations-check: install ## No model without its migration; none that breaks a running version
	@$(BIN)/python -m pytest -n 0 tests/test_repository.py -k migration

curriculum-check: install ## Check the curriculum's files: complete, fitting together, every sample running
	@$(BIN)/python manage.py check_curriculum

screenshots: install ## Take pictures of the pages into docs/screenshots (needs chromium)
	@exec $(BIN)/python -m tests.screenshots

admin: install ## Make an administrator
	$(BIN)/python manage.py createsuperuser

reset: ## Throw away this instance's data (var/)
	@$(BIN)/python -m lms.embedded.supervisor reset

.PHONY: help install messages-compile run services test test-product test-ways bench bench-smoke fake-llm lint format messages migrations-check curriculum-check screenshots admin reset
