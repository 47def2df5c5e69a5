"""The directory of a compound file (复合文档: .doc, .xls, .wps, .et), after [MS-CFB] 2.2, 2.3 and 2.6. Read only, nothing unpacked."""

import struct
from typing import BinaryIO

HEADER = 512
ENTRY = 128
END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here up are marks, not places."""
MAX_SECTORS = 2_000


class CompoundError(ValueError):
    """The container is damaged."""


def stream_names(file: BinaryIO) -> set[str]:
    """The names of all streams and storages. Raises :class:`CompoundError`."""
    file.seek(0)
    header = file.read(HEADER)
    if len(header) < HEADER:
        raise CompoundError
    (shift,) = struct.unpack_from("<H", header, 30)
    (sector,) = struct.unpack_from("<I", header, 48)
    if shift not in {9, 12}:
        raise CompoundError
    size = 1 << shift
    tables = [place for place in struct.unpack_from("<109I", header, 76) if place < END_OF_CHAIN]
    names: set[str] = set()
    for _step in range(MAX_SECTORS):
        if sector >= END_OF_CHAIN:
            return names
        names |= _entries(_sector(file, sector, size))
        sector = _next(file, sector, size, tables)
    raise CompoundError


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    found = file.read(size)
    if len(found) < size:
        raise CompoundError
    return found


def _next(file: BinaryIO, sector: int, size: int, tables: list[int]) -> int:
    """The sector that follows in the chain, from the allocation table."""
    per_table = size // 4
    if sector // per_table >= len(tables):
        raise CompoundError
    table = _sector(file, tables[sector // per_table], size)
    (following,) = struct.unpack_from("<I", table, sector % per_table * 4)
    return int(following)


def _entries(data: bytes) -> set[str]:
    """The names in one sector of the directory: UTF-16, their length in bytes with the closing zero at offset 64."""
    names = set()
    for start in range(0, len(data), ENTRY):
        (length,) = struct.unpack_from("<H", data, start + 64)
        if 2 <= length <= 64:
            names.add(data[start : start + length - 2].decode("utf-16-le", errors="replace").strip("\x01\x05"))
    return names
