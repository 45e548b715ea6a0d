# The two commands a newcomer needs are `make run` and `make test`; `make help` lists the rest.
BIN := .venv/bin
PYTEST_ARGS ?=

.PHONY: help run test check format test-browser test-season test-fresh-clone bench bench-portal messages lock vendor clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

run: ## set everything up and serve the portal with its worker (PORT=8000)
	@scripts/environment portal
	@exec $(BIN)/clusterwerk run

test: check ## all tests that need no service and no browser (DATABASE_URL=... for PostgreSQL)
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not browser and not fresh_clone and not season" $(PYTEST_ARGS)

check: ## lint, types, imports, catalogues, migrations
	@scripts/environment dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@said=$$($(BIN)/lint-imports) || { echo "$$said"; exit 1; }
	@$(BIN)/bandit --quiet --recursive src --configfile pyproject.toml
	@$(BIN)/clusterwerk messages check
	@$(BIN)/clusterwerk makemigrations --check --dry-run --verbosity 0

format: ## put the code in the agreed form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

test-browser: ## every page in a real browser (needs Chromium)
	@scripts/environment dev
	@$(BIN)/pytest -m browser $(PYTEST_ARGS)

test-season: ## a season of 180 delegations through the real pages (some minutes)
	@scripts/environment dev
	@$(BIN)/pytest -m season $(PYTEST_ARGS)

test-fresh-clone: ## the README's two commands in a fresh clone with an empty home
	@scripts/environment dev
	@$(BIN)/pytest -m fresh_clone -s $(PYTEST_ARGS)

bench: ## measure the planner beside CP-SAT and what event tools do (half an hour; BENCH_ARGS=...)
	@scripts/environment dev
	@$(BIN)/python -m bench.conference $(BENCH_ARGS)

bench-portal: ## measure pages, publishing and suggestions (five minutes); wishes too with DATABASE_URL=postgres://...
	@scripts/environment dev
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.publishing
	@$(BIN)/python -m bench.market --only none --large 10000
	@case "$$DATABASE_URL" in postgres*) $(BIN)/python -m bench.wishes;; esac

messages: ## collect texts from code and templates into the catalogues
	@$(BIN)/clusterwerk messages update

lock: ## renew the locked requirements (needs uv in the environment)
	@scripts/lock

vendor: ## renew the vendored front-end files (needs npm)
	@scripts/vendor

clean: ## remove the environment and caches; never the data in var/
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
