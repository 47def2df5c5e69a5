"""The tree of RFC 6962: known roots, and a proof for every leaf of every small tree."""

import hashlib

import pytest

from workflows.engine.proving import merkle


def test_root_of_nothing_is_the_digest_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def test_root_is_the_one_of_the_standard_for_three_leaves() -> None:
    one, two, three = (merkle.leaf(number, b"x" * 32) for number in (1, 2, 3))
    pair = hashlib.sha256(b"\x01" + one + two).digest()
    assert merkle.root([one, two, three]) == hashlib.sha256(b"\x01" + pair + three).digest()


@pytest.mark.parametrize("size", range(1, 18))
def test_every_leaf_proves_itself_and_no_other(size: int) -> None:
    leaves = [merkle.leaf(number, bytes([number]) * 32) for number in range(size)]
    root = merkle.root(leaves)
    for index, one in enumerate(leaves):
        proof = merkle.path(leaves, index)
        assert merkle.root_from_path(one, index, size, proof) == root
        assert merkle.root_from_path(merkle.leaf(99, b"y" * 32), index, size, proof) != root
        assert merkle.root_from_path(one, index, size, [*proof, root]) is None or size == 1
    with pytest.raises(IndexError):
        merkle.path(leaves, size)


def test_place_outside_the_tree_proves_nothing() -> None:
    assert merkle.root_from_path(b"", 3, 2, []) is None
    assert merkle.root_from_path(b"", 0, 2, []) is None
