# make run | make test: all that a newcomer types.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run serve test bench lint clean
run: $(VENV)/ready
	$(BIN)/python -m app run

# For many readers: two workers with threads that share their answers in files (WORKERS and CACHE_URL change it).
serve: $(VENV)/ready
	WORKERS=$${WORKERS:-2} CACHE_URL=$${CACHE_URL:-file:data/cache} $(BIN)/python -m app run

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint
	sh tests/install.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The environment is made again whenever the lock changes. Our own code is compiled with it: where the environment forbids Python
# to keep what it compiles (PYTHONDONTWRITEBYTECODE), each start would do it anew.
$(VENV)/ready: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m compileall -q app
	touch $@

# What synthetic stores of many sizes cost, as a table (ROWS=100k,1m,10m).
bench: $(VENV)/ready
	$(BIN)/python -m app bench --rows $${ROWS:-100k,1m} --json bench.json

clean:
	rm -rf $(VENV) data/build data/cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
