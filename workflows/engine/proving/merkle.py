"""The hash tree of RFC 6962 §2.1: one root over many leaves, and short proofs that one of them is among them. No Django."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf(pk: int, digest: bytes) -> bytes:
    """The hash of one event: its number as eight bytes, then its digest."""
    return hashlib.sha256(b"\x00" + pk.to_bytes(8, "big") + digest).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over *leaves* in their order, with memory for one hash a level only."""
    peaks: list[tuple[int, bytes]] = []
    for one in leaves:
        size, node = 1, one
        while peaks and peaks[-1][0] == size:
            size, node = size * 2, _join(peaks.pop()[1], node)
        peaks.append((size, node))
    if not peaks:
        return hashlib.sha256().digest()
    node = peaks.pop()[1]
    while peaks:
        node = _join(peaks.pop()[1], node)
    return node


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at *index*, nearest sibling first.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*path(leaves[:split], index), root(leaves[split:])]
    return [*path(leaves[split:], index - split), root(leaves[:split])]


def root_from_path(one: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its audit path give for a tree of *size* leaves; None when the path has the wrong length."""
    if not 0 <= index < size:
        return None
    if size == 1:
        return None if proof else one
    if not proof:
        return None
    split = _split(size)
    if index < split:
        below = root_from_path(one, index, split, proof[:-1])
        return None if below is None else _join(below, proof[-1])
    below = root_from_path(one, index - split, size - split, proof[:-1])
    return None if below is None else _join(proof[-1], below)


def _split(size: int) -> int:
    """The largest power of two below *size*."""
    return 1 << ((size - 1).bit_length() - 1)


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
