"""抹去 a paper: its texts and files are gone, number and organs stay, and the history proves itself."""

import pytest
from django.core.files.storage import storages

from tests.factories import carry, holder, moment, notice, people, printed, tree
from workflows import engine

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_blanked_notice_keeps_its_place_and_loses_its_words() -> None:
    places = tree()
    who = people(places)
    second = holder("安守静", places.province, "secadmin")
    paper = notice(places.youth, who.drafter, now=moment(3))
    case = carry(paper, who, "issued", now=moment(4))
    paper.refresh_from_db()
    number = paper.number
    made = printed(paper, who.sealkeeper)
    name = made.file.name
    asked = engine.propose_erasure(subject=paper, reason="误录个人信息", by=who.sysadmin)
    engine.confirm_erasure(asked, by=second)
    paper.refresh_from_db()
    assert (paper.title, paper.recipients, paper.contact, len(paper.body)) == ("（已抹去）", "", "", 0)
    assert paper.number == number != ""
    assert not storages["private"].exists(name)
    assert engine.verify(case) == []
