"""Opening the file that a command names."""

from pathlib import Path

from documents.notices.reading import ReadError

_REASONS = {FileNotFoundError: "没有这个文件", IsADirectoryError: "这是文件夹", PermissionError: "没有读取的权限"}


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises :class:`ReadError` with the reason in Chinese when it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"不能读取 {path}：{_REASONS.get(type(error), '文件打不开')}。") from error
