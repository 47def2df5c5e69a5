# shellcheck shell=bash
# A PostgreSQL database for a while: begin_postgres … end_postgres. Sourced after .setup/lib.sh.
#
# In this order: the server that DATABASE_URL_POSTGRES names, the one behind this machine's socket, one of our own that
# lives in a temporary folder meanwhile. Each gets a database of its own, dropped afterwards.

database() { # database create|drop URL NAME: through a server where we may
  "$PYTHON" - "$@" <<'PYTHON'
import sys
import psycopg
from psycopg import sql
verb, url, name = sys.argv[1:]
statement = {"create": "CREATE DATABASE {}", "drop": "DROP DATABASE IF EXISTS {} WITH (FORCE)"}[verb]
with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
PYTHON
}

as_postgres() { # PostgreSQL refuses to run as root
  if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_own_server() { # start_own_server FOLDER
  local programs
  programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [[ -x $programs/initdb ]] || { say "PostgreSQL 没有安装：apt-get install -y postgresql"; return 1; }
  if ((EUID == 0)); then chown postgres "$1"; fi
  {
    as_postgres "$programs/initdb" --pgdata "$1/data" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 &&
      as_postgres "$programs/pg_ctl" --pgdata "$1/data" --wait --log "$1/data/server.log" \
        --options "-c listen_addresses= -c unix_socket_directories=$1 -c fsync=off" start
  } >"$1/log" 2>&1 || { cat "$1/log" && return 1; }
  OWN_SERVER=("$programs/pg_ctl" --pgdata "$1/data" --mode immediate stop)
}

# begin_postgres: sets POSTGRES_URL to a new database; end_postgres drops it.
begin_postgres() {
  local name=tuanwen_ci_$$ url
  POSTGRES_FOLDER=$(mktemp -d) POSTGRES_BASE='' POSTGRES_NAME=$name OWN_SERVER=()
  for url in ${DATABASE_URL_POSTGRES:-} postgres:///postgres postgres://postgres@127.0.0.1/postgres; do
    if database create "$url" "$name" 2>>"$POSTGRES_FOLDER/tried"; then POSTGRES_BASE=$url && break; fi
  done
  if [[ -z $POSTGRES_BASE ]]; then
    start_own_server "$POSTGRES_FOLDER" || { cat "$POSTGRES_FOLDER/tried" && return 1; }
    POSTGRES_BASE=postgres://postgres@${POSTGRES_FOLDER//\//%2F}/postgres
    database create "$POSTGRES_BASE" "$name" || return
  fi
  POSTGRES_URL=$(sed -E "s#/[^/?]*(\?|\$)#/$name\1#" <<<"$POSTGRES_BASE")
}

end_postgres() {
  if [[ -n ${POSTGRES_BASE:-} ]]; then database drop "$POSTGRES_BASE" "$POSTGRES_NAME" || true; fi
  if ((${#OWN_SERVER[@]})); then as_postgres "${OWN_SERVER[@]}" >/dev/null || true; fi
  rm -rf "${POSTGRES_FOLDER:-}"
}
