#!/usr/bin/env bash
# The whole product with sample data on this machine: install, prepare, serve.
. "$(dirname "$0")/lib.sh"

PORT=${PORT:-8000}
export TUANWEN_DEMO=1 TUANWEN_URL=http://127.0.0.1:$PORT
AGAIN="make demo"

[[ $PORT =~ ^[1-9][0-9]{0,4}$ ]] || fail "端口 $PORT 不对。" "写成 1 到 65535 的数字，如：make demo PORT=8001"

bash .setup/install.sh "$AGAIN"
bash .setup/prepare.sh "$AGAIN"

port_is_free() { "$PYTHON" -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1])))' "$PORT" 2>/dev/null; }
port_is_free || fail "端口 $PORT 已被别的程序占用（也许是另一个 make demo）。" "换一个端口：make demo PORT=$((PORT + 1))"

# Wait for the server, then say where it is; $$ is the server itself by then.
announce() {
  until "$PYTHON" -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' "$PORT" 2>/dev/null; do
    kill -0 $$ 2>/dev/null || return 0
    sleep 0.2
  done
  say "" "  团文已经打开： $TUANWEN_URL" "  各岗位的用户名和密码写在登录页上： $TUANWEN_URL/login/" "  按 Ctrl+C 停止。" ""
}
announce &

exec .venv/bin/gunicorn portal.wsgi --pythonpath "$ROOT,$ROOT/site" --bind "127.0.0.1:$PORT" \
  --workers 2 --threads 4 --log-level warning
