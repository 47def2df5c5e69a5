#!/usr/bin/env bash
# Makes .venv with exactly what requirements.lock pins; every file is checked against its hash.
. "$(dirname "$0")/lib.sh"
. .setup/python.sh

AGAIN=${1:-make demo}

# A virtual environment knows its own path: one that was moved or copied along with its folder is made anew.
healthy() {
  "$PYTHON" -c "$PYTHON_TOO_OLD" >/dev/null 2>&1 && "$PYTHON" -c 'import pip, sys; sys.exit(sys.prefix != sys.argv[1])' "$ROOT/.venv" >/dev/null 2>&1
}

create() { rm -rf .venv && "$BASE_PYTHON" -m venv .venv; }

fill() {
  "$PYTHON" -m pip install --quiet --progress-bar off --no-warn-script-location --no-deps --no-compile --require-hashes -r requirements.lock &&
    "$PYTHON" -m pip check
}

healthy || {
  [[ -n $BASE_PYTHON ]] || fail "没有 Python 3.11 或更新的版本。" "装上以后再运行：$AGAIN"
  rm -f "$STATE/venv.stamp"
  step venv-create "建立虚拟环境 .venv" "可删去 .venv 再试：rm -rf .venv && $AGAIN" create
}
key=$(digest requirements.lock .setup/venv.sh)$("$PYTHON" -c 'import sys; print(sys.version_info[:3])')
done_before venv "$key" && exit
step venv "安装 Python 组件（约一分钟）" \
  "多半是网络：可用环境变量 PIP_INDEX_URL 指向就近的镜像，再运行：$AGAIN" fill
mark_done venv "$key"
