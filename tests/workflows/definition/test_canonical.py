"""One digest per meaning: it names a version for good."""

import json

import pytest

from tests.workflows.definition.sources import CHAIN, MEMO
from workflows.definition import canonical_json, digest, from_document, parse, to_document


@pytest.mark.parametrize("source", [MEMO, CHAIN])
def test_document_gives_the_definition_back(source: str) -> None:
    definition = parse(source)
    assert from_document(json.loads(canonical_json(to_document(definition)))) == definition


def test_comments_blanks_and_spelt_out_defaults_keep_the_digest() -> None:
    spelt = MEMO.replace("[states.sign]", "# 签批\n\n[states.sign]").replace(
        'to = "done"', 'to = "done"\nverdict = "yes"'
    )
    assert digest(parse(spelt)) == digest(parse(MEMO))


def test_any_change_of_meaning_changes_the_digest() -> None:
    assert digest(parse(MEMO.replace("签批", "批示"))) != digest(parse(MEMO))
    assert digest(parse(MEMO.replace('role = "secretary"', 'role = "deputy"'))) != digest(parse(MEMO))


def test_canonical_json_sorts_keys_and_refuses_floats() -> None:
    assert canonical_json({"二": [1, None], "一": "甲"}) == '{"一":"甲","二":[1,null]}'
    with pytest.raises(TypeError):
        canonical_json({"share": [0.5]})
