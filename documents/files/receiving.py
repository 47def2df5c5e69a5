"""Taking a file in: measured, recognised by content, pictures written anew, then kept under a random key."""

import hashlib
import re
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from workflows.organisations.models import Organisation

from .kinds import ACCEPT_TEXT, KINDS, MEGABYTE, SIZE_LIMITS, FileKind, Group
from .models import Upload
from .pictures import Encoded, reencode
from .sniffing import HarmfulError, sniff
from .texts import encoding_of

NAME_LENGTH = 120
UNWANTED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
"""Control characters, path separators, and the marks that turn a name around (evil‮fdp.exe)."""


class RefusedFileError(ValueError):
    """The file was not taken; the text names it and says what to do."""


def receive(
    file: File,
    *,
    user: Any,
    organ: Organisation,
    purpose: str,
    group: Group = Group.ATTACHMENT,
    subject_id: int | None = None,
) -> Upload:
    """Keep *file* as a private upload of *organ*. Raises :class:`RefusedFileError` with a sentence for the person.

    Nothing is written when the file is refused. Runs outside any transaction of the caller's: bytes cannot be rolled back.
    """
    name = clean_name(file.name or "")
    _measure(file, name, group)
    try:
        kind = _fit(_kind(file, group), name, group)
        picture = reencode(_stream(file), kind) if kind.is_picture else None
    except HarmfulError as error:
        raise RefusedFileError(_("“%(name)s”：%(reason)s") % {"name": name, "reason": error}) from error
    content, kind = (ContentFile(picture.data), picture.kind) if picture else (file, kind)
    upload = Upload(
        name=_named_after(name, kind, picture),
        kind=kind.key,
        size=content.size,
        sha256=_digest(content),
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        purpose=purpose,
        subject_id=subject_id,
        organ=organ,
        uploaded_by=user,
    )
    upload.file.save(name, content, save=False)
    upload.save(force_insert=True)
    return upload


def clean_name(name: str) -> str:
    """A label that is safe to show and to send: no path, no control or turning characters, at most 120 characters."""
    plain = UNWANTED.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, suffix = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
    return f"{stem[: NAME_LENGTH - len(suffix)]}{suffix}" if plain else "未命名"


def _measure(file: File, name: str, group: Group) -> None:
    limit = SIZE_LIMITS[group]
    if not file.size:
        raise RefusedFileError(_("“%(name)s”是空文件，请检查后重新上传。") % {"name": name})
    if file.size > limit:
        raise RefusedFileError(
            _("“%(name)s”有%(size)d兆，超过%(limit)d兆的上限，请压缩或拆分后再上传。")
            % {"name": name, "size": -(-file.size // MEGABYTE), "limit": limit // MEGABYTE}
        )


def _kind(file: File, group: Group) -> FileKind | None:
    """What the content is. Plain text has no mark of its own and is looked for only where it is accepted."""
    kind = sniff(_stream(file))
    text = KINDS["txt"]
    if kind is None and group in text.groups and encoding_of(_stream(file).read()):
        return text
    return kind


def _fit(kind: FileKind | None, name: str, group: Group) -> FileKind:
    """The content must be of an accepted kind, and the name must not claim another."""
    wanted = {"name": name, "wanted": ACCEPT_TEXT[group]}
    if kind is None:
        raise RefusedFileError(_("“%(name)s”不是可以接收的文件。这里可以上传：%(wanted)s。") % wanted)
    if group not in kind.groups:
        raise RefusedFileError(_("“%(name)s”是%(kind)s，这里只能上传：%(wanted)s。") % {**wanted, "kind": kind.title})
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension and extension not in kind.extensions and not (kind.is_picture and _is_picture_name(extension)):
        raise RefusedFileError(
            _(
                "“%(name)s”的内容是%(kind)s，和扩展名“.%(extension)s”不符。请用原来的软件另存，或把扩展名改为“.%(right)s”后再上传。"
            )
            % {"name": name, "kind": kind.title, "extension": extension, "right": kind.extensions[0]}
        )
    return kind


def _is_picture_name(extension: str) -> bool:
    """Phones rename one picture format into another; both are pictures and are written anew anyway."""
    return extension in {"jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif"}


def _named_after(name: str, kind: FileKind, picture: Encoded | None) -> str:
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    if suffix in kind.extensions:
        return name
    stem = PurePosixPath(name).stem if picture or not suffix else name
    return f"{stem}.{kind.extensions[0]}"


def _stream(file: File) -> BinaryIO:
    file.seek(0)
    return file.file  # type: ignore[return-value]


def _digest(content: File) -> str:
    total = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        total.update(chunk)
    content.seek(0)
    return total.hexdigest()
