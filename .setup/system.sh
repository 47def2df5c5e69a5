#!/usr/bin/env bash
# Installs the system packages that are missing: system.sh PROGRAM [browser] [postgres]
# PROGRAM is the command that the user is told to repeat. It asks what the machine *can do*, not which packages it has:
# a library built by hand is as good as Debian's.
. "$(dirname "$0")/lib.sh"
. .setup/python.sh

AGAIN=${1:?}
shift
WANTED=" $* "
MISSING=()

loads() { # loads LIBRARY…: can each be loaded the way WeasyPrint loads it?
  [[ -n $BASE_PYTHON ]] && "$BASE_PYTHON" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" >/dev/null 2>&1
}

candidate() { # candidate PACKAGE: the version that apt would install, empty when there is none
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p' | grep -v '^(none)$' || true
}

lists() { find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' "$@" 2>/dev/null; }

# Ubuntu's `chromium-browser` only fetches a snap, which neither runs in a container nor sees a test's files; a real
# `chromium` is Debian's. Before the first `apt-get update` only the system's name can tell.
apt_has_chromium() {
  if [[ -z $(lists) ]]; then grep -qsx 'ID=debian' /etc/os-release; return; fi
  [[ -n $(candidate chromium) && $(LC_ALL=C apt-cache show chromium) != *[Ss]nap* ]]
}

refresh_lists() { as_root apt-get -q update || { sleep 15 && as_root apt-get -q update; }; }

as_root() {
  if ((EUID == 0)); then env "${APT_ENVIRONMENT[@]}" "$@"; else sudo $SUDO_ASKS env "${APT_ENVIRONMENT[@]}" "$@"; fi
}
APT_ENVIRONMENT=(DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C.UTF-8)

# may_install: are we root, or does sudo let us? Only a person at a terminal is asked for a password.
may_install() {
  SUDO_ASKS=-n
  ((EUID == 0)) && return
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null && return
  [[ -t 0 && -t 2 && -z ${CI:-} ]] || return 1
  say "需要用 sudo 安装系统组件：${MISSING[*]:-（更新软件目录）}"
  sudo -v && SUDO_ASKS=
}

python_package() { # the newest Python that apt offers and that is new enough
  local version
  version=$(candidate python3)
  if [[ -z $(lists) ]] || dpkg --compare-versions "${version:-0}" ge 3.11; then echo python3 python3-venv; return; fi
  for version in 3.13 3.12 3.11; do
    if [[ -n $(candidate "python$version-venv") ]]; then echo "python$version" "python$version-venv"; return; fi
  done
}

venv_package() { # the package that gives this Python its ensurepip
  case $BASE_PYTHON in
    /usr/bin/*) "$BASE_PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])' ;;
  esac
}

list_missing() {
  MISSING=()
  local package
  if [[ -z $BASE_PYTHON ]]; then
    read -ra package <<<"$(python_package)"
    MISSING+=("${package[@]:-python3}")
  elif ! [[ -x $PYTHON ]] && ! "$BASE_PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    package=$(venv_package)
    [[ -n $package ]] || fail "$BASE_PYTHON 不带 ensurepip，建不了虚拟环境。" "换一个完整的 Python ≥ 3.11：make ${AGAIN#make } TUANWEN_PYTHON=/路径/python3"
    MISSING+=("$package")
  fi
  loads libpango-1.0.so.0 || MISSING+=(libpango-1.0-0)
  loads libpangoft2-1.0.so.0 || MISSING+=(libpangoft2-1.0-0)
  loads libharfbuzz-subset.so.0 || MISSING+=(libharfbuzz-subset0)
  command -v fc-list >/dev/null || MISSING+=(fontconfig)
  [[ -n $(fc-list 'Liberation Serif' 2>/dev/null) ]] || MISSING+=(fonts-liberation)
  if [[ $WANTED == *" browser "* ]]; then
    # Playwright's driver needs two libraries of the compiler's that a bare system lacks.
    loads libatomic.so.1 || MISSING+=(libatomic1)
    loads libstdc++.so.6 || MISSING+=(libstdc++6)
    if ! bash .setup/browser.sh --have && apt_has_chromium; then MISSING+=(chromium); fi
  fi
  if [[ $WANTED == *" postgres "* ]] && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
    MISSING+=(postgresql)
  fi
}

install_missing() { # once more after new lists: a package's version may have moved on
  if [[ -z $(lists -mtime -2) ]]; then refresh_lists && list_missing; fi
  local install=(apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${MISSING[@]}")
  as_root "${install[@]}" || { refresh_lists && as_root "${install[@]}"; }
}

# fonts.sh takes the fonts out of a package without installing it; for that apt must know where the package is.
if [[ -z $(lists) && ! -d .var/fonts ]] && command -v apt-get >/dev/null && may_install; then
  step lists "更新软件目录" "检查网络和软件源，再运行：$AGAIN" refresh_lists
fi

list_missing
((${#MISSING[@]})) || exit 0

command -v apt-get >/dev/null || fail "缺少系统组件：${MISSING[*]}" \
  "这里没有 apt-get。请用本机的软件管理工具装上同样的组件（名称按 Debian），再运行：$AGAIN"
install="apt-get update && apt-get install -y --no-install-recommends ${MISSING[*]}"
if command -v sudo >/dev/null; then install="sudo sh -c '$install'"; else install="su -c '$install'"; fi
may_install || fail "缺少系统组件，当前用户不能自动安装。请运行（要管理员密码）：" "" "  $install" "" "然后再运行：$AGAIN"

step system "安装系统组件 ${MISSING[*]}" "检查网络和软件源，或请管理员手工安装，然后再运行：$AGAIN" install_missing

find_python
[[ -n $BASE_PYTHON ]] || fail "没有 Python 3.11 或更新的版本。" \
  "装上以后再运行：$AGAIN" "已经装在别处的，用 TUANWEN_PYTHON 指给我：$AGAIN TUANWEN_PYTHON=/路径/python3.12"
