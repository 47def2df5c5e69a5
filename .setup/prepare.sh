#!/usr/bin/env bash
# Database, sample data and collected files of the demo, each made only when what it is made from has changed.
. "$(dirname "$0")/lib.sh"
alone
AGAIN=${1:-make demo}
STATE=$DATA/stamps
mkdir -p "$STATE"

manage() { "$PYTHON" manage.py "$@"; }
sources() { find site workflows documents -type f "$@" -print0 | LC_ALL=C sort -z | xargs -0 --no-run-if-empty cat | sha256sum | cut -c1-20; }

database=${DATABASE_URL:-sqlite}
if [[ $database == sqlite && ! -f $DATA/tuanwen.sqlite3 ]]; then rm -f "$STATE"/{migrate,sample}.stamp; fi

key="$database $(sources -path '*/migrations/*.py')$(digest requirements.lock)"
if ! done_before migrate "$key"; then
  step migrate "建立数据库" "演示数据可以从头再来：make reset，然后 $AGAIN" manage migrate --verbosity 0
  mark_done migrate "$key"
fi

if ! done_before sample "$database"; then
  step sample "装入演示数据" "演示数据可以从头再来：make reset，然后 $AGAIN" manage demo
  mark_done sample "$database"
fi

key=$(sources -path '*/static/*')$(digest requirements.lock)
if [[ ! -d $DATA/static ]] || ! done_before static "$key"; then
  step static "汇集网页所用的文件" "请查看上面的记录，改正后再运行：$AGAIN" manage collectstatic --noinput --clear --verbosity 0
  mark_done static "$key"
fi
