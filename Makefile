# `make demo` runs the main job, `make test` passes the tests; both do all the set-up.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo $$p; break; }; done)
BIN := .venv/bin

.PHONY: demo test check bench law kills peers pictures words lock clean setup browser

demo: setup
	$(BIN)/comity demo

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Comity needs Python 3.11, 3.12 or 3.13: install one" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

test: setup browser check
	$(BIN)/pytest -n 2 --dist loadgroup

check: setup tests/web/node_modules/ready
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	PATH="$(CURDIR)/$(BIN):$$PATH" tests/web/node_modules/.bin/tsc -p tests/web

# What checks the workspace's scripts (types) and pages (accessibility), with the Node.js of a wheel.
tests/web/node_modules/ready: tests/web/package-lock.json | setup
	cd tests/web && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	@touch $@

# A browser for the tests, where this machine's package manager can give one.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || ./deploy/fetch-browser.sh

bench: setup
	@$(BIN)/python -m benchmarks $(if $(JSON),--json)

# The whole campaign of docs/law.md, some hours; stopped, it goes on where it was.
law: setup
	@PYTHONPATH=tests:. $(BIN)/python -m law $(if $(JSON),--json)

# Five hundred loads killed at any moment; make test kills a hundred.
kills: setup
	$(BIN)/pytest -m campaign -n 2

# What resolution is measured against: python -m benchmarks.resolution.
peers: .peers/ready

.peers/ready: requirements-peers.lock setup
	test -x .peers/bin/python || $(BIN)/python -m venv .peers
	$(BIN)/uv pip sync --quiet --python .peers/bin/python requirements-peers.lock
	@touch $@

# The pictures of the measures, drawn anew of what their pages compute, and the one in README.md,
# taken anew of a fresh demo.
pictures: setup browser
	PYTHONPATH=tests:. $(BIN)/python -m measure_pictures
	PYTHONPATH=tests $(BIN)/python tests/pictures.py

# The tables of docs/words.md, after a change of the vocabulary.
words: setup
	PYTHONPATH=tests $(BIN)/python tests/vocabulary_tables.py

lock: setup
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --group dev --extra notebook --extra oidc pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --group peers -o requirements-peers.lock

# Not all of .comity: `comity init` may have made a real installation there.
clean:
	rm -rf .venv .peers .servers tests/web/node_modules .comity/demo build dist *.egg-info
