"""What kind of file this is, told by its content first and its name second; what cannot be read is refused with a remedy."""

import io
import zipfile
from pathlib import PurePath

from .structure import ReadError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 30 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SAVE_AS = "请用 WPS 或 Word 打开后“另存为 docx”，再导入。"
_PASTE = "请把文字复制出来存为 txt，或另存为 docx，再导入。"

_BY_CONTENT: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", _PASTE),
    (b"{\\rtf", "RTF 文件", _SAVE_AS),
    (b"\x89PNG\r\n\x1a\n", "图片", "请先识别成文字，存为 txt 或 docx，再导入。"),
    (b"\xff\xd8\xff", "图片", "请先识别成文字，存为 txt 或 docx，再导入。"),
    (b"GIF8", "图片", "请先识别成文字，存为 txt 或 docx，再导入。"),
    (b"II*\x00", "图片", "请先识别成文字，存为 txt 或 docx，再导入。"),
    (b"MM\x00*", "图片", "请先识别成文字，存为 txt 或 docx，再导入。"),
    (b"Rar!", "压缩包", "请先解压，再导入其中的 docx 或 txt。"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包", "请先解压，再导入其中的 docx 或 txt。"),
    (b"\x1f\x8b", "压缩包", "请先解压，再导入其中的 docx 或 txt。"),
)
_BY_NAME = {
    ".wps": ("WPS 文字文件", _SAVE_AS),
    ".wpt": ("WPS 文字文件", _SAVE_AS),
    ".doc": ("旧版 Word 文件", _SAVE_AS),
    ".dot": ("旧版 Word 文件", _SAVE_AS),
    ".rtf": ("RTF 文件", _SAVE_AS),
    ".odt": ("ODT 文件", _SAVE_AS),
    ".htm": ("网页文件", _PASTE),
    ".html": ("网页文件", _PASTE),
    ".mht": ("网页文件", _PASTE),
    ".mhtml": ("网页文件", _PASTE),
    ".pdf": ("PDF 文件", _PASTE),
    ".ofd": ("OFD 文件", _PASTE),
    ".ceb": ("CEB 文件", _PASTE),
    ".et": ("表格文件", "请导入公文本身的 docx 或 txt，表格作为附件上传。"),
    ".xls": ("表格文件", "请导入公文本身的 docx 或 txt，表格作为附件上传。"),
    ".xlsx": ("表格文件", "请导入公文本身的 docx 或 txt，表格作为附件上传。"),
    ".ppt": ("演示文件", "请导入公文本身的 docx 或 txt。"),
    ".pptx": ("演示文件", "请导入公文本身的 docx 或 txt。"),
    ".dps": ("演示文件", "请导入公文本身的 docx 或 txt。"),
}


def kind_of(name: str, data: bytes) -> str:
    """``"docx"`` or ``"text"``; raises ReadError for everything else, saying what the file is and what to do."""
    suffix = PurePath(name).suffix.lower()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError("文件是空的，没有可以读入的文字。")
    refuse_large(len(data))
    if data.startswith(_OLE):
        raise ReadError(_ole(data, suffix))
    if data.startswith(_ZIP):
        return _zip(data)
    for magic, what, remedy in _BY_CONTENT:
        if data.startswith(magic):
            raise ReadError(f"这是{what}，不是文字文件。{remedy}")
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise ReadError("这是图片，不是文字文件。请先识别成文字，存为 txt 或 docx，再导入。")
    if suffix in _BY_NAME:
        what, remedy = _BY_NAME[suffix]
        raise ReadError(f"{what}（{suffix}）不能直接导入。{remedy}")
    if suffix in {".docx", ".docm", ".dotx"}:
        raise ReadError(f"文件名是 {suffix}，内容却不是 docx，可能已损坏。{_SAVE_AS}")
    return "text"


def refuse_large(size: int) -> None:
    """Raise ReadError for a file of more than 20 MB; callers may ask before they load it."""
    if size > MAX_BYTES:
        raise ReadError(f"文件有 {size / 1024 / 1024:.0f} MB，超过 20 MB 的上限。请删去图片或只导入公文正文。")


def _ole(data: bytes, suffix: str) -> str:
    if _ENCRYPTED in data:
        return "文件设了打开密码，读不出内容。请在 WPS 或 Word 中取消密码后另存为 docx，再导入。"
    what = {".wps": "WPS 文字文件", ".et": "表格文件", ".xls": "表格文件", ".ppt": "演示文件"}.get(
        suffix, "旧版 Word 或 WPS 文件"
    )
    return f"这是{what}，不能直接导入。{_SAVE_AS}"


def _zip(data: bytes) -> str:
    """Look into a zip container without unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(f"文件已损坏，打不开。{_SAVE_AS}") from error
    names = {member.filename for member in members}
    lowered = {name.lower() for name in names}
    if "ofd.xml" in lowered:
        raise ReadError(f"OFD 文件不能直接导入。{_PASTE}")
    if any(name.startswith("xl/") for name in lowered):
        raise ReadError("这是表格文件。请导入公文本身的 docx 或 txt，表格作为附件上传。")
    if any(name.startswith("ppt/") for name in lowered):
        raise ReadError("这是演示文件。请导入公文本身的 docx 或 txt。")
    if "content.xml" in lowered and "mimetype" in lowered:
        raise ReadError(f"ODT 文件不能直接导入。{_SAVE_AS}")
    if "[content_types].xml" not in lowered or not any(name.startswith("word/") for name in lowered):
        raise ReadError("这是压缩包，不是 docx。请先解压，再导入其中的 docx 或 txt。")
    if any(member.flag_bits & 1 for member in members):
        raise ReadError("文件设了密码，读不出内容。请取消密码后另存为 docx，再导入。")
    _refuse_bomb(members, len(data))
    return "docx"


def _refuse_bomb(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    texts = [member for member in members if member.filename.lower().endswith((".xml", ".rels"))]
    swollen = any(
        member.file_size > MAX_PART
        or (member.file_size > 1024 * 1024 and member.file_size > MAX_RATIO * max(member.compress_size, 1))
        for member in texts
    )
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or swollen or unpacked > 10 * MAX_RATIO * packed:
        raise ReadError("文件解开后异常庞大，为安全起见没有读入。请把文字复制到新建的文档里，再导入。")
