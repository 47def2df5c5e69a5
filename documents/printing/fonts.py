"""Which font file sets which face of a paper: 仿宋 for the text, 楷体 and 黑体 for headings, 小标宋 for titles (GB/T 9704-2012 5.2.2, 7.3.3).

The folder is `$TUANWEN_FONTS`, by default `.var/fonts` of the checkout; `.setup/fonts.sh` fills it. Fonts that the operator drops into its `own`
subfolder come first. Nothing outside the folder and the Noto package is looked at, so the same paper is the same file on every machine.
"""

import os
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from documents.printing.errors import FontsMissingError
from documents.printing.faces import Face


class Role(StrEnum):
    """What a face is for; the value is the name that the standard and the user know."""

    FANG = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"
    TITLE = "小标宋"
    LATIN = "西文"


OWN_NAMES: dict[Role, tuple[str, ...]] = {
    Role.FANG: (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "方正仿宋_GBK",
        "方正仿宋_GB2312",
        "FZFangSong-Z02",
        "FZFS--GBK1-0",
        "仿宋",
        "FangSong",
        "华文仿宋",
        "STFangsong",
    ),
    Role.KAI: (
        "楷体_GB2312",
        "KaiTi_GB2312",
        "方正楷体_GBK",
        "方正楷体_GB2312",
        "FZKai-Z03",
        "FZKTK--GBK1-0",
        "楷体",
        "KaiTi",
        "华文楷体",
        "STKaiti",
    ),
    Role.HEI: (
        "黑体",
        "SimHei",
        "方正黑体_GBK",
        "方正黑体_GB2312",
        "FZHei-B01",
        "FZHTK--GBK1-0",
        "华文黑体",
        "STHeiti",
    ),
    Role.SONG: ("宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "华文宋体", "STSong"),
    Role.TITLE: (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
        "FZXBSK--GBK1-0",
        "华文中宋",
        "STZhongsong",
    ),
    Role.LATIN: ("Times New Roman", "TimesNewRomanPSMT"),
}
"""Names under which the operator's own fonts are known, best first."""

SHIPPED: dict[Role, str] = {
    Role.FANG: "fandol/FandolFang-Regular.otf",
    Role.KAI: "fandol/FandolKai-Regular.otf",
    Role.HEI: "fandol/FandolHei-Regular.otf",
    Role.SONG: "fandol/FandolSong-Regular.otf",
    Role.TITLE: "fandol/FandolSong-Bold.otf",
    Role.LATIN: "latin/LiberationSerif-Regular.ttf",
}
"""The fonts that `.setup/fonts.sh` installs. FandolSong-Bold is the nearest free relative of 小标宋."""

_RARE_PACKAGE = "pylopdf_fonts_zh_cn"
_RARE = {Role.HEI: "NotoSansSC-Regular.otf"}
_RARE_OTHER = "NotoSerifSC-Regular.otf"
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_OWN_LATIN = {Role.HEI, Role.TITLE, Role.SONG, Role.LATIN}
MISSING_MARK = "〓"
"""Stands on the page where no font has the character (the printers' 空铅)."""


def folder() -> Path:
    """The fonts folder of this installation."""
    configured = os.environ.get("TUANWEN_FONTS")
    return Path(configured) if configured else Path(__file__).resolve().parents[2] / ".var" / "fonts"


class FontSet:
    """The faces chosen for every role, each with its fallbacks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        missing = [str(root / name) for name in SHIPPED.values() if not (root / name).is_file()]
        rare = _rare_folder()
        if missing or rare is None:
            raise FontsMissingError(
                "排版所需的字体没有装齐，请由管理员在程序目录运行 sh .setup/fonts.sh。缺："
                + "、".join(missing or [f"Python 软件包 {_RARE_PACKAGE}"])
            )
        opened: dict[Path, Face] = {}

        def face(path: Path) -> Face:
            return opened.setdefault(path, Face(path))

        own = list(_own_faces(root / "own"))
        self.faces: dict[Role, tuple[Face, ...]] = {}
        for role in Role:
            chosen = _first_named(own, OWN_NAMES[role])
            chain = [face(root / SHIPPED[role]), face(rare / _RARE.get(role, _RARE_OTHER))]
            self.faces[role] = (chosen, *chain) if chosen else tuple(chain)
        self._picked: dict[tuple[Role, str], tuple[Face, str, bool]] = {}

    def pick(self, role: Role, char: str) -> tuple[Face, str, bool]:
        """The face that sets a character, the character that is set, and whether the face is the fallback for rare characters.

        A character that no face has is set as 〓.
        """
        key = (role, char)
        if key not in self._picked:
            self._picked[key] = self._search(role, char)
        return self._picked[key]

    def _search(self, role: Role, char: str) -> tuple[Face, str, bool]:
        chain = self.faces[role]
        if char.isascii() and role not in _OWN_LATIN:
            chain = (*self.faces[Role.LATIN][:-1], *chain)
        for face in chain:
            if face.has(char):
                return face, char, face is chain[-1]
        latin = self.faces[Role.LATIN][0]
        if latin.has(char):
            return latin, char, False
        return self.pick(role, MISSING_MARK)

    def knows(self, role: Role, char: str) -> bool:
        """Whether some face of the role has the character."""
        return self.pick(role, char)[1] == char

    def files(self) -> list[Path]:
        """Every file in use, for fontconfig."""
        return sorted({face.path for chain in self.faces.values() for face in chain})

    def describe(self) -> str:
        """One line per role: what is set in which font. For `python -m documents.printing`."""
        return "\n".join(f"{role.value}\t{chain[0].name}\t{chain[0].path}" for role, chain in self.faces.items())


@lru_cache(maxsize=4)
def load(root: Path | None = None) -> FontSet:
    """The font set of a folder, opened once per process.

    Raises FontsMissingError when the shipped fonts are not there.
    """
    return FontSet(root or folder())


def _rare_folder() -> Path | None:
    spec = find_spec(_RARE_PACKAGE)
    return Path(spec.origin).parent if spec and spec.origin else None


def _own_faces(directory: Path) -> Iterator[Face]:
    if not directory.is_dir():
        return
    for path in sorted(directory.rglob("*")):
        if path.suffix.lower() in _SUFFIXES:
            yield from _collection(path)


def _collection(path: Path) -> Iterator[Face]:
    """All faces of a file; a damaged file has none."""
    first = Face(path)
    count = 1
    if path.read_bytes()[:4] == b"ttcf":
        count = int.from_bytes(path.read_bytes()[8:12], "big")
    for index in range(count):
        face = first if index == 0 else Face(path, index)
        if face.has("A") or face.has("国"):
            yield face


def _first_named(faces: list[Face], names: tuple[str, ...]) -> Face | None:
    for name in names:
        for face in faces:
            if name in face.names:
                return face
    return None
