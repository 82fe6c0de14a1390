# The commands of the README. Each does all the set-up it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export RASA_TELEMETRY_ENABLED := false
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test bench train lint validate widget screenshots

help: ## show the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## environment, model, database, demo orders, then everything serves
	@scripts/setup run
	@.venv/bin/shouhou train
	@exec .venv/bin/shouhou serve --demo

test: ## every test that needs no outside server
	@scripts/setup test
	@.venv/bin/shouhou train
	@.venv/bin/python -m pytest

train: ## train the model when the data has changed
	@scripts/setup run
	@.venv/bin/shouhou train

lint: ## style, types, import floors
	@scripts/setup test
	@scripts/lint

validate: ## training data and stories
	@scripts/setup run
	@.venv/bin/shouhou validate

bench: ## this project beside Rasa's stock pipeline
	@scripts/setup test
	@.venv/bin/shouhou train
	@.venv/bin/python -m bench

widget: ## the embeddable script from its sources in widget/ (needs Node.js)
	@scripts/widget build

screenshots: ## take the README's pictures anew
	@scripts/setup test
	@.venv/bin/shouhou train
	@.venv/bin/python scripts/screenshots.py
