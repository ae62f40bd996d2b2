# Everything a person needs, on a fresh machine. Python 3.11+ is the only thing expected; browser tests want Chromium on PATH.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python

.PHONY: run test check bench faults races demo gallery test-postgres clean
.DEFAULT_GOAL := run

$(VENV)/.run: requirements.txt requirements-embedded.txt
	$(PYTHON) -c 'import sys; sys.exit("Kordon needs Python 3.11 or newer: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-embedded.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: $(VENV)/.run          ## start Kordon and open the demo bank
	$(PY) app.py

test: $(VENV)/.dev         ## everything tested
	$(PY) -m pytest -n 2 --dist loadfile --ignore=tests/walks
	$(PY) -m pytest tests/walks

check: $(VENV)/.dev        ## style, types, import directions, house rules
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest tests/house

bench: N ?= 1000000
bench: $(VENV)/.dev        ## figures of speed, in ratios
	$(PY) -m tests.bench.run $(N)

races: N ?= 10000
races: $(VENV)/.dev        ## so many rounds of every race; make test has the short form
	$(PY) -m tests.races.run $(N)

faults: $(VENV)/.dev       ## break it in every way we know, see that nothing is lost or doubled; KILLS=100, docs/faults.md
	$(PY) -m tests.faults.run $(KILLS)

demo: $(VENV)/.run         ## fill an empty database with the demo bank
	$(PY) app.py demo

gallery: $(VENV)/.dev      ## a screenshot of every page for every role, both languages, both themes
	$(PY) app.py gallery

test-postgres: $(VENV)/.dev  ## the data tests on the PostgreSQL of KORDON_TEST_DATABASE_URL
	$(PY) -m pytest tests/data    # one at a time: a seal waits for every open transaction of a server, whichever database it is in

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
