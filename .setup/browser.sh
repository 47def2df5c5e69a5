#!/usr/bin/env bash
# Sees to it that a Chromium is there and really starts. browser.sh --have: only asks whether one is there.
. "$(dirname "$0")/lib.sh"
. .setup/python.sh

chromium() { [[ -n $BASE_PYTHON ]] && "$BASE_PYTHON" tests/browser/chromium.py 2>/dev/null; }

if [[ ${1:-} == --have ]]; then chromium >/dev/null; exit; fi

# Ubuntu's own chromium is a snap; Playwright's build works there, with the libraries that it names itself.
download() {
  export PLAYWRIGHT_BROWSERS_PATH=$ROOT/.var/browsers
  if ((EUID == 0)) || sudo -n true 2>/dev/null; then
    "$PYTHON" -m playwright install --with-deps chromium && return
  fi
  "$PYTHON" -m playwright install chromium
}

starts() {
  "$PYTHON" - "$1" <<'PYTHON'
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=flags)
    page = browser.new_page()
    page.set_content("<p>团文</p>")
    assert page.inner_text("p") == "团文"
    browser.close()
PYTHON
}

path=$(chromium || true)
if [[ -z $path ]]; then
  step browser-download "下载 Chromium（约 180 MB）" \
    "请装一个 Chromium 或 Chrome（Debian：apt-get install chromium），再运行：make test" download
  path=$(chromium) || fail "没有找到 Chromium。" "请装一个 Chromium 或 Chrome，再运行：make test"
fi
key="$path $(stat -Lc '%s %Y' "$path")"
done_before browser "$key" && exit
step browser "试开 Chromium" "缺系统库时请管理员运行：$PYTHON -m playwright install-deps chromium；也可用 CHROMIUM=/路径/chrome 另指一个。" starts "$path"
mark_done browser "$key"
