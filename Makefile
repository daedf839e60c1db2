# The recipes people and CI share. `make run` and `make test` need python3 (3.11 or newer) with venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Says nothing unless the command after it fails; then all that the command said.
QUIETLY := sh -c 'said=$$("$$@" 2>&1) || { status=$$?; printf "%s\n" "$$said" >&2; exit $$status; }' --
INSTALL := $(QUIETLY) $(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes -r
CANNOT_INSTALL := { echo "ライブラリを入れられませんでした。上の表示を確かめ、ネットワークにつないで、もう一度実行してください。" >&2; exit 1; }

# Python keeps what it has compiled: several processes start from the same files, in `make run` as in the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run setup setup-dev test quick check check-style check-types check-script check-site fix bench lock guide sample zones

run: $(VENV)/.run
	@exec $(BIN)/python manage.py serve

setup: $(VENV)/.run

setup-dev: $(VENV)/.dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 以上が必要です。例: make PYTHON=python3.11 run" >&2; exit 1; }
	@echo "仮想環境を作っています…"
	@$(QUIETLY) $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "venv を使えません。例: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "必要なライブラリを入れています（初回だけ、数分かかることがあります）…"
	@$(INSTALL) requirements.txt || $(CANNOT_INSTALL)
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "開発とテストに必要なライブラリを入れています（初回だけ、数分かかることがあります）…"
	@$(INSTALL) requirements-dev.txt || $(CANNOT_INSTALL)
	@touch $@ $(VENV)/.run

# ARGS goes to pytest: make test ARGS=tests/unit/search, ARGS='-n 0' for one process.
test: $(VENV)/.dev
	@$(BIN)/python -m pytest --numprocesses auto --quiet $(ARGS)

# What can be tried after every change: the tests that are not slow.
quick: $(VENV)/.dev
	@$(BIN)/python -m pytest --numprocesses auto --quiet -m "not slow" $(ARGS)

# The JavaScript tools: no part of what runs, and nothing of them is run while they are installed.
node_modules/.installed: package.json package-lock.json | $(VENV)/.dev
	@echo "JavaScript の検査に必要なツールを入れています（初回だけ）…"
	@$(QUIETLY) $(BIN)/npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# Changes nothing; CI calls the same, two at once.
check: check-style check-types check-script check-site

check-style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --check templates

check-types: $(VENV)/.dev
	$(BIN)/mypy .

check-script: node_modules/.installed
	$(BIN)/node node_modules/@biomejs/biome/bin/biome check --error-on-warnings
	$(BIN)/node node_modules/typescript/bin/tsc --project tsconfig.json

check-site: $(VENV)/.dev
	$(BIN)/python manage.py makemigrations --check --dry-run
	PRODUCTION=1 SECRET_KEY=check-only-$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		ALLOWED_HOSTS=kaigiroku.example DATABASE_URL=postgresql://check@localhost/check \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

fix: $(VENV)/.dev node_modules/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --quiet --reformat templates
	$(BIN)/node node_modules/@biomejs/biome/bin/biome check --write

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(ARGS)

# Rewrites the lock files from pyproject.toml and package.json; needs pip-tools.
lock:
	pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links -o requirements.txt pyproject.toml
	pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --extra dev --extra oidc --extra totp \
		-c requirements.txt -o requirements-dev.txt pyproject.toml
	for way in ldap oidc totp; do \
		$(PYTHON) -c 'import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")' $$way | \
		pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links -c requirements-dev.txt -o requirements-$$way.txt - || exit 1; done
	$(BIN)/npm install --package-lock-only --no-audit --no-fund

# Learns anew, from the examples kept, which evidence speaks for which zone of a document, and for which turn of its talk. It writes
# minutes/parsing/weighing/zones.json and turns.json.
zones: $(VENV)/.dev
	$(BIN)/python -m minutes.parsing.learning learn

# Writes the sample archive's documents anew from its generator.
sample: $(VENV)/.run
	$(BIN)/python fixtures/generate.py

# Takes the screenshots of the staff guide anew.
guide: $(VENV)/.dev
	$(BIN)/python docs/guide/take_screenshots.py
