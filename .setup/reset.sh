#!/usr/bin/env bash
# Empties the demo: database, uploads, letters. Asks first where somebody can answer.
. "$(dirname "$0")/lib.sh"
if [[ -n ${DATABASE_URL:-} ]]; then
  fail "DATABASE_URL 指向另一个数据库，这里不去清空它。" "请自行重建该数据库，或先 unset DATABASE_URL。"
fi
if [[ -t 0 ]]; then
  read -r -p "将删除 $DATA 中的数据库和上传文件，确定吗？输入 yes 继续：" answer
  [[ $answer == yes ]] || fail "没有删除任何东西。"
fi
rm -rf "$DATA"/tuanwen.sqlite3{,-wal,-shm} "$DATA"/{media,private,mail,static,stamps}
say "演示数据已清空；make demo 重新装入。"
