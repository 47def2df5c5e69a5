"""How the engine sees a submission: who is named by it, what signatures bind to, who reads its files."""

import pytest

from documents.files.kinds import Group
from documents.files.readers import may_read
from documents.submissions import attaching, finishing
from documents.submissions.adapter import SubmissionType
from tests import factories
from tests.documents.submissions import making

ADAPTER = SubmissionType()


@pytest.fixture
def paper(typical, places, who):
    return making.begun(typical, places.township, who.township_secretary)


@pytest.fixture
def pictures(typical):
    return typical.form_version.parsed.by_key["pictures"]


def test_files_are_read_by_those_who_may_see_the_paper(paper, pictures, who):
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    readers = {
        name: may_read(getattr(who, name), upload)
        for name in ("township_secretary", "county_drafter", "foreign_drafter", "sysadmin", "teacher")
    }
    assert readers == {
        "township_secretary": True,
        "county_drafter": False,
        "foreign_drafter": False,
        "sysadmin": False,
        "teacher": False,
    }


def test_the_county_reads_the_files_once_the_paper_has_come_up(typical, places, pictures, who):
    paper = making.filled(typical, places.township, who.township_secretary)
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    finishing.finish(paper, actor=who.township_secretary)
    while making.case_of(paper).state != "county":
        state = making.case_of(paper).state
        making.act(paper, {"draft": "submit", "unit_agree": "agree"}[state], who.township_secretary)
    assert (may_read(who.county_secretary, upload), may_read(who.foreign_secretary, upload)) == (True, False)


def test_a_submission_tells_its_title_address_owner_and_call(paper, places, typical):
    told = ADAPTER.describe(paper)
    assert (told.title, told.url, told.organ, told.series) == (
        "晚渡镇团委：典型案例",
        f"/desk/submissions/{paper.pk}/",
        places.township,
        f"call:{typical.pk}",
    )
    assert ADAPTER.link(paper.pk) == told.url


def test_signatures_bind_to_the_answers_as_sent(paper, typical, places, who):
    assert ADAPTER.projection(paper)["version"] is None
    sent = making.sent(typical, places.township, who.township_secretary)
    version = sent.versions.get()
    assert ADAPTER.projection(sent)["version"] == version.content()


def test_a_unit_names_its_collector_and_its_head_if_it_has_two_people(summary, places, who):
    alone = making.begun(summary, places.township, who.township_secretary)
    assert (ADAPTER.party(alone, "collector"), ADAPTER.party(alone, "unit_head")) == ([places.county], [])
    factories.holder("谢珺玥", places.township, "reporter")
    assert ADAPTER.party(alone, "unit_head") == [places.township]
    county = making.begun(summary, places.county, who.county_drafter)
    assert (ADAPTER.party(county, "collector"), ADAPTER.party(county, "unit_head")) == ([places.city], [places.county])
    assert ADAPTER.party(county, "co_issuers") == []


def test_nobody_in_the_unit_is_asked_about_what_its_superior_entered(summary, places, who):
    paper = making.on_paper(summary, places.other_township, who.county_drafter)
    assert ADAPTER.party(paper, "unit_head") == []
    assert making.case_of(paper).state == "collect"
