#!/usr/bin/env bash
# Runs the measurements under tests/benchmarks, each a script of its own that prints its figures: bench.sh [NAME…]
. "$(dirname "$0")/lib.sh"
bash .setup/install.sh "make bench"
export PYTHONPATH=$ROOT:$ROOT/site DJANGO_SETTINGS_MODULE=portal.settings
shopt -s nullglob
scripts=(tests/benchmarks/[a-z]*.py)
if (($#)); then scripts=("${@/#/tests/benchmarks/}") && scripts=("${scripts[@]/%/.py}"); fi
((${#scripts[@]})) || fail "tests/benchmarks 里还没有测量脚本。"
for script in "${scripts[@]}"; do
  say "" "── $script"
  "$PYTHON" "$script"
done
