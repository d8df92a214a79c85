# The whole vocabulary: run, test, check, drill (later), soak, bench. Nothing else needs typing on a new machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements-dev.lock pyproject.toml | cksum | cut -d' ' -f1)

.PHONY: run test check generated soak clean
.DEFAULT_GOAL := run

run: $(RUN_STAMP)
	@exec $(BIN)/jiuye run $(ARGS)

test: $(DEV_STAMP)
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(DEV_STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@DJANGO_SETTINGS_MODULE=jiuye.front.settings $(BIN)/python -W ignore -m django makemigrations --check --dry-run
	@$(BIN)/python -m jiuye.front.generated --check

generated: $(DEV_STAMP)
	@$(BIN)/python -m jiuye.front.generated --write

soak: $(DEV_STAMP)
	@JIUYE_SOAK=1 $(BIN)/python -m pytest -m soak $(ARGS)

$(VENV)/bin/pip:
	@echo "准备 Python 环境（$(VENV)）…" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本；可用 make PYTHON=python3.12 指定" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "建不了虚拟环境：在 Debian 上请先执行 apt-get install python3-venv" >&2; exit 1; }

$(RUN_STAMP): $(VENV)/bin/pip
	@echo "安装依赖（第一次要几分钟）…" >&2
	@$(BIN)/pip install --disable-pip-version-check --progress-bar off -qq --require-hashes -r requirements.lock
	@$(BIN)/pip install --disable-pip-version-check -qq --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV_STAMP): $(VENV)/bin/pip
	@echo "安装依赖和检查工具（第一次要几分钟）…" >&2
	@$(BIN)/pip install --disable-pip-version-check --progress-bar off -qq --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --disable-pip-version-check -qq --no-deps --no-build-isolation --no-index -e .
	@touch $@

clean:
	rm -rf $(VENV)
