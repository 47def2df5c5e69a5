"""Scanned paper: one PDF, or photographs that become one."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from documents.files.kinds import KINDS, MEGABYTE, SIZE_LIMITS, Group
from documents.files.pictures import reencode
from documents.files.sniffing import HarmfulError, sniff

DPI = 200
MOST_PAGES = 200


class ScanRefusedError(ValueError):
    """The files are no readable scan; the message says what to do."""


@dataclass(frozen=True)
class Scan:
    """A scan as PDF."""

    data: bytes
    pages: int


def as_pdf(files: Sequence[UploadedFile]) -> Scan:
    """The scan as one PDF; photographs stand in the order in which they were chosen. Raises :class:`ScanRefusedError`."""
    if not files:
        raise ScanRefusedError(_("请先选择扫描件（PDF 或照片）。"))
    if sum(file.size or 0 for file in files) > SIZE_LIMITS[Group.SCAN]:
        raise ScanRefusedError(_("扫描件超过%d兆，请降低扫描分辨率后再上传。") % (SIZE_LIMITS[Group.SCAN] // MEGABYTE))
    try:
        kinds = [sniff(file.file) for file in files]  # type: ignore[arg-type]
        if [kind.key for kind in kinds if kind] == ["pdf"] and len(files) == 1:
            return _checked(files[0])
        if all(kind is not None and kind.is_picture for kind in kinds):
            return _bound([reencode(file.file, kind).data for file, kind in zip(files, kinds, strict=True) if kind])  # type: ignore[arg-type]
    except HarmfulError as error:
        raise ScanRefusedError(str(error)) from error
    raise ScanRefusedError(_("扫描件请上传一个 PDF，或一张以上照片（JPG、PNG、HEIC）。"))


def _checked(file: UploadedFile) -> Scan:
    """A PDF that opens and has pages."""
    file.seek(0)
    data = file.read()
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            pages = len(document.pages)
    except Exception as error:
        raise ScanRefusedError(_("这个 PDF 打不开或设有密码，请重新扫描保存后再上传。")) from error
    if not 0 < pages <= MOST_PAGES:
        raise ScanRefusedError(_("扫描件要有1到%d页。") % MOST_PAGES)
    return Scan(data, pages)


def _bound(pictures: list[bytes]) -> Scan:
    """Pictures as the pages of one PDF."""
    pages = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return Scan(out.getvalue(), len(pages))


ACCEPT = ",".join(
    f".{ending}" for kind in KINDS.values() if kind.is_picture or kind.key == "pdf" for ending in kind.extensions
)
"""For the ``accept`` of a file input."""
