# `make run` starts the whole site here, `make test` runs every test. Both need Python 3.11 to 3.14 and nothing else.
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell for v in 3.11 3.12 3.13 3.14; do p=$$(command -v python$$v) && "$$p" -c "import venv, ensurepip" 2>/dev/null && echo "$$p" && break; done)
UV := $(shell command -v uv 2>/dev/null)
INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(PY),$(PY) -m pip install --quiet --disable-pip-version-check) --require-hashes -r
, := ,
# Settings have no default key: the tools that read them get one that guards nothing.
TOOL := SECRET_KEY=only-for-checks DEBUG=1 DEMO=1 VAR=var/tools

.PHONY: run test lint lock bench check
run: $(VENV)/.run          ## the site on http://localhost:8000/ with demo data
	@$(PY) manage.py up

test: $(VENV)/.test        ## the tests; what must run alone does so in a second and a third call. Minutes of faults and hostile forms: .ci/run
	$(PY) -m pytest -q -n 2 -m "not race and not e2e and not fault and not hostile"
	$(PY) -m pytest -q -m race
	$(if $(NO_BROWSER),,$(PY) -m pytest -q -m e2e)

lint: $(VENV)/.test        ## style, types, templates, migrations, production settings
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/djlint --quiet --lint templates
	$(TOOL) $(VENV)/bin/mypy && $(TOOL) $(PY) manage.py makemigrations --check --dry-run && .ci/production $(PY) manage.py check --deploy --fail-level WARNING

lock: $(VENV)/.test        ## requirements*.txt again from pyproject.toml, with hashes and without addresses
	.ci/lock $(VENV)/bin/uv

# `make bench LARGE=1` takes a quarter of an hour and 6 GB of disk; set DATABASE_URL for PostgreSQL.
bench: $(VENV)/.run        ## every benchmark, one table each; 1 if a goal that is a count, a plan or a size is missed
	$(TOOL) $(PY) manage.py bench all --check $(if $(LARGE),--pairs 10000$(,)100000 --profiles 100000 --messages 10000000)

check:                     ## what CI runs, each part with its time
	.ci/run

$(PY):
	@test -n "$(PYTHON)" || { echo "Bothy needs Python 3.11, 3.12, 3.13 or 3.14 with venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making $(VENV) with $(PYTHON); the first time takes a minute" && "$(PYTHON)" -m venv $(VENV)
$(VENV)/.run: requirements.txt | $(PY)
	@$(INSTALL) $< && touch $@
$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@$(INSTALL) $< && touch $@
