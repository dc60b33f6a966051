# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.

.DEFAULT_GOAL := help
.PHONY: help run test check bench torture pictures package lock prepare clean

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
PY := .venv/Scripts/python.exe
else
PY := .venv/bin/python
endif

# Handed on to pytest, for example: make test PYTEST="-k drag", or PYTEST="-n 0" for one by one
PYTEST ?= -n 2 --dist loadfile
# Handed on to the torture, for example: make torture TORTURE="kills --kills 10000 --seed 7"
TORTURE ?=

help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

run: prepare ## open the sample plan; without a display, do the same job into build/demo/
	@mkdir -p build
	@if [ "$$(uname -s)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		$(PY) -m teamtide demo build/demo; \
	else \
		test -e build/sample.teamtide || $(PY) -m teamtide sample build/sample.teamtide; \
		$(PY) -m teamtide build/sample.teamtide; \
	fi

test: export QT_QPA_PLATFORM ?= offscreen
test: prepare ## run every check: ruff, mypy --strict, import-linter, pytest
	@$(PY) packaging/checks.py --tests -- $(PYTEST)

check: prepare ## run the static part of the checks
	@$(PY) packaging/checks.py

bench: export QT_QPA_PLATFORM ?= offscreen
bench: prepare ## measure the figures the app has to reach
	@$(PY) -m tests.bench

torture: export QT_QPA_PLATFORM ?= offscreen
torture: prepare ## kill it, cut its power, work it for days: what does it not endure? (hours)
	@$(PY) -m tests.torture $(TORTURE)

pictures: export QT_QPA_PLATFORM ?= offscreen
pictures: prepare ## render the window's pictures anew
	@$(PY) -m tests.pictures

package: prepare ## build the bundle in dist/ and try it
	@$(PY) packaging/bundle.py

lock: prepare ## resolve the requirements anew, with hashes, for every system
	@uv=$$(command -v uv || ls .venv/bin/uv 2>/dev/null) || { \
		echo "uv is missing. Install it into the environment: $(PY) -m pip install uv" >&2; exit 1; }; \
	"$$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev \
		pyproject.toml -o packaging/requirements.txt --no-header

prepare: # .venv and Qt's system libraries; says nothing when all is there
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "Python is missing. Install 3.11 to 3.13 (Debian, Ubuntu: apt install python3 python3-venv)." >&2; \
		exit 1; }
	@$(PYTHON) packaging/prepare.py

clean: ## remove what was built and every cache, but not .venv
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
	find app tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
