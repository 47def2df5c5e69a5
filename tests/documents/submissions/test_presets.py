"""The forms that come with the product."""

from pathlib import Path

import pytest

from documents.forms.parsing import parse
from documents.submissions import presets
from documents.submissions.models import Call
from documents.submissions.presets import MODES, PILOT, PRESETS, SUMMARY, TYPICAL, install
from workflows.definition import check
from workflows.definition import parse as parse_definition


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


@pytest.mark.parametrize("document", [PILOT, TYPICAL, SUMMARY])
def test_persons_are_marked_personal_and_never_public(document):
    schema = parse(document)
    personal = {spec.key for spec in schema if spec.personal}
    assert {"reporter", "phone"} <= personal
    assert not [spec.key for spec in schema if spec.personal and (spec.public or spec.countable)]


@pytest.mark.parametrize("document", [TYPICAL, SUMMARY])
def test_no_more_than_three_pictures_and_whom_they_show(document):
    schema = parse(document)
    assert (schema.by_key["pictures"].limit.count, schema.by_key["persons"].required) == (3, True)
    assert [(need.field, need.when, need.values) for need in schema.needs] == [
        ("consents", "persons", ("adults", "minors"))
    ]


def test_the_summary_asks_for_headcounts_and_no_names():
    schema = parse(SUMMARY)
    figures = [spec for spec in schema if spec.countable]
    assert [(spec.label, spec.unit) for spec in figures] == [
        ("开放次数", "次"),
        ("陪伴人次", "人次"),
        ("志愿者人数", "人"),
        ("结对数", "对"),
        ("小屋数", "间"),
    ]
    assert schema.sections[0].help == "只报数字，不报姓名；没有的填0。"
    assert {spec.label for spec in schema if spec.personal} == {"同意书", "填报人", "联系电话"}
    assert schema.by_key["period"].prefill == "call.period"


def test_each_kind_has_its_form_its_way_and_its_process():
    assert set(PRESETS) == set(MODES) == set(Call.Kind)
    assert [kind for kind, mode in MODES.items() if mode == Call.Mode.COMPILE] == [Call.Kind.SUMMARY]


def test_the_process_of_the_summary_is_proven():
    source = Path(presets.__file__).parent / "definitions" / "summary.toml"
    report = check(parse_definition(source.read_text(encoding="utf-8")))
    assert (report.problems, report.complete) == ((), True)


def test_install_gives_the_same_version_again(places):
    assert install("pilot", places.province) == install("pilot", places.province)
