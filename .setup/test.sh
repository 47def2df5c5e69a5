#!/usr/bin/env bash
# Installs what is missing and runs every test: test.sh [PYTEST ARGUMENTS]
. "$(dirname "$0")/lib.sh"
bash .setup/install.sh "make test" browser
[[ -n ${DATABASE_URL:-} ]] || say "· 数据库：SQLite。少数测试只能在 PostgreSQL 上做，会跳过；要一并运行：DATABASE_URL=postgres:///test make test"
if (($#)); then exec "$PYTHON" -m pytest "$@"; fi

# All of them: a worker for each core, four at most, in an order that is the same every time.
workers=$(nproc)
exec "$PYTHON" -m pytest -q -n $((workers < 4 ? workers : 4)) --randomly-seed=20261105
