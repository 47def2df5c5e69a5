"""``[actions]``: a definition switches the house's actions off, or names who may and where."""

import pytest

from tests.workflows.definition.sources import MEMO
from workflows.definition import DefinitionError, check, digest, from_document, parse, to_document

TABLE = """
[actions]
off = ["jump", "void"]

[actions.transfer]
by = ["party", "office@own"]
from = ["sign"]
"""


def test_what_is_not_named_stays_as_the_house_has_it() -> None:
    rule = parse(MEMO).action("transfer")
    assert (rule.who, rule.serves("sign"), rule.title) == (("party",), True, "转办")


def test_definition_switches_off_and_names_who_and_where() -> None:
    read = parse(MEMO + TABLE)
    assert not read.action("jump").serves("sign")
    assert read.action("transfer").who == ("party", "office@own")
    assert [read.action("transfer").serves(state) for state in ("draft", "sign")] == [False, True]
    assert check(read).sound


def test_actions_are_part_of_the_digest_and_come_back_from_the_document() -> None:
    bare, with_actions = parse(MEMO), parse(MEMO + TABLE)
    assert digest(bare) != digest(with_actions)
    assert from_document(to_document(with_actions)) == with_actions
    assert "actions" not in to_document(bare)


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ('[actions]\noff = ["jmp"]', "没有动作“jmp”"),
        ("[actions.transfr]\noff = true", "不认识“transfr”"),
        ('[actions.transfer]\nfrom = ["nowhere"]', "没有名为“nowhere”的环节"),
        ('[actions.transfer]\nby = ["somebody"]', "看不懂“somebody”"),
        ('[actions.read]\nby = ["clerk@own"]', "“已阅”只由被请的人办"),
        ('[actions.transfer]\nwho = ["party"]', "不认识“who”"),
    ],
)
def test_slip_is_found_with_its_line(table: str, what: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse(f"{MEMO}\n{table}\n")
    (fault, *_more) = caught.value.faults
    assert fault.what == what
    assert fault.line > len(MEMO.splitlines())
