# make          set everything up, and make the review's report
# make help     what else there is

PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif
READY := .venv/ready

.PHONY: all final status test check format bench bench-million bench-screening fuzz lock docs example clean help

all: $(READY)
	@$(BIN)/tamis run

final: $(READY)  ## make the report, and refuse while anything is open
	@$(BIN)/tamis run final

status: $(READY)  ## what is done, what is open, and for whom
	@$(BIN)/tamis status

test: $(READY)  ## run the tests
	@$(BIN)/pytest -q -n auto --dist worksteal

check: $(READY)  ## format, lint, types, and Snakemake's own lint
	@$(BIN)/ruff format --check workflow tests example
	@$(BIN)/ruff check workflow tests example
	@$(BIN)/mypy
	@$(BIN)/snakefmt --check Snakefile workflow/rules
	@$(BIN)/snakemake --lint

format: $(READY)  ## bring the code into shape
	@$(BIN)/ruff format workflow tests example
	@$(BIN)/ruff check --fix workflow tests example
	@$(BIN)/snakefmt Snakefile workflow/rules

fuzz: $(READY)  ## fuzz the readers, ten minutes each family (needs atheris)
	@for family in tagged bibtex xml tables json text; do $(BIN)/python tests/fuzz.py $$family 600 || exit 1; done

bench: $(READY)  ## measure runs of a review, the reading of exports, deduplication, screening, and full texts
	@$(BIN)/python tests/bench/running.py
	@$(BIN)/python tests/bench/reading.py
	@$(BIN)/python tests/bench/patterns.py
	@$(BIN)/python tests/bench/dedupe.py
	@$(BIN)/python tests/bench/screening.py
	@$(BIN)/python tests/bench/fulltext.py

bench-screening: $(READY)  ## measure screening alone: a million decisions
	@$(BIN)/python tests/bench/screening.py

bench-million: $(READY)  ## deduplication again, also of a million records (needs an hour, and 6 GB of disk)
	@$(BIN)/python tests/bench/dedupe.py --million

lock:  ## pin the environment anew (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --group dev \
	  --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock

docs: $(READY)  ## write config/README.md and records/README.md anew from the schemas
	@$(BIN)/python -m tamis.guide

example: $(READY)  ## make the worked example's stand-ins anew
	@$(BIN)/python example/generate.py --again

clean:  ## remove what the pipeline made; records/ and config/ stay
	find build reports -mindepth 1 ! -name README.md -delete
	rm -rf logs .snakemake

help:  ## this list
	@echo "make                set everything up, and make the review's report"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1@/' | awk -F@ '{printf "%-19s %s\n", $$1, $$2}'

# Compiling bytecode once saves each job half a second, whatever PYTHONDONTWRITEBYTECODE says.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up the environment in .venv (once; it takes a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib workflow/tamis || true
	@touch $(READY)
