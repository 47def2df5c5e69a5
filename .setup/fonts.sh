#!/bin/sh
# Fetch the fonts that papers are set in, into .var/fonts/ (about 35 MB). Needs no root, runs in seconds, may be run again at any time.
#
#   fandol/   仿宋 楷体 黑体 宋体 (GPLv3 with the font exception; from Debian's texlive-lang-chinese)
#   latin/    Liberation Serif (OFL; from Debian's fonts-liberation)
#   own/      the operator's fonts; they come first in every family stack
#
# Noto Serif/Sans SC, for the characters that Fandol lacks, comes with the Python package pylopdf-fonts-zh-cn.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
fonts=${TUANWEN_FONTS:-$root/.var/fonts}
fandol="FandolFang-Regular FandolKai-Regular FandolHei-Regular FandolSong-Regular FandolSong-Bold"
latin="LiberationSerif-Regular LiberationSerif-Bold"
mkdir -p "$fonts/fandol" "$fonts/latin" "$fonts/own"

say() { printf '%s\n' "$*"; }

# present DIR SUFFIX NAMES…: true when every file is there and is a font of the expected kind (OTTO, or 0x00010000 for TrueType).
present() {
    dir=$1 suffix=$2; shift 2
    for name in "$@"; do
        [ -s "$dir/$name.$suffix" ] || return 1
        magic=$(head -c 4 "$dir/$name.$suffix" | od -An -tx1 | tr -d ' \n')
        [ "$magic" = 4f54544f ] || [ "$magic" = 00010000 ] || return 1
    done
}

# gather DIR SUFFIX FOLDER NAMES…: copy the files from a folder of this machine.
gather() {
    dir=$1 suffix=$2 folder=$3; shift 3
    for name in "$@"; do
        [ -s "$folder/$name.$suffix" ] || return 1
        cp "$folder/$name.$suffix" "$dir/$name.$suffix.part" && mv "$dir/$name.$suffix.part" "$dir/$name.$suffix"
    done
}

# download PACKAGE DIR SUFFIX NAMES…: take the files out of the Debian package without installing it.
download() {
    package=$1 dir=$2 suffix=$3; shift 3
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 1
    work=$(mktemp -d) || return 1
    # A package file system has tens of thousands of files: only the fonts and their licence are unpacked.
    if (cd "$work" && apt-get -qq download "$package" >apt.log 2>&1 && mkdir tree &&
        dpkg-deb --fsys-tarfile ./*.deb | tar -x -C tree --wildcards "*.$suffix" '*COPYING*' 2>>apt.log ||
        [ -n "$(find tree -name "*.$suffix" 2>/dev/null | head -n 1)" ]); then
        for name in "$@"; do
            found=$(find "$work/tree" -name "$name.$suffix" | head -n 1)
            [ -n "$found" ] && cp "$found" "$dir/$name.$suffix.part" && mv "$dir/$name.$suffix.part" "$dir/$name.$suffix"
        done
        find "$work/tree" -ipath "*doc*fandol*" -name 'COPYING*' -exec cp {} "$dir/" \;
        rm -rf "$work"
        return 0
    fi
    sed 's/^/    /' "$work/apt.log" >&2
    rm -rf "$work"
    return 1
}

missing=
# shellcheck disable=SC2086
present "$fonts/fandol" otf $fandol \
    || gather "$fonts/fandol" otf /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol $fandol \
    || { say "下载开放字体 Fandol（约 49 MB）……"; download texlive-lang-chinese "$fonts/fandol" otf $fandol; } \
    || true
# shellcheck disable=SC2086
present "$fonts/fandol" otf $fandol || missing="仿宋、楷体、黑体、宋体、小标宋（Fandol）"
# shellcheck disable=SC2086
present "$fonts/latin" ttf $latin \
    || gather "$fonts/latin" ttf /usr/share/fonts/truetype/liberation $latin \
    || gather "$fonts/latin" ttf /usr/share/fonts/truetype/liberation2 $latin \
    || download fonts-liberation "$fonts/latin" ttf $latin \
    || true
# shellcheck disable=SC2086
present "$fonts/latin" ttf $latin || missing="$missing 西文（Liberation Serif）"

if [ ! -e "$fonts/own/说明.txt" ]; then
    cat >"$fonts/own/说明.txt" <<'TEXT'
把本单位有使用权的字体文件（ttf、otf、ttc）放进本文件夹，重启程序后优先使用。
认得的字体：仿宋_GB2312、方正仿宋、仿宋；楷体_GB2312、方正楷体、楷体；黑体、方正黑体；宋体；方正小标宋、华文中宋；Times New Roman。
查看现在各处用的是哪个字体：.venv/bin/python -m documents.printing
TEXT
fi

if [ -n "$missing" ]; then
    cat >&2 <<TEXT
字体没有装齐，缺：$missing
请任选一种办法，然后重新运行本脚本：
  1. 联网后由管理员运行 apt-get update，再运行本脚本（不需要管理员身份）；
  2. 由管理员安装：apt-get install --no-install-recommends texlive-lang-chinese fonts-liberation；
  3. 从别的机器复制这些文件到 $fonts/fandol 和 $fonts/latin。
TEXT
    exit 1
fi

if [ -x "$root/.venv/bin/python" ]; then
    (cd "$root" && TUANWEN_FONTS=$fonts .venv/bin/python -m documents.printing) || {
        say "字体文件已就位，但程序读不出来，请看上面的说明。" >&2
        exit 1
    }
else
    say "字体已装好：$fonts"
fi
