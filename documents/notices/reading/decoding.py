"""Bytes to text: UTF-8, UTF-16 and GB18030 are told apart; what is not Chinese text is refused."""

import codecs
import re
import unicodedata

from .journal import Journal
from .structure import ReadError

MAX_CHARACTERS = 200_000

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = "文件内容不是中文文字，不像公文。请确认选对了文件，或用 WPS 另存为 docx 再导入。"
_COMMON = re.compile("[的一是不了和在有关于中国人工作年月日会务通知团青委市县区各部门单位活动组织进行要以及为]")


def decode(data: bytes, journal: Journal) -> str:
    """The text of the file. Raises ReadError when the bytes are noise or hold no Chinese."""
    text, encoding, lost = _decoded(data)
    if encoding not in {"utf-8", "utf-8-sig"}:
        journal.repair("repair.encoding", encoding.upper(), "UTF-8")
    if lost:
        journal.note("read.lossy", f"有 {lost} 处字节不是文字，已用“�”占位。请对照原件补上。")
    _refuse_noise(text)
    return text


def _decoded(data: bytes) -> tuple[str, str, int]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            marked = data.decode(encoding, "replace")
            return marked, encoding, marked.count("\ufffd")
    if data[:400].count(0) > 8 or not _strict(data, "utf-8"):
        for encoding in ("utf-16-le", "utf-16-be"):
            if len(data) % 2 == 0 and (text := _strict(data, encoding)) and _reads_as_chinese(text):
                return text, encoding, 0
    for encoding in ("utf-8", "gb18030"):
        if (text := _strict(data, encoding)) is not None:
            return text, encoding, 0
    return _patched(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _patched(data: bytes) -> tuple[str, str, int]:
    """The better of two decodings with holes, when the holes are few (a cut or damaged file)."""
    best = min(((data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")), key=_holes)
    lost = best[0].count("\ufffd")
    if lost > max(3, len(best[0]) // 50):
        raise ReadError(_NOT_TEXT)
    return best[0], best[1], lost


def _holes(candidate: tuple[str, str]) -> int:
    return candidate[0].count("\ufffd")


def _reads_as_chinese(text: str) -> bool:
    sample = text[:4000]
    return len(_HAN.findall(sample)) * 4 > len(sample) and bool(_COMMON.search(sample))


def _refuse_noise(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"文件有 {len(text) // 10000} 万字，不像一份公文。请只导入公文本身（不超过 20 万字）。")
    han = _HAN.findall(text)
    letters = [c for c in text if not c.isspace()]
    odd = sum(unicodedata.category(c) in {"Cc", "Cn", "Cs", "Co"} for c in letters)
    if not han or odd > max(3, len(letters) // 20):
        raise ReadError(_NOT_TEXT)
    if len(han) >= 40:
        rare = sum(not _in_gb2312(c) for c in han)
        if rare * 3 > len(han) or not _COMMON.search(text):
            raise ReadError(_NOT_TEXT)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
