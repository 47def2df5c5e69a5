# Every way into the house. `make` alone tells what there is.

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint types worker bench lock reset clean ready

PORT ?= 8000
ARGS ?=
export PORT TUANWEN_PYTHON

help: ## 列出这些命令
	@echo "团文：用 make 加下面的一个词。"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

demo: ## 装好所缺的一切，打开带演示数据的站点 http://127.0.0.1:8000（换端口：make demo PORT=8001）
	@bash .setup/demo.sh

test: ## 装好所缺的一切，运行全部测试（只跑一部分：make test ARGS=tests/workflows）
	@bash .setup/test.sh $(ARGS)

coverage: ready ## 测试走到多少分支，不足九成即失败（约为 make test 两倍的时间）
	@export COVERAGE_FILE=.var/coverage && .venv/bin/python -m pytest -q -n 2 -m "not browser and not heavy and not postgres" --cov --cov-report= --cov-fail-under=0 && .venv/bin/python -m coverage report --sort=cover

lint: ready ## 检查写法与分层
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && PYTHONPATH=.:site .venv/bin/lint-imports

types: ready ## 检查类型
	@.venv/bin/mypy

worker: ## 运行后台任务：打印、提醒、邮件（站点须以 TUANWEN_WORKER=1 启动）
	@bash .setup/worker.sh

bench: ## 测量速度（只测一项：make bench ARGS=名称）
	@bash .setup/bench.sh $(ARGS)

lock: ## 重新钉定依赖的版本
	@bash .setup/lock.sh $(ARGS)

reset: ## 清空演示数据，下次 make demo 从头装入
	@bash .setup/reset.sh

clean: ## 删除虚拟环境、缓存和测试产物；数据保留
	@rm -rf .venv .var/setup .var/tests .var/ci .var/browsers .var/screenshots .var/tools .var/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@bash .setup/install.sh "make $(MAKECMDGOALS)"
