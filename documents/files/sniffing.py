"""Telling what a file is from its bytes alone. Names and declared types prove nothing (ASVS 5.2.2)."""

import zipfile
from typing import BinaryIO

from .compound import CompoundError, stream_names
from .kinds import KINDS, MEGABYTE, FileKind

MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * MEGABYTE
MAX_RATIO = 150
RATIO_FROM = 10 * MEGABYTE
"""Below this unpacked size no ratio is harmful."""

HEAD = 1_024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})

_ZIP_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))


_OLE_MACROS = frozenset({"Macros", "_VBA_PROJECT_CUR"})

DAMAGED = "文件打不开，可能没有传完整，请重新保存后再上传。"
LOCKED = "文件设有密码，收件人打不开，请去掉密码后再上传。"
MACRO = "文件里带有宏，请另存为不带宏的文件（docx、xlsx）后再上传。"


class HarmfulError(ValueError):
    """The file must not be taken in; the text says why and what to do."""


def sniff(file: BinaryIO) -> FileKind | None:
    """The kind of the file, None when it is none that is known. Raises :class:`HarmfulError` for traps.

    The file's position is left at its beginning.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        key = _by_signature(head) or _by_container(head, file)
    finally:
        file.seek(0)
    return KINDS.get(key)


def _by_signature(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "heic"
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    return ""


def _by_container(head: bytes, file: BinaryIO) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(file)
    if head.startswith(OLE):
        return _compound(file)
    return ""


def _zip(file: BinaryIO) -> str:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise HarmfulError(DAMAGED) from None
    _refuse_bombs(entries)
    names = {entry.filename for entry in entries}
    if any(name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for name in names):
        raise HarmfulError(MACRO)
    if any(entry.flag_bits & 1 for entry in entries):
        raise HarmfulError(LOCKED)
    return next((key for member, key in _ZIP_MEMBERS if member in names), "zip")


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    """Archives that unfold to absurd sizes, and names that would escape a folder (ASVS 5.2.3)."""
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    bloated = unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or bloated:
        raise HarmfulError("压缩内容展开后过大，请拆成几个文件分别上传。")
    if any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries):
        raise HarmfulError("压缩包里的路径不正常，请重新打包后再上传。")


def _compound(file: BinaryIO) -> str:
    try:
        names = stream_names(file)
    except CompoundError:
        raise HarmfulError(DAMAGED) from None
    if "EncryptedPackage" in names:
        raise HarmfulError(LOCKED)
    if names & _OLE_MACROS:
        raise HarmfulError(MACRO)
    return next((key for stream, key in _OLE_STREAMS if stream in names), "")
