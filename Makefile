# `make run`: from a fresh clone to a served sample event. `make test`: all set-up, then every test.
# `make check`: the fast part of what CI checks. `make lint`: everything but the tests. `make lock`: new pins.
# `make messages`: the interface's strings, and what of them is not translated yet.
# Every step leaves a stamp inside what it made, so that it is done again when its input changes or its output is gone,
# and asks the network for nothing otherwise. PORT, HOST, DATA_DIR and the rest of docs/settings.md: in the environment.

SHELL := /bin/sh
PYTHON ?= python3
PIP := .venv/bin/python -m pip --disable-pip-version-check
NODE := .make/node-$(shell tools/node --which)
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# Checks and tests look at this checkout only: no database or data folder that happens to be in the environment.
ALONE := env -u DATABASE_URL DATA_DIR=$(CURDIR)/.make/data
PYTEST := env -u DATABASE_URL .venv/bin/python -m pytest

# WeasyPrint's libraries, the fonts of the PDF (the same on every machine), gettext for the interface's languages.
RUN_PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 gettext \
	fontconfig fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
TEST_PACKAGES := postgresql chromium poppler-utils

.DELETE_ON_ERROR:
.PHONY: run setup setup-test run-packages test-packages test test-sqlite test-browser test-postgres check lint lint-style lint-types \
	lint-imports lint-templates lint-migrations lock messages clean

run: setup
	@exec .venv/bin/python manage.py serve

setup: .venv/.run static/build/.made $(MESSAGES)

setup-test: test-packages setup .venv/.dev

run-packages:
	@tools/debian-packages $(RUN_PACKAGES)

test-packages:
	@tools/debian-packages $(RUN_PACKAGES) $(TEST_PACKAGES)

.venv/.run: requirements/run.txt | run-packages
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed.")'
	@$(PIP) --version >/dev/null 2>&1 || { echo "Making .venv"; $(PYTHON) -m venv --clear .venv; }
	@echo "Installing requirements/run.txt"
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/.run
	@echo "Installing requirements/dev.txt"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.make/node-machine:
	@mkdir -p .make && touch $@

.make/node-wheel: requirements/node.txt | run-packages
	@mkdir -p .make
	@echo "Installing Node into .node"
	@$(PYTHON) -m venv --clear .node
	@.node/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/node.txt
	@touch $@

node_modules/.made: package.json package-lock.json .npmrc $(NODE)
	@echo "Installing package-lock.json"
	@tools/node npm ci --ignore-scripts --silent --no-progress </dev/null
	@touch $@

static/build/.made: node_modules/.made tools/bundle $(wildcard static/js/*.js static/js/*/*.js static/css/*.css)
	@tools/bundle
	@touch $@

%.mo: %.po | run-packages
	@msgfmt --check-format --output-file=$@ $<

lint: lint-style lint-types lint-imports lint-templates lint-migrations

lint-style: .venv/.dev
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --check --quiet .

lint-types: .venv/.dev
	$(ALONE) .venv/bin/mypy --no-error-summary

lint-imports: .venv/.dev
	@mkdir -p .make
	.venv/bin/lint-imports >.make/imports || { cat .make/imports; exit 1; }

lint-templates: .venv/.dev
	.venv/bin/djlint --lint --quiet templates

lint-migrations: .venv/.dev
	$(ALONE) .venv/bin/python manage.py makemigrations --check --dry-run

check: setup lint
	$(PYTEST) -q -m "not slow and not browser"

# All three are run, whatever one finds, and at the same time: each waits often. Each tells what it saw when it has ended.
test: setup-test
	@$(MAKE) --no-print-directory --keep-going --jobs=3 --output-sync=target test-browser test-postgres test-sqlite

test-sqlite: setup-test
	$(PYTEST) -m "not browser"

test-browser: setup-test
	$(PYTEST) -m browser

# A private cluster, gone when the tests end. What only Chromium sees is not looked at twice.
test-postgres: setup-test
	.venv/bin/python tools/with_postgres.py .venv/bin/python -m pytest -m "not browser or both"

lock:
	tools/lock

messages: .venv/.run
	@tools/messages

# The data folder is not touched.
clean:
	rm -rf .venv .node .make node_modules static/build $(MESSAGES)
