"""Loading definitions: only sound ones, versions for good, the nearest policy wins."""

from datetime import date
from pathlib import Path

import pytest

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Refused, start, verify
from workflows.engine.models import Definition, Node, Policy
from workflows.engine.processes.definitions import load_shipped, load_source, loaded
from workflows.organisations.models import Organisation

MEMO = (Path(__file__).parents[1] / "papers" / "definitions" / "memo.toml").read_text(encoding="utf-8")
LOCAL, SHIPPED = Definition.Origin.LOCAL, Definition.Origin.SHIPPED


def load(source: str, origin: str = LOCAL) -> Definition | None:
    return load_source(source, name="memo.toml", origin=origin, now=NOW).definition


def active(process: str = "memo") -> Definition:
    return Definition.objects.get(process=process, status="active")


def test_shipped_definitions_are_loaded_by_the_migration(db: None) -> None:
    assert active().origin == SHIPPED
    assert active().source == MEMO
    assert [node.title for node in Node.objects.filter(definition=active())] == [
        "拟稿", "核稿", "审核", "会签", "签发", "复核", "已签发", "作废"
    ]  # fmt: skip


def test_loading_again_makes_no_new_version(db: None) -> None:
    before = Definition.objects.count()
    load_shipped()
    assert Definition.objects.count() == before


def test_changed_source_becomes_a_new_version_in_force(db: None) -> None:
    first = active()
    second = load(MEMO.replace('title = "核稿"', 'title = "初核"'))
    assert second is not None
    assert (active(), second.version) == (second, first.version + 1)
    first.refresh_from_db()
    assert first.status == "retired"


def test_comments_alone_make_no_version(db: None) -> None:
    assert load(f"# 又一条注释\n{MEMO}") == active()


def test_shipped_source_does_not_replace_a_local_version(db: None) -> None:
    local = load(MEMO.replace('title = "核稿"', 'title = "初核"'))
    load_shipped()
    assert active() == local


def test_running_case_keeps_its_version(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    load(MEMO.replace('title = "核稿"', 'title = "初核"'))
    instance = house.does(instance, house.reviewer, "return", opinion="改").instance
    assert house.does(instance, house.drafter, "submit").instance.state_title == "核稿"
    assert verify(instance) == []
    assert house.case((house.drafter, "submit")).state_title == "初核"


def test_faulty_source_is_told_with_its_lines_and_changes_nothing(db: None) -> None:
    before = active()
    result = load_source(MEMO.replace('role = "office"', 'role = "ofice"'), name="x", origin=LOCAL)
    assert result.definition is None
    assert any("没有角色“ofice”" in line and "office" in line for line in result.lines)
    assert active() == before


def test_unsound_source_is_refused_with_the_counter_example(db: None) -> None:
    unsound = MEMO.replace('curable = ["paper.complete"]\n', "").replace(
        'from = ["draft", "check", "office"]', 'from = ["check", "office"]'
    )
    result = load_source(unsound, name="x", origin=LOCAL)
    assert result.definition is None
    assert any("paper.complete" in line for line in result.lines)


def test_unregistered_guard_or_effect_is_refused(db: None) -> None:
    result = load_source(MEMO.replace('"paper.fail"', '"paper.fly"'), name="x", origin=LOCAL)
    assert result.definition is None
    assert result.lines == ("第 90 行：系统里没有效果“paper.fly”。是不是要写“paper.fail”。",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('subject = "paper"', 'subject = "papers"', "系统里没有文书类别“papers”。是不是要写“paper”。"),
        ('guards = ["paper.complete"]', 'guards = ["paper.whole"]', "系统里没有条件“paper.whole”。"),
        ('curable = ["paper.complete"]', 'curable = ["paper.compete"]', "是不是要写“paper.complete”。"),
        ('at = "@co_issuers"', 'at = "@co_isuers"', "系统里没有名单“@co_isuers”。是不是要写“@co_issuers”。"),
        ("binds = true\ndays = 2", 'binds = true\nentitled = "singing"', "系统里没有名单“singing”。"),
        ('at = "organ", role = ["secretary", "deputy"]', 'at = "code:Z9", role = "deputy"', "没有编码为“Z9”的单位。"),
    ],
)
def test_name_that_nothing_answers_to_is_refused_with_its_line(house: House, old: str, new: str, told: str) -> None:
    source = MEMO.replace(old, new, 1)
    assert source != MEMO
    result = load_source(source, name="x", origin=LOCAL)
    assert result.definition is None
    assert any(told in line and line.startswith("第 ") for line in result.lines), result.lines


def test_organ_that_was_closed_is_refused_unless_another_follows_it(house: House) -> None:
    named = MEMO.replace('at = "organ", role = ["secretary", "deputy"]', 'at = "code:C", role = "secretary"')
    assert load_source(named, name="x", origin=LOCAL).definition is not None
    Organisation.objects.filter(pk=house.city.pk).update(until=date(2020, 1, 1))
    again = named.replace('title = "签报"', 'title = "签报单"')
    assert load_source(again, name="x", origin=LOCAL).lines == ("第 41 行：“市”（C）已经撤销。改写为接替它的单位。",)
    Organisation.objects.filter(pk=house.city.pk).update(successor=house.other_city)
    assert load_source(again, name="x", origin=LOCAL).definition is not None


def test_nearest_policy_decides_which_definition_serves(house: House) -> None:
    city_way = MEMO.replace('process = "memo"', 'process = "memo_city"').replace('title = "核稿"', 'title = "市里核稿"')
    county_way = MEMO.replace('process = "memo"', 'process = "memo_county"').replace(
        'title = "核稿"', 'title = "县里核稿"'
    )
    load(city_way)
    load(county_way)
    Policy.objects.create(process="memo", organisation=house.city, variant="memo_city", since=date(2026, 1, 1))
    ended = {"since": date(2025, 1, 1), "until": date(2026, 1, 1)}
    Policy.objects.create(process="memo", organisation=house.county, variant="memo_county", **ended)
    county = {"place": house.county, "author": house.county_drafter}
    assert house.case((house.county_drafter, "submit"), **county).state_title == "市里核稿"
    Policy.objects.create(process="memo", organisation=house.county, variant="memo_county", since=date(2026, 1, 1))
    instance = house.case((house.county_drafter, "submit"), **county)
    assert (instance.process, instance.state_title) == ("memo", "县里核稿")
    assert house.case((house.drafter, "submit")).state_title == "核稿"


def test_process_of_another_document_type_or_level_is_refused(house: House) -> None:
    load(MEMO.replace('process = "memo"', 'process = "county_memo"\nlevels = ["county"]'))
    with pytest.raises(Refused) as caught:
        start(house.paper(), "county_memo", actor=house.drafter, now=NOW)
    assert caught.value.reasons == ["“签报”不由省级单位发起。"]
    paper = house.paper(place=house.county, author=house.county_drafter)
    assert start(paper, "county_memo", actor=house.county_drafter, now=NOW).state == "draft"


def test_rules_come_back_from_the_database_as_they_were_parsed(db: None) -> None:
    from workflows.definition import parse

    assert loaded(active().pk).rules == parse(MEMO)


def test_two_adapters_of_one_key_are_refused() -> None:
    from workflows.engine import DocumentType, register_document_type

    class Impostor(DocumentType):
        key = "paper"

    with pytest.raises(ValueError, match="registered twice"):
        register_document_type(Impostor())
