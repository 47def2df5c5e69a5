"""The way of a case, told station by station, and its history, line by line."""

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, history, instance_of, route, start


def phases(instance: Instance) -> list[tuple[str, str]]:
    return [(station.title, station.phase) for station in route(instance, now=NOW)]


def test_route_shows_done_now_ahead_and_skipped(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    assert phases(instance) == [
        ("拟稿", "done"),
        ("核稿", "done"),
        ("审核", "now"),
        ("会签", "skipped"),
        ("签发", "ahead"),
        ("复核", "ahead"),
        ("已签发", "ahead"),
    ]
    stations = {station.name: station for station in route(instance, now=NOW)}
    assert stations["cosign"].note == "没有联合发文机关"
    assert [(person.organ, person.role) for person in stations["sign"].people] == [
        ("省", "书记（签发）"),
        ("省", "副书记（分管）"),
    ]


def test_route_tells_who_said_what_and_when(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.reviewer, "check_pass", opinion="文字已顺。")
    done = {station.name: station for station in route(instance, now=NOW)}["check"]
    (person,) = done.people
    assert (person.name, person.organ, person.role) == ("周慎行", "省青年部", "部长（核稿）")
    assert (person.opinion, person.verdict, person.at) == ("文字已顺。", "yes", NOW)


def test_present_station_has_its_term(house: House) -> None:
    (now,) = (one for one in route(house.case((house.drafter, "submit")), now=NOW) if one.phase == "now")
    assert now.due_at is not None
    assert now.due_at.isoformat() == "2026-11-09T09:30:00+00:00"


def test_after_a_return_the_stations_beyond_lie_ahead_again(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    house.does(instance, house.office, "return", opinion="改", params={"to": "draft"})
    assert phases(instance)[:4] == [("拟稿", "now"), ("核稿", "ahead"), ("审核", "ahead"), ("会签", "skipped")]


def test_void_case_ends_where_it_was_voided(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.drafter, "void", opinion="不发了")
    assert phases(instance) == [("拟稿", "done"), ("核稿", "done"), ("作废", "done")]


def test_route_says_why_a_station_is_passed_by_but_not_what_the_organ_never_has(house: House) -> None:
    instance = house.case(place=house.county, author=house.county_drafter)
    stations = route(instance, now=NOW)
    assert {one.title: one.note for one in stations if one.phase == "skipped"} == {"会签": "没有联合发文机关"}
    assert "审核" not in [one.title for one in stations]


def test_route_queries_do_not_grow_with_people(house: House, django_assert_max_num_queries) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    with django_assert_max_num_queries(8):
        route(instance, now=NOW)


def test_history_is_told_oldest_first(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.reviewer, "return", opinion="第二段再核。", labels=("文字",))
    rows = history(instance)
    assert [(row.actor, row.verb, row.state) for row in rows] == [
        ("林予安", "发起", ""),
        ("林予安", "送核", "拟稿"),
        ("周慎行", "退回修改", "核稿"),
    ]
    assert (rows[-1].opinion, rows[-1].labels, rows[-1].post) == ("第二段再核。", ["文字"], "省青年部部长（核稿）")


def test_history_queries_do_not_grow_with_events(house: House, django_assert_max_num_queries) -> None:
    instance = house.case((house.drafter, "submit"))
    for _rows in range(2):
        instance = Instance.objects.select_related("definition").get(pk=instance.pk)
        with django_assert_max_num_queries(2):
            history(instance)
        house.does(instance, house.reviewer, "return", opinion="改")
        house.does(instance, house.drafter, "submit")


def test_instance_of_finds_the_newest_by_process_and_state(house: House) -> None:
    paper = house.paper(place=house.province, author=house.deputy)
    assert instance_of(paper) is None
    memo = start(paper, "memo", actor=house.deputy, now=NOW)
    ballot = start(paper, "ballot", actor=house.deputy, now=NOW)
    assert instance_of(paper) == ballot
    assert instance_of(paper, "memo") == memo
    assert instance_of(paper, "memo", finished=True) is None
    house.does(memo, house.deputy, "void", opinion="不发了")
    assert instance_of(paper, "memo", finished=True) == memo
    assert instance_of(paper, "memo", finished=False) is None
