#!/usr/bin/env bash
# What works behind the site: background jobs, and letters and reminders that were left lying, the clock. The site itself must run
# with TUANWEN_WORKER=1, else it does these jobs within its requests.
. "$(dirname "$0")/lib.sh"
bash .setup/install.sh "make worker"
export TUANWEN_WORKER=1
"$PYTHON" manage.py deliver_outbox --loop 2 >/dev/null &
"$PYTHON" manage.py run_timers --loop 60 >/dev/null &
trap 'kill %1 %2 2>/dev/null || true' EXIT
say "后台任务在运行，按 Ctrl+C 停止。"
"$PYTHON" manage.py db_worker
