# shellcheck shell=bash
# Finds a Python that is new enough. Sourced after lib.sh; sets BASE_PYTHON, empty when there is none.

PYTHON_TOO_OLD="import sys; sys.exit(sys.version_info < (3, 11))"

find_python() {
  local candidate
  BASE_PYTHON=
  for candidate in "${TUANWEN_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    [[ -n $candidate ]] || continue
    if "$candidate" -c "$PYTHON_TOO_OLD" >/dev/null 2>&1; then
      BASE_PYTHON=$("$candidate" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))')
      return
    fi
  done
}

find_python
