# Everything runs in .venv, which is made on first use. Needed: Python 3.11 or newer, with pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: edition test check docs pictures bench schema lock clean

edition: $(READY)  ## validate tei/, check what is recorded, write build/
	$(BIN)/ibidem resolve --check
	$(BIN)/ibidem build

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check toolkit tests
	$(BIN)/mypy

docs: $(READY)  ## the pages of the findings, after a change of toolkit/ibidem/findings/
	$(BIN)/python docs/findings.py

pictures: edition  ## those of the README; needs Chromium and poppler
	$(BIN)/python docs/pictures.py

bench: $(READY)  ## ratios against a named peer, in one run
	$(BIN)/python tests/bench/measure.py

schema:  ## after a change of schema/ibidem.rnc; needs trang
	trang schema/ibidem.rnc schema/ibidem.rng
	trang schema/ibidem.rnc schema/ibidem.xsd

lock: $(READY)  ## after a change of requirements.in or pyproject.toml
	$(BIN)/python -m pip install -q pip-tools
	$(BIN)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.txt pyproject.toml requirements.in

clean:
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ibidem needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q toolkit
	touch $@
