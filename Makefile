# The two commands: `make leaflets` and `make test`. Both do all their set-up the first time; `make help` lists the rest.

.DEFAULT_GOAL := leaflets
.PHONY: leaflets test soak samples bundle pins clean distclean help
.NOTPARALLEL:

leaflets: ## Render every article's pages and leaflets into output/; BUNDLE=folder sets up from there, without a network
	@sh .make/setup
	@.venv/bin/publish run

test: ## Check style and types, then run the tests
	@sh .make/setup test
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/mypy
	@.venv/bin/pytest

soak: ## Run the long tests
	@sh .make/setup test
	@.venv/bin/pytest -m soak

bundle: ## Gather in one folder all that a machine without a network needs: BUNDLE=folder MODELS="fr de FILE" TEST=1
	@BUNDLE= sh .make/setup $(if $(TEST),test)
	@.venv/bin/python .make/bundle.py

samples: ## Make the pictures of the README again
	@sh .make/setup test
	@.venv/bin/python .make/samples.py

pins: ## Resolve .make/constraints.txt anew from pyproject.toml
	@$${PYTHON:-python3} .make/pins.py

clean: ## Remove what was rendered and cached
	@if [ -d output ]; then find output -mindepth 1 -maxdepth 1 ! -name samples -exec rm -rf {} +; fi
	@rm -rf locales/.cache dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find publish tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## The same, and .venv: the next command sets everything up again
	@rm -rf .venv

help: ## List these commands
	@sed -n 's/^\([a-z]*\):[a-z ]*## \(.*\)/make \1	\2/p' Makefile
