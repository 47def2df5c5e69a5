"""Beginning a submission: who may, for whom, how many."""

import pytest

from documents.submissions import calling, filing
from documents.submissions.filing import FilingError, may_file
from documents.submissions.models import Addressee, Submission
from tests.documents.submissions import making
from workflows import engine
from workflows.organisations.posts import posts


def refusal(call, unit, actor, **more):
    with pytest.raises(FilingError) as caught:
        filing.begin(call, unit, actor=actor, **more)
    return caught.value.reasons


def test_begin_opens_the_route_together_with_the_row(pilot, places, who):
    paper = making.begun(pilot, places.county, who.county_drafter)
    case = making.case_of(paper)
    assert (paper.title, paper.number, paper.entry, paper.organisation, case.state, case.series) == (
        "团鹭汀县委：试点申报",
        1,
        "self",
        places.county,
        "draft",
        f"call:{pilot.pk}",
    )


def test_begin_numbers_submissions_within_the_call(pilot, places, who):
    making.begun(pilot, places.county, who.county_drafter)
    second = making.begun(pilot, places.sister, who.sister_drafter)
    assert (second.number, second.print_number) == (2, f"{pilot.pk}-002")


def test_begin_leaves_nothing_behind_when_the_engine_refuses(pilot, places, who):
    assert refusal(pilot, places.county, who.foreign_drafter) == ["您在团鹭汀县委及其上级没有业务岗位，不能发起。"]
    assert Submission.objects.count() == 0


def test_begin_refuses_units_that_are_not_asked(pilot, places, who):
    assert refusal(pilot, places.township, who.township_secretary) == [
        "““灯火相伴”行动试点申报”没有要求晚渡镇团委报送。"
    ]


def test_begin_refuses_exempt_units(pilot, places, who):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    calling.exempt(row, "没有农村学校。", actor=who.city_drafter)
    assert refusal(pilot, places.county, who.county_drafter) == ["团鹭汀县委已批准免报，不用再报。"]


def test_begin_refuses_closed_calls(pilot, places, who):
    calling.close_call(pilot)
    assert refusal(pilot, places.county, who.county_drafter) == ["““灯火相伴”行动试点申报”现在不接收报送。"]


def test_begin_refuses_more_than_the_call_takes_from_a_unit(pilot, places, who):
    making.begun(pilot, places.county, who.county_drafter)
    assert refusal(pilot, places.county, who.county_drafter) == ["团鹭汀县委已经报过1份，每个单位最多1份。"]


def test_a_unit_that_took_its_paper_back_may_begin_anew(pilot, places, who):
    first = making.begun(pilot, places.county, who.county_drafter)
    making.act(first, "withdraw", who.county_drafter)
    assert making.begun(pilot, places.county, who.county_drafter).number == 2


def test_a_designated_unit_enters_as_designated(pilot, places, who):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    calling.designate(row, actor=who.drafter)
    assert making.begun(pilot, places.county, who.county_drafter).entry == "designated"


def test_a_call_for_designated_units_takes_no_others(places, who):
    call = making.call("pilot", places.province, who.drafter, self_entry=False, designated_entry=True)
    assert refusal(call, places.county, who.county_drafter) == ["这次征集只收上级指定的单位。"]


def test_a_superior_files_from_paper_for_its_unit(pilot, places, who):
    post = may_file(posts(who.city_drafter), pilot, places.county)
    paper = making.begun(pilot, places.county, who.city_drafter, post=post, filed_by=places.city)
    assert (paper.is_proxy, paper.organ, paper.organisation) == (True, places.county, places.county)
    assert engine.allowed(who.city_drafter, "edit", paper)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("county_drafter", True),
        ("county_secretary", True),
        ("city_drafter", True),
        ("sister_drafter", False),
        ("foreign_drafter", False),
        ("other_city_secretary", False),
        ("township_secretary", False),
        ("sysadmin", False),
    ],
)
def test_may_file_is_for_the_unit_and_those_above_it(pilot, places, who, name, may):
    assert (may_file(posts(getattr(who, name)), pilot, places.county) is not None) == may


def test_may_file_prefers_the_own_post(pilot, places, who):
    assert may_file(posts(who.county_drafter), pilot, places.county).organisation == places.county
