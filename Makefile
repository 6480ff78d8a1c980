# Two commands: `make serve` runs it, `make test` tests it. Everything else is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: serve test lint unit eval bench screenshots lock clean

serve: $(VENV)/.run
	$(BIN)/dutygraph serve

test: $(VENV)/.test lint
	$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/unit tests/end_to_end
	$(BIN)/python -m pytest -q tests/service tests/browser

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.test
	$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/unit tests/end_to_end

eval: $(VENV)/.test
	$(BIN)/python -m graph.evaluation

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@

$(VENV)/.test: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@ $(VENV)/.run

screenshots: $(VENV)/.test
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.test
	$(BIN)/python -m bench.extraction
	$(BIN)/python -m bench.reading
	$(BIN)/python -m bench.queries
	$(BIN)/python -m bench.questions
	$(BIN)/python -m bench.overlap
	$(BIN)/python -m bench.exports
	$(BIN)/python -m bench.service
	$(BIN)/python -m bench.soak
	$(BIN)/python -m bench.maps

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra test pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) dist build *.egg-info .pytest_cache .mypy_cache .ruff_cache
