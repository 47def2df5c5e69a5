#!/usr/bin/env bash
# Pins every dependency anew, with hashes and without addresses; changes nothing that pyproject.toml still allows
# unless told to: lock.sh [--upgrade | --upgrade-package NAME]
. "$(dirname "$0")/lib.sh"
bash .setup/system.sh "make lock"
. .setup/python.sh

# The pin tool has its own environment, so that it never becomes a dependency.
TOOLS=.var/tools
install_uv() { "$BASE_PYTHON" -m venv --clear "$TOOLS" && "$TOOLS/bin/python" -m pip install --quiet uv; }
[[ -x $TOOLS/bin/uv ]] || step uv "安装 uv" "检查网络后再运行：make lock" install_uv

step lock "解析依赖" "请按上面的说明改 pyproject.toml，再运行：make lock" \
  "$TOOLS/bin/uv" pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --output-file requirements.lock "$@"
say "requirements.lock 已更新；运行 make test 装入并检验。"
