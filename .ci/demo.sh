#!/usr/bin/env bash
# Opens the demo on a free port, with data of its own, and asks for the pages that must answer.
. "$(dirname "$0")/../.setup/lib.sh"
export TUANWEN_VAR=$ROOT/.var/ci/demo
PORT=$("$PYTHON" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PORT
mkdir -p "$TUANWEN_VAR"

bash .setup/demo.sh >"$TUANWEN_VAR/log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT

"$PYTHON" - "$server" <<'PYTHON' || { cat "$TUANWEN_VAR/log"; exit 1; }
import os, re, sys, time, urllib.error, urllib.request
base = f"http://127.0.0.1:{os.environ['PORT']}"

def fetch(path):
    with urllib.request.urlopen(base + path, timeout=20) as answer:
        return answer.read().decode()

deadline = time.monotonic() + 300
while True:
    try:
        login = fetch("/login/")
        break
    except urllib.error.HTTPError:
        raise
    except OSError:
        os.kill(int(sys.argv[1]), 0)
        if time.monotonic() > deadline:
            raise
        time.sleep(0.5)
home = fetch("/")
style = re.search(r'href="(/static/[^"]+\.css)"', home) or sys.exit("the home page names no stylesheet")
fetch(style[1])
print(f"login page {len(login)} characters, home page {len(home)}, {style[1]}")
PYTHON
