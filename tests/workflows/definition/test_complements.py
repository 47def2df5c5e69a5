"""``unless``: the exact opposite of ``guards``, so that a pair of transitions closes every gap; said, proved, kept, drawn."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.definition.sources import MEMO
from workflows.definition import Definition, check, parse
from workflows.definition.canonical import digest, from_document, to_document
from workflows.definition.comparing import transition_words
from workflows.definition.graph import draw

GUARDED = MEMO.replace('title = "同意"', 'title = "同意"\nguards = ["paper.fine", "paper.heard"]')
OPPOSITE = """
[transitions.otherwise]
title = "另行研究"
from = "sign"
to = "done"
verdict = "none"
unless = ["paper.fine", "paper.heard"]
"""
NAMES = ("a", "b", "c")


def alone(source: str) -> Definition:
    """Without the way back, by which the signer could always leave."""
    return parse(source.split("[transitions.return]")[0] + "\n")


def test_a_pair_of_opposites_is_an_exit() -> None:
    assert not check(alone(GUARDED)).sound
    assert check(alone(GUARDED.split("[transitions.return]")[0] + OPPOSITE)).sound


def test_an_opposite_of_fewer_conditions_leaves_a_gap() -> None:
    narrow = OPPOSITE.replace('"paper.fine", "paper.heard"', '"paper.fine"')
    assert not check(parse(GUARDED.split("[transitions.return]")[0] + narrow)).sound


def test_an_opposite_of_more_conditions_leaves_none() -> None:
    wide = OPPOSITE.replace('"paper.heard"]', '"paper.heard", "paper.sealed"]')
    assert check(parse(GUARDED.split("[transitions.return]")[0] + wide)).sound


def test_the_opposite_is_kept_told_and_drawn() -> None:
    rules = parse(GUARDED.split("[transitions.return]")[0] + OPPOSITE)
    again = from_document(to_document(rules))
    assert again == rules
    assert digest(again) == digest(rules) != digest(alone(GUARDED))
    one = rules.transition("otherwise")
    assert one is not None
    assert transition_words(rules, one, {})["条件没有全部满足时"] == "paper.fine、paper.heard"
    assert "条件不满足时" in draw(rules)


EXIT = st.tuples(
    st.sets(st.sampled_from(NAMES), max_size=2),
    st.sets(st.sampled_from(NAMES), max_size=2),
    st.sampled_from(["end", "first", "second"]),
)


@settings(max_examples=150, deadline=None)
@given(first=st.lists(EXIT, min_size=1, max_size=3), second=st.lists(EXIT, min_size=1, max_size=3))
def test_what_is_called_sound_can_end_whatever_the_conditions_say(first: list, second: list) -> None:
    """For every way in which the conditions may stand for ever, each place has a way to the end."""
    lines = ['process = "p"', 'title = "p"', 'subject = "paper"', 'initial = "first"']
    for name in ("first", "second"):
        lines += [f"[states.{name}]", f'title = "{name}"', 'party = { at = "organ", role = "secretary" }']
    lines += ["[states.end]", 'title = "end"', 'outcome = "passed"']
    exits = [(name, *one) for name, ones in (("first", first), ("second", second)) for one in ones]
    exits.append(("first", set(), set(), "second"))
    for number, (source, guards, unless, to) in enumerate(exits):
        lines += [f"[transitions.t{number}]", f'title = "t{number}"', f'from = "{source}"', f'to = "{to}"']
        lines += ['verdict = "none"', f"guards = {sorted(guards)}", f"unless = {sorted(unless)}"]
    if not check(parse("\n".join(lines))).sound:
        return
    for world in range(2 ** len(NAMES)):
        held = {name for bit, name in enumerate(NAMES) if world >> bit & 1}
        ends = {"end"}
        for _round in exits:
            for source, guards, unless, to in exits:
                if to in ends and guards <= held and not (unless and unless <= held):
                    ends.add(source)
        assert ends == {"end", "first", "second"}, held
