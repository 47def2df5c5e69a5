"""阅办: what changed since the reader agreed stands above the paper, and the history tells what each edit did."""

import pytest
from django.urls import reverse

from documents.notices.adapter import NoticeType
from documents.notices.models import Notice
from tests import factories
from workflows import engine


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def text(browser, paper):
    return browser.get(reverse("desk:notice", args=[paper.pk])).content.decode()


def come_back(paper, who, **edits):
    """Carried up to 签发, sent back by the 书记 to the 部长, changed, and on its way again."""
    case = factories.carry(paper, who, "sign")
    back = {"to": "check", "resubmit": "again"}
    engine.act(engine.Action(case.pk, "return", who.secretary, opinion="请再核。", params=back))
    if edits:
        with engine.editing(paper, actor=who.reviewer) as open_paper:
            for name, value in edits.items():
                setattr(open_paper, name, value)
            open_paper.save()
    return case


def test_leader_sees_at_the_top_what_changed_since_the_own_yes(as_user, who, paper):
    case = come_back(paper, who, recipients="各市团委、省直团工委：")
    engine.act(engine.Action(case.pk, "check_pass", who.reviewer))
    body = text(as_user(who.office), paper)
    head, _, rest = body.partition('<div class="desk-two">')
    assert "自您同意后有改动" in head
    assert "主送" in head
    assert "<ins>、省直团工委：</ins>" in head
    assert "desk/changes.css" in body
    assert "<ins>、省直团工委：</ins>" in rest  # the history's line of the edit


def test_who_never_agreed_is_told_nothing(as_user, who, paper):
    come_back(paper, who, recipients="各市团委、省直团工委：")
    assert "自您" not in text(as_user(who.secretary), paper)


def test_paper_that_did_not_change_says_nothing_to_those_who_need_not_confirm(as_user, who, paper):
    come_back(paper, who)
    assert "自您" not in text(as_user(who.office), paper)


def test_attachments_and_organs_are_compared_by_name(paper, places):
    content = NoticeType().projection(Notice.objects.get(pk=paper.pk))
    found = {passage.title: passage.text for passage in NoticeType().passages(content)}
    assert found["主送"] == "各市团委"
    assert next(iter(found)) == "标题"
    changed = {**content, "co_issuers": [places.province.code], "attachments": [["申报表", "ab" * 32, []]]}
    told = {passage.title: passage.text for passage in NoticeType().passages(changed)}
    assert told["联合发文机关"] == places.province.name
    assert told["附件1"] == "申报表\n已删去的文件 abababababab"
