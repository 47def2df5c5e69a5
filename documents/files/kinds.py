"""The kinds of files that are accepted, and what each may be used for."""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024


class Group(StrEnum):
    """What a field asks for."""

    ATTACHMENT = "attachment"
    PICTURE = "picture"
    SCAN = "scan"
    SOURCE = "source"
    """导入原件: what a paper is read from."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file, recognised by content. ``extensions[0]`` is the usual one; ``inline`` kinds may open in the browser."""

    key: str
    title: str
    extensions: tuple[str, ...]
    mime: str
    groups: frozenset[Group] = frozenset({Group.ATTACHMENT})
    inline: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether it is re-encoded when taken in."""
        return Group.PICTURE in self.groups


_PICTURE = frozenset({Group.ATTACHMENT, Group.PICTURE, Group.SCAN})
_SCAN = frozenset({Group.ATTACHMENT, Group.SCAN})

KINDS = {
    kind.key: kind
    for kind in (
        FileKind("pdf", "PDF", ("pdf",), "application/pdf", _SCAN, inline=True),
        FileKind("jpeg", "JPEG 图片", ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg", _PICTURE, inline=True),
        FileKind("png", "PNG 图片", ("png",), "image/png", _PICTURE, inline=True),
        FileKind("webp", "WebP 图片", ("webp",), "image/webp", _PICTURE, inline=True),
        FileKind("heic", "HEIC 图片", ("heic", "heif"), "image/heic", _PICTURE),
        FileKind("ofd", "OFD 版式文件", ("ofd",), "application/ofd", _SCAN),
        FileKind(
            "docx",
            "Word 文档",
            ("docx",),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            frozenset({Group.ATTACHMENT, Group.SOURCE}),
        ),
        FileKind("xlsx", "Excel 表格", ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        FileKind(
            "pptx",
            "演示文稿",
            ("pptx",),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        FileKind("doc", "旧版文字文档", ("doc", "wps", "wpt"), "application/msword"),
        FileKind("xls", "旧版表格", ("xls", "et", "ett"), "application/vnd.ms-excel"),
        FileKind("ppt", "旧版演示文稿", ("ppt", "dps", "dpt"), "application/vnd.ms-powerpoint"),
        FileKind("txt", "纯文本", ("txt",), "text/plain", frozenset({Group.SOURCE}), inline=True),
        FileKind("zip", "ZIP 压缩包", ("zip",), "application/zip"),
        FileKind("rar", "RAR 压缩包", ("rar",), "application/vnd.rar"),
    )
}
"""Accepted kinds by key. 旧版 kinds cover .wps and .et: WPS writes the same container."""

SIZE_LIMITS = {
    Group.ATTACHMENT: 50 * MEGABYTE,
    Group.PICTURE: 20 * MEGABYTE,
    Group.SCAN: 50 * MEGABYTE,
    Group.SOURCE: 20 * MEGABYTE,
}
"""Bytes per file."""

ACCEPT_TEXT = {
    Group.ATTACHMENT: "Word、Excel、WPS（.wps .et）、PDF、OFD、图片和 ZIP、RAR 压缩包",
    Group.PICTURE: "JPG、PNG、WebP、HEIC 图片",
    Group.SCAN: "扫描的 PDF、OFD 或拍照的图片",
    Group.SOURCE: "Word 文档（.docx）和纯文本（.txt）",
}


def accepted(group: Group) -> list[FileKind]:
    """The kinds that a field of this group takes."""
    return [kind for kind in KINDS.values() if group in kind.groups]


def accept_attribute(group: Group) -> str:
    """The ``accept`` of a file input, so that the picker shows fitting files first."""
    return ",".join(f".{extension}" for kind in accepted(group) for extension in kind.extensions)
