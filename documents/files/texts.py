"""Plain text: whether bytes are text at all, and in which encoding. It carries no mark, so its content has to prove it."""

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile("[\u4e00-\u9fff]")
MOST_CONTROLS = 50
"""One byte in so many may be a control character (form feeds of a scan, a damaged place); more is no text."""
MOST_HOLES = 50
"""One character in so many may be unreadable."""


def encoding_of(data: bytes) -> str | None:
    """``utf-8``, ``gb18030``, ``utf-16le`` or ``utf-16be``, under the names that browsers know; None for what is no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if _has_few_controls(data):
        for encoding in ("utf-8", "gb18030"):
            if _decodes(data, encoding):
                return encoding
        holes = {encoding: data.decode(encoding, "replace").count("\ufffd") for encoding in ("utf-8", "gb18030")}
        best = min(holes, key=lambda encoding: holes[encoding])
        return best if holes[best] * MOST_HOLES <= len(data) else None
    return next((encoding for encoding in ("utf-16le", "utf-16be") if _reads_as_chinese(data, encoding)), None)


def _has_few_controls(data: bytes) -> bool:
    return len(_CONTROL.findall(data)) * MOST_CONTROLS <= len(data)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_chinese(data: bytes, encoding: str) -> bool:
    """Whether at least a quarter of the beginning is Chinese, as no other bytes are when read that way."""
    if not data or len(data) % 2 or not _decodes(data, encoding):
        return False
    sample = data[:8_000].decode(encoding, "replace")
    return len(_HAN.findall(sample)) * 4 > len(sample)
