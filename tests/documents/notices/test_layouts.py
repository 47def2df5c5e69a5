"""格式 of a notice: which head it gets, who stands on it, and that its print and its page agree."""

from types import SimpleNamespace

import pytest

from documents.notices import content
from documents.notices.kinds import Kind, Layout, usual_layout
from documents.notices.models import Notice
from documents.notices.printing import paper, typeset_notice
from documents.notices.showing import paper_view
from documents.printing import Attendance, Form, measure
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> SimpleNamespace:
    places = make.tree()
    return SimpleNamespace(places=places, people=make.people(places))


def drafted(house: SimpleNamespace, **fields: object) -> Notice:
    return make.draft(house.places.province, house.people.drafter, **fields)


@pytest.mark.parametrize(
    ("kind", "form"), [("通知", Form.FILE), ("函", Form.LETTER), ("纪要", Form.MINUTES), ("请示", Form.FILE)]
)
def test_kind_chooses_the_layout(house: SimpleNamespace, kind: str, form: Form) -> None:
    assert paper(drafted(house, kind=kind), sample=True).form is form


def test_every_kind_has_a_layout() -> None:
    assert {usual_layout(kind) for kind in Kind} == set(Layout)


def test_chosen_layout_wins_over_the_kind(house: SimpleNamespace) -> None:
    assert paper(drafted(house, kind="函", layout="文件"), sample=True).form is Form.FILE
    assert paper(drafted(house, kind="通知", layout="信函"), sample=True).form is Form.LETTER


def test_joint_letter_bears_the_host_alone_and_all_signatures(house: SimpleNamespace) -> None:
    notice = drafted(house, kind="函")
    notice.co_issuers.create(organisation=house.places.city)
    found = paper(notice, sample=True)
    assert found.marks == (house.places.province.name,)
    assert found.signatures == (house.places.province.name, house.places.city.name)


def test_minutes_are_headed_by_the_meeting_and_list_who_was_there(house: SimpleNamespace) -> None:
    notice = drafted(
        house,
        kind="纪要",
        head="共青团曦原省委书记办公会议纪要",
        attendance="出席：何清越、罗阿舟、\n孟云舒\n列席: 唐小禾",
    )
    found = paper(notice, sample=True)
    assert found.marks == ("共青团曦原省委书记办公会议纪要",)
    assert found.attendance == (Attendance("出席", "何清越、罗阿舟、孟云舒"), Attendance("列席", "唐小禾"))


def test_minutes_without_a_head_are_those_of_the_organs_meeting(house: SimpleNamespace) -> None:
    assert drafted(house, kind="纪要").head_lines() == [f"{house.places.province.name}会议"]


@pytest.mark.parametrize("kind", ["通知", "函", "纪要", "请示"])
def test_samples_of_every_layout_pass_the_check(house: SimpleNamespace, kind: str) -> None:
    notice = drafted(house, kind=kind, mark="团曦发", attendance="出席：何清越" if kind == "纪要" else "")
    source = paper(notice, sample=True)
    assert not measure(typeset_notice(notice, sample=True).pdf, source).blocked


def test_signers_stand_on_upward_papers_only(house: SimpleNamespace) -> None:
    assert paper(drafted(house, kind="请示", signer="孟云舒、何清越"), sample=True).signers == ("孟云舒", "何清越")
    assert paper(drafted(house, kind="通知", signer="孟云舒"), sample=True).signers == ()


def test_reading_view_shows_the_same_head(house: SimpleNamespace) -> None:
    letter, minutes = (
        paper_view(drafted(house, kind="函")),
        paper_view(drafted(house, kind="纪要", head="书记办公会议纪要", attendance="出席：何清越")),
    )
    assert letter.letter
    assert (minutes.issuers, minutes.suffix) == (("书记办公会议",), "纪要")
    assert minutes.attendance == (("出席", "何清越"),)


def test_who_was_there_is_part_of_what_is_signed_and_the_layout_is_not(house: SimpleNamespace) -> None:
    notice = drafted(house, kind="纪要", attendance="出席：何清越")
    before = content.digest(notice)
    notice.layout = "文件"
    assert content.digest(notice) == before
    notice.attendance = "出席：罗阿舟"
    assert content.digest(notice) != before
