# Toonbank. `make demo` and `make test` set up all they need by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
UV := .tools/bin/uv
BIN := .venv/bin
LOCKS := installer/locks
DEMO := out/demo
SYNC = VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --quiet

.PHONY: help demo run test check bench llm screenshots installer translations locks clean

help:
	@echo "make demo         the demonstration shop, in the window (or the terminal, without a display)"
	@echo "make run          the window on your own profile"
	@echo "make test         everything that must be true (checks and tests)"
	@echo "make check        style, types and import contracts only"
	@echo "make bench        the figures of benchmarks/RESULTS.md, measured here"
	@echo "make llm          add llama-cpp-python (compiles for 8-16 minutes)"
	@echo "make screenshots  draw resources/screenshots anew"
	@echo "make installer    the frozen program in dist/toonbank"
	@echo "make translations collect, update and compile the catalogues"
	@echo "make locks        solve the dependencies anew into installer/locks"

demo: .venv/runtime .venv/system-demo .venv/catalogues
	@bash tools/demo.sh $(BIN)/python $(DEMO)

run: .venv/runtime .venv/system-demo .venv/catalogues
	@$(BIN)/python main.py

test: .venv/dev .venv/system-test .venv/catalogues check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/dev .venv/system-test .venv/catalogues
	$(BIN)/python -m benchmarks

llm: .venv/llama

screenshots: .venv/runtime .venv/system-demo .venv/catalogues
	@rm -rf out/shots && QT_QPA_PLATFORM=offscreen $(BIN)/python main.py demo out/shots --json >/dev/null
	QT_QPA_PLATFORM=offscreen $(BIN)/python main.py --profile out/shots --screenshots resources/screenshots

installer: .venv/dev .venv/system-test .venv/catalogues
	$(BIN)/pyinstaller --noconfirm --distpath dist --workpath build installer/toonbank.spec
	bash installer/verify.sh dist/toonbank/toonbank

translations: .venv/dev
	$(BIN)/python -m tools.catalogues update
	$(BIN)/python -m tools.catalogues compile

locks: $(UV)
	bash tools/lock.sh $(UV)

clean:
	rm -rf .venv .tools build dist out

# -- what the targets above stand on; each stamp is made once and again when its lock changes

$(UV):
	@test -n "$(PYTHON)" || { echo "Toonbank needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/bin/python: | $(UV)
	@$(PYTHON) -m venv .venv

# The larger environments hold the smaller ones, so that `make test` after `make demo` only adds.
.venv/runtime: $(LOCKS)/runtime.txt | .venv/bin/python
	@test -e .venv/dev -o -e .venv/llama || { echo "Installing the packages (once) ..."; $(SYNC) $(LOCKS)/runtime.txt; }
	@touch $@

.venv/llama: $(LOCKS)/llama.txt | .venv/bin/python
	@test -e .venv/dev || { echo "Compiling llama-cpp-python (once, 8-16 minutes on two cores) ..."; $(SYNC) $(LOCKS)/llama.txt; }
	@touch $@

.venv/dev: $(LOCKS)/dev.txt | .venv/bin/python .venv/compiler
	@echo "Installing the packages, test tools and llama-cpp-python (once; it compiles for 8-16 minutes) ..."
	@$(SYNC) $(LOCKS)/dev.txt
	@touch $@ .venv/runtime .venv/llama

.venv/compiler: | .venv/bin/python
	@bash tools/system_packages.sh compiler && touch $@

.venv/system-demo: | .venv/bin/python
	@bash tools/system_packages.sh demo && touch $@

.venv/system-test: | .venv/bin/python
	@bash tools/system_packages.sh test && touch $@ .venv/system-demo

.venv/catalogues: $(wildcard translations/*/LC_MESSAGES/*.po) | .venv/runtime
	@$(BIN)/python -m tools.catalogues compile && touch $@
