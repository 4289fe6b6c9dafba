# Needs Python 3.11 or newer and make; everything else it installs into .venv by itself.
# Variables: PYTHON=/path/to/python3.12   WHEELS=/folder/of/wheels (no network)   DATASET=amur-2020

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
WHEELS ?=
DATASET ?= amur-2020
UV ?= uv
BIN = .venv/bin

PYTEST = $(BIN)/python -X warn_default_encoding -m pytest -n auto --dist loadfile

help: ## Показать этот список
	@echo "careerstats: аналитические справки по муниципальным образованиям"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Без сети: make reports WHEELS=/папка/с/пакетами   Другой Python: make reports PYTHON=python3.12"

reports: venv ## Подготовить .venv и построить справки (DATASET=amur-2020)
	$(BIN)/careerstats build $(DATASET)
	@echo "Откройте в браузере: $(CURDIR)/reports/$(DATASET)/index.html"

test: check ## Подготовить .venv, проверить код и пройти тесты
	$(PYTEST)

test-all: check ## То же с долгими тестами
	$(PYTEST) -m "slow or not slow"

check: venv ## Проверить оформление и типы (ruff, mypy)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: venv ## Привести код к принятому оформлению (ruff)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: venv ## Измерить скорость против стандартной цепочки (benchmarks/)
	-@$(BIN)/python -m pip install --quiet --target .bench-tools --upgrade weasyprint pypandoc_binary
	$(BIN)/python benchmarks/run.py --dataset $(DATASET)

bench-country: venv ## Измерить условную страну: 2 600 муниципалитетов, 40 000 школ
	$(BIN)/python benchmarks/bench_country.py

docs: venv ## Построить сайт документации в папке site
	$(BIN)/python tools/make_site.py

venv: ## Подготовить .venv и больше ничего
	@for python in $(PYTHON); do \
	    "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    exec "$$python" tools/setup_venv.py $${WHEELS:+--wheels "$$WHEELS"}; \
	done; \
	for python in $(PYTHON); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null || continue; \
	    exec "$$python" tools/setup_venv.py; \
	done; \
	echo 'Нужен Python 3.11 или новее; не найден ни один из: $(PYTHON)' >&2; \
	echo 'Python 3.11 or newer is needed; none of these was found.' >&2; \
	exit 1

lock: ## Пересобрать requirements.lock (нужна программа uv)
	{ echo '# Made by «make lock» from pyproject.toml: all platforms, Python 3.11 and newer; hashes, no addresses.'; \
	  $(UV) pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet; } > requirements.lock.new
	mv requirements.lock.new requirements.lock

clean: ## Удалить .venv и временные файлы (справки и данные остаются)
	rm -rf .venv .bench-tools build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis requirements.lock.new

.PHONY: help reports test test-all check format bench bench-country docs venv lock clean
