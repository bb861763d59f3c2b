# make run | make test: all that a newcomer types.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --quiet
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix tests/scripts

.PHONY: run serve dev pictures test bench lint clean lock sbom image
run: $(VENV)/ready
	$(BIN)/python -m app run

# For many readers: two workers with threads that share their answers in files (WORKERS and CACHE_URL change it).
serve: $(VENV)/ready
	WORKERS=$${WORKERS:-2} CACHE_URL=$${CACHE_URL:-file:data/cache} $(BIN)/python -m app run

# For who changes the program: no bundles, and a change of Python, texts, scripts or styles reloads the page.
dev: $(VENV)/ready
	$(BIN)/python -m app dev

# The pictures of the README, by a real browser.
pictures: $(VENV)/ready-dev
	$(BIN)/python docs/make_pictures.py

lint: $(VENV)/ready-dev $(VENV)/ready-scripts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(NPM) run --silent types
	$(NPM) run --silent rules

test: lint
	sh tests/install.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The environment is made again whenever a lock changes. Our own code is compiled with it: where the environment forbids Python
# to keep what it compiles (PYTHONDONTWRITEBYTECODE), each start would do it anew.
$(VENV)/ready: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) requirements.lock
	$(BIN)/python -m compileall -q app
	touch $@

# What only tests need comes on top; what serves has none of it.
$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(PIP) requirements-dev.lock
	touch $@

# Both locks from pyproject.toml: versions stay unless UPGRADE=--upgrade is said; every file by its hash.
lock: $(VENV)/ready-dev
	$(LOCK) $(UPGRADE) --output-file requirements.lock
	$(LOCK) $(UPGRADE) --extra test --constraint requirements.lock --output-file requirements-dev.lock

# What the program is made of, as a CycloneDX document: each package that serves, with version, licence and hashes.
sbom: $(VENV)/ready-dev
	$(BIN)/python tests/supply/sbom.py sbom.json

# What checks the scripts of the page (types, rules), by Node from the environment's own wheel; the program needs neither.
$(VENV)/ready-scripts: $(VENV)/ready-dev tests/scripts/package-lock.json
	$(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

# The container's image, built and tried without Docker (buildah, debootstrap; Debian, root).
image:
	sh tests/supply/image.sh

# What synthetic stores of many sizes cost, as a table (ROWS=100k,1m,10m).
bench: $(VENV)/ready-dev
	$(BIN)/python -m app bench --rows $${ROWS:-100k,1m} --json bench.json

clean:
	rm -rf $(VENV) data/build data/cache sbom.json .pytest_cache .mypy_cache .ruff_cache .hypothesis
