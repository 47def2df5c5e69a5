# shellcheck shell=bash
# What every set-up script shares: short progress lines, stamps, one set-up at a time. Sourced, never run.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

STATE=.var/setup # stamps and logs of what belongs to this machine
DATA=${TUANWEN_VAR:-.var} # database, uploads, collected files; as in portal/settings.py
PYTHON=.venv/bin/python
export PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

mkdir -p "$STATE" "$DATA"

# say LINE…
say() { printf '%s\n' "$@"; }

# fail WHAT [REMEDY…]: say what failed and what to do, one remedy a line, and stop.
fail() {
  {
    printf '\n✗ %s\n' "$1"
    shift
    if (($#)); then printf '  %s\n' "$@"; fi
  } >&2
  exit 1
}

# digest FILE…: one short hash over the contents; a missing file counts as empty.
digest() { { cat -- "$@" 2>/dev/null || true; } | sha256sum | cut -c1-20; }

# done_before NAME KEY: was step NAME finished with the same KEY?
done_before() { [[ -f $STATE/$1.stamp && $(<"$STATE/$1.stamp") == "$2" ]]; }
mark_done() { printf '%s' "$2" >"$STATE/$1.stamp"; }

# step NAME TITLE REMEDY COMMAND…: run the command quietly, a dot every few seconds; its output goes to a log whose
# end is shown when it fails. A command that is a function must chain with &&: errexit does not reach into it.
step() {
  local name=$1 title=$2 remedy=$3 log=$STATE/$1.log started=$SECONDS beat status=0
  shift 3
  printf '· %s ' "$title"
  (while sleep 3 >/dev/null 2>&1; do printf '.'; done) 9>&- &
  beat=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  if ((status)); then
    printf ' 失败\n'
    tail -n 20 "$log" | sed 's/^/    │ /' >&2
    fail "$title：没有成功（退出码 $status）。" "$remedy" "完整记录：$log"
  fi
  printf ' 完成（%d 秒）\n' $((SECONDS - started))
}

# alone: wait until no other set-up runs in this folder. release: let the next one begin.
alone() {
  exec 9>"$STATE/lock"
  flock --nonblock 9 && return
  say "· 另一个安装正在进行，等它结束……"
  flock 9
}
release() { exec 9>&-; }
