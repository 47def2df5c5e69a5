"""The forms that come with the product."""

import pytest

from documents.forms.parsing import parse
from documents.submissions.presets import PILOT, PRESETS, TYPICAL, install


@pytest.mark.parametrize("kind", PRESETS)
def test_every_shipped_form_is_sound(kind):
    assert parse(PRESETS[kind][1]).sections


def test_the_pilot_has_its_three_materials_and_the_seal():
    schema = parse(PILOT)
    assert [section.title for section in schema.sections[1:]] == [
        "情况分析报告",
        "工作情况和特色经验",
        "试点方案",
        "盖章",
    ]
    assert (schema.by_key["seal"].required_from, schema.by_key["plan_file"].required) == ("agree", True)


@pytest.mark.parametrize("document", [PILOT, TYPICAL])
def test_persons_are_marked_personal_and_never_public(document):
    schema = parse(document)
    personal = {spec.key for spec in schema if spec.personal}
    assert {"reporter", "phone"} <= personal
    assert not [spec.key for spec in schema if spec.personal and (spec.public or spec.countable)]


def test_the_case_asks_no_more_than_three_pictures():
    assert parse(TYPICAL).by_key["pictures"].limit.count == 3


def test_install_gives_the_same_version_again(places):
    assert install("pilot", places.province) == install("pilot", places.province)
