"""The administrators' guide to the format: its examples are read as they stand, and it leaves out no word of the format."""

import re
from pathlib import Path

import pytest

import workflows.definition
from workflows.definition import DefinitionError, actions, check, model, parse, reader, source, tables

GUIDE = (Path(workflows.definition.__file__).parent / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
HEAD = 'process = "x"\ntitle = "例"\nsubject = "notice"\ninitial = "draft"\n'


def unexplained(words: tuple[str, ...]) -> list[str]:
    """Words that stand nowhere in the guide as something to write."""
    prose = re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL)
    code = " ".join(re.findall(r"`([^`]+)`", prose) + EXAMPLES)
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", code) is None]


def faults(example: str) -> list[str]:
    try:
        parse(example if example.startswith("process") else HEAD + example)
    except DefinitionError as error:
        return [fault.what for fault in error.faults]
    return []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read_as_it_stands(example: str) -> None:
    # A piece out of a longer process leaves out states and transitions; nothing else may be wrong with it.
    left_out = () if example.startswith("process") else ("没有名为", "缺少“states”", "缺少“transitions”")
    assert [fault for fault in faults(example) if not left_out or not fault.startswith(left_out)] == []


def test_smallest_process_of_the_guide_is_sound() -> None:
    assert check(parse(EXAMPLES[0])).problems == ()


@pytest.mark.parametrize(
    "words",
    [
        source._KEYS,
        tables._STATE_KEYS,
        tables._PARTY_KEYS,
        tables._TRANSITION_KEYS,
        tables._PLACES,
        reader._REACHES,
        model.LEVELS,
        model.PROFILES,
        model.OUTCOMES,
        model.VERDICTS,
        model.OPINIONS,
        model.RESUBMITS,
        model.STYLES,
        ("all", "any", "ordered", model.PREVIOUS, model.CHOSEN, model.RETURNER, "off"),
        tuple(actions.ACTIONS),
        actions.BY_WORDS,
    ],
    ids=lambda words: words[0],
)
def test_no_word_of_the_format_is_left_out(words: tuple[str, ...]) -> None:
    assert unexplained(tuple(words)) == []
