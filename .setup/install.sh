#!/usr/bin/env bash
# Everything that the site needs on this machine: install.sh COMMAND [browser] [postgres]
# COMMAND is what the user typed; messages tell to repeat it.
. "$(dirname "$0")/lib.sh"
alone
AGAIN=${1:-make demo}
shift || true
bash .setup/system.sh "$AGAIN" "$@"
bash .setup/venv.sh "$AGAIN"
if [[ -f .setup/fonts.sh ]]; then
  key=$(digest .setup/fonts.sh)
  if [[ ! -d .var/fonts ]] || ! done_before fonts "$key"; then
    step fonts "准备公文字体" "检查网络后再运行：$AGAIN" bash .setup/fonts.sh
    mark_done fonts "$key"
  fi
fi
if [[ " $* " == *" browser "* ]]; then bash .setup/browser.sh; fi
