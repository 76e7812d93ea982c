# Two commands do everything on a clean clone: `make` sets up and builds, `make test` sets up
# what the tests need as well and checks. What is done is not done again: each step of the set-up
# leaves a stamp in .venv and runs again only when what it was made from is newer.

PYTHON ?= python3
PYTEST_FLAGS ?= -n 2
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin

export PYTHON
unexport PYTHONHOME PYTHONPATH

.PHONY: all build setup setup-dev test verapdf nu lighthouse bench lock messages pages ledger picture clean help
.DELETE_ON_ERROR:

all: build

build: setup  ## set up and build the named bundles into dist/ (plain `make`)
	$(BIN)/xieyi build

# One set-up at a time: a second `make` waits for the first, then looks again at what is left.
LOCKED := $(if $(shell command -v flock),flock -o .venv.lock)

setup:  ## system packages, .venv, dependencies and the command xieyi
	@scripts/system
	@$(LOCKED) $(MAKE) -s --no-print-directory $(VENV)/stamp-project

setup-dev: setup  ## the same, with what the tests need
	@scripts/system test
	@$(LOCKED) $(MAKE) -s --no-print-directory $(VENV)/stamp-dev

# Each check runs whatever the one before it found; pytest has the last word.
test: setup-dev  ## ruff, mypy and pytest
	@failed=; \
	check() { echo "$(BIN)/$$*"; "$(BIN)/$$@" || failed="$$failed  $$*\n"; }; \
	check ruff check .; \
	check ruff format --check .; \
	check mypy; \
	if [ -n "$$failed" ]; then printf "\nfailed before pytest:\n$$failed" >&2; fi; \
	check python -m pytest $(PYTEST_FLAGS); \
	[ -z "$$failed" ]

verapdf: build  ## what veraPDF says of dist/, where it is installed
	@scripts/verapdf dist

nu: setup  ## what the Nu HTML checker says of the site, where Java and npm are
	$(BIN)/xieyi site --quiet
	@scripts/nu site

lighthouse: setup  ## what Lighthouse says of the site, where npm and a Chromium are
	$(BIN)/xieyi site --quiet
	@$(BIN)/python scripts/lighthouse site

bench: setup-dev  ## the benchmark
	$(BIN)/python -m bench

lock: $(if $(wildcard $(BIN)/uv),,setup-dev)  ## make the lock files anew; UPGRADE=1 also takes newer versions
	@scripts/lock $(if $(UPGRADE),--upgrade)

messages: setup-dev  ## compile the wording after a change in generator/locale
	@for language in en zh; do \
	  folder=generator/locale/$$language/LC_MESSAGES; \
	  $(BIN)/pybabel -q compile -l $$language -i $$folder/xieyi.po -o $$folder/xieyi.mo; \
	done

pages: setup  ## docs/rules, after a rule's docstring changed
	$(BIN)/python scripts/pages

ledger: setup  ## the ledger of the example workspace, after its texts or the look changed
	$(BIN)/python scripts/ledger

picture: setup-dev build  ## the README's picture of a page, after that page changed
	$(BIN)/python scripts/picture dist/all/software-service.pdf 1

clean:  ## back to a clean clone
	rm -rf $(VENV) .venv.lock .dist.* dist build site .xieyi-cache *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

# A .venv that was moved here from another folder, has lost its Python, or in which an
# installation was broken off is made anew.
ifneq "$(shell [ -x $(BIN)/python ] && [ ! -e $(VENV)/unfinished ] && cat $(VENV)/stamp-venv 2>/dev/null)" "$(CURDIR)"
.PHONY: $(VENV)/stamp-venv
endif

define install
@touch $(VENV)/unfinished
@$(BIN)/python -m pip --disable-pip-version-check --no-input -qq install $(1)
@rm $(VENV)/unfinished
@touch $@
endef

$(VENV)/stamp-venv:
	@scripts/venv $(VENV)
	@echo "$(CURDIR)" > $@

# Wheels only: a source package would fetch, without hashes, what it is built with.
$(VENV)/stamp-runtime: requirements.lock $(VENV)/stamp-venv
	@echo "xieyi: 正在安装依赖 / installing the dependencies ($<)" >&2
	$(call install,--require-hashes --only-binary :all: -r $<)

# --no-index: whatever building the project needs is in the lock.
$(VENV)/stamp-project: pyproject.toml $(VENV)/stamp-runtime
	$(call install,--no-index --no-deps --no-build-isolation -e .)

$(VENV)/stamp-dev: requirements-dev.lock $(VENV)/stamp-project
	@echo "xieyi: 正在安装测试工具 / installing the test tools ($<)" >&2
	$(call install,--require-hashes --only-binary :all: -r $<)
