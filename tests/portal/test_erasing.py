"""抹去, seen from the database: what was blanked stands in no column of any table, in no private file and in no kept letter,
and the history still proves itself.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from wagtail.log_actions import log

from documents.files.kinds import Group
from documents.files.receiving import receive
from documents.incoming import receiving
from documents.incoming.models import Incoming, Receipt
from documents.notices import sequels
from documents.notices.models import Notice, NoticeAttachment, OpinionAnswer, Remark
from documents.privacy.models import Consent
from documents.submissions.models import Objection, Publicity, Submission
from documents.submissions.models import Remark as FieldRemark
from portal.desk import news, phrases, recording
from portal.pages import examining
from portal.pages.pictures import sized
from portal.pages.publishing import publish_notice, publish_story
from portal.pages.tree import build
from tests import factories
from tests.documents.incoming import making as receiving_papers
from tests.documents.submissions import making as sending_in
from tests.dumping import places_of
from tests.portal.pages import making as publishing
from workflows import engine
from workflows.engine.models import Verification
from workflows.engine.proving.auditing import audit
from workflows.engine.proving.erasing import preview_erasure
from workflows.notifications.delivery import deliver
from workflows.organisations.models import Delegation, Handover, Membership, User

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "萤火暗号"
"""Stands in everything that is to go; no sentence of the house or of the sample has it."""

TRACE = "火暗"
"""What every trace of it has in common, the pairs of signs in the search index included."""


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The province with its people, who all have a mailbox; letters become files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    places = factories.tree()
    who = factories.people(places)
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"p{user.pk}@xiyuan.example")
    second = factories.holder("安守静", places.province, "secadmin")
    build()
    return SimpleNamespace(places=places, who=who, second=second, mail=tmp_path / "mail")


def letters(world: SimpleNamespace) -> str:
    """Every kept letter, decoded."""
    import email

    found = []
    for path in world.mail.glob("*.log"):
        for part in email.message_from_bytes(path.read_bytes().split(b"\n-----")[0]).walk():
            if not part.is_multipart():
                found.append(bytes(part.get_payload(decode=True)).decode())
    return "\n".join(found)


def files_with(word: str) -> list[str]:
    """Every private file that holds the word."""
    base = Path(storages["private"].location)
    return [
        str(path.relative_to(base)) for path in base.rglob("*") if path.is_file() and word.encode() in path.read_bytes()
    ]


def erase(world: SimpleNamespace, **what: Any) -> dict[str, int]:
    """By two administrators."""
    asked = engine.propose_erasure(reason="依法删除个人信息", by=world.who.sysadmin, **what)
    return engine.confirm_erasure(asked, by=world.second).blanked


def on_paper(case: Any, transition: str, recorder: User, signer: str, **words: Any) -> None:
    """One act from paper, with a scan whose bytes and name hold the word."""
    scan = recording.keep_scan(sending_in.pdf(f"{WORD}.pdf", WORD.encode()), recorder, case.organ)
    offline = engine.Offline(scan=scan.sha256, signer=signer, signed_on=factories.moment(4).date())
    recording.record(case, engine.Action(case.pk, transition, recorder, offline=offline, **words), scan)


def spoken_paper(world: SimpleNamespace) -> Notice:
    """A paper that went all the way, with the word in everything that anybody wrote; it was public for a while."""
    who, places = world.who, world.places
    original = receive(
        ContentFile(f"{WORD}原稿".encode(), name=f"{WORD}.txt"),
        user=who.drafter,
        organ=places.province,
        purpose="original",
        group=Group.SOURCE,
    )
    first = f"关于开展{WORD}活动的第一稿"
    paper = factories.notice(
        places.youth, who.drafter, title=first, body=((0, f"{WORD}正文。"),), contact=f"联系人：{WORD}", cc=WORD, note=WORD,
        signature=WORD, head=WORD, original=original, reading={"title": WORD},
    )  # fmt: skip
    paper.save_revision(user=who.drafter)
    log(paper, "wagtail.edit", user=who.drafter, title=first)
    engine.share(who.drafter, paper, who.publicity)
    news.shared(who.drafter, who.publicity, engine.instance_of(paper, "issue"), None)
    with engine.editing(paper, actor=who.drafter) as locked:
        locked.title = f"关于开展{WORD}活动的通知"
        locked.save()
    sent_along = receive(
        ContentFile(f"{WORD}附件".encode(), name=f"{WORD}附件.txt"), user=who.drafter, organ=places.province,
        purpose="notice", group=Group.SOURCE, subject_id=paper.pk,
    )  # fmt: skip
    with engine.editing(paper, actor=who.drafter) as locked:
        NoticeAttachment.objects.create(notice=locked, title=f"{WORD}附件", upload=sent_along)
    factories.carry(paper, who, "check")
    Remark.objects.create(
        notice=paper, anchor="title", quote=WORD, text=WORD, author=who.reviewer, at=factories.moment(5), answer=WORD,
        answered_by=who.drafter,
    )  # fmt: skip
    case = engine.instance_of(paper, "issue")
    engine.act(engine.Action(case.pk, "check_pass", who.reviewer, opinion=f"{WORD}，同意。"))
    engine.act(engine.Action(case.pk, "@urge", who.drafter, opinion=f"{WORD}，请抓紧。"))
    factories.carry(paper, who, "sign", route=factories.PROVINCE_ROUTE[2:])
    on_paper(engine.instance_of(paper, "issue"), "sign", who.clerk, "陆思齐", opinion=f"{WORD}，印发。")
    factories.carry(
        paper, who, "issued", route=factories.PROVINCE_ROUTE[5:], recipients=(places.city, places.other_city)
    )
    OpinionAnswer.objects.create(
        notice=paper, item=1, adoption="none", reason=WORD, by=who.drafter, at=factories.moment(5)
    )
    return Notice.objects.get(pk=paper.pk)


def received(world: SimpleNamespace, paper: Notice) -> Incoming:
    """One city sent it back, the other deals with it; then it was public, and was revoked."""
    who, places = world.who, world.places
    other = Receipt.objects.get(notice=paper, organisation=places.other_city)
    receiving.send_back(other, user=who.other_city_secretary, reason=f"{WORD}有误。")
    incoming = receiving_papers.signed(paper, places.city, who.city_clerk)
    receiving_papers.act(incoming, "register", who.city_clerk)
    receiving_papers.act(incoming, "advise_pass", who.city_reviewer, f"{WORD}，拟请阅示。")
    return incoming


def published_and_revoked(world: SimpleNamespace, paper: Notice) -> None:
    """Public for a while, with its attachment read; then 撤销."""
    who = world.who
    factories.printed(paper, who.sealkeeper)
    with transaction.atomic():
        page = publish_notice(paper, now=factories.moment(6))
    examining.examine_page(page)
    case = sequels.ask(paper, "revoke", user=who.clerk, reason=f"{WORD}写错。").instance
    case = engine.act(engine.Action(case.pk, "approve", who.secretary, opinion=f"{WORD}，同意撤销。")).instance
    assert case.finished_at is not None


def told(world: SimpleNamespace, case: Any) -> None:
    """Everybody was told, reminded, and told of reports that name it."""
    from documents.search.indexing import catch_up

    deliver()
    engine.run_timers(now=factories.moment(20))
    deliver(now=factories.moment(20))
    deliver(now=factories.moment(23))
    deliver(now=factories.moment(24))
    catch_up()
    Verification.objects.create(at=case.changed_at, cases=1, events=1, findings=f"《{case.title}》（事项 1）：不符。")


def test_nothing_of_an_erased_paper_is_left_anywhere(world: SimpleNamespace) -> None:
    paper = spoken_paper(world)
    incoming = received(world, paper)
    published_and_revoked(world, paper)
    told(world, engine.instance_of(paper, "issue"))
    before = places_of(TRACE)
    for expected in (
        "notices_notice.title", "notices_remark.text", "incoming_incoming.title", "incoming_receipt.reason", "engine_eventtext.opinion",
        "engine_content.payload", "notifications_notification.body", "pages_noticepage.paper", "wagtailcore_revision.content",
        "files_upload.name", "search_entry.words", "engine_verification.findings", "notices_sequel.reason",
    ):  # fmt: skip
        assert expected in before
    assert WORD in letters(world)
    assert files_with(WORD) != []
    kind, pk = engine.instance_of(paper, "issue").subject_type, paper.pk
    seen = preview_erasure(kind=kind, pk=pk)
    assert (seen.obstacles, seen.copies) == ((), 2)
    own = dict(seen.own)
    assert {name: own[name] for name in ("正式件", "原稿", "附件", "附件的文件", "批注", "征求意见的答复", "代录扫描件")} == {
        "正式件": 2, "原稿": 1, "附件": 1, "附件的文件": 1, "批注": 1, "征求意见的答复": 1, "代录扫描件": 1,
    }  # fmt: skip
    assert min(own["修订"], own["检索"], own["操作日志"], own["后续办理的理由"], own["撤下的公开页"]) >= 1
    assert preview_erasure(kind=kind, pk=pk) == seen  # a look changes nothing
    erase(world, subject=paper)
    assert places_of(TRACE) == []
    assert WORD not in letters(world)
    assert files_with(WORD) == []
    assert audit().lines == []
    receiving_papers.act(incoming, "instruct_pass", world.who.city_secretary, "请阅。")  # what is dealt with goes on
    assert audit().lines == []


def spoken_story(world: SimpleNamespace) -> Any:
    """A 典型案例 with the word in everything: answers, files, remarks, an objection, a consent, and a page that was public."""
    who, places = world.who, world.places
    asked = sending_in.call("typical", places.province, who.drafter)
    answers = {"title": f"{WORD}的一小时", "summary": WORD, "story": WORD, "takeaways": WORD}
    sent = sending_in.sent(asked, places.county, who.county_drafter, **answers)
    photo = receive(
        sending_in.picture(f"{WORD}.jpg"), user=who.county_drafter, organ=places.county, purpose="submission",
        subject_id=sent.pk,
    )  # fmt: skip
    sized(photo, 640).close()
    scan = receive(
        sending_in.pdf(f"{WORD}同意书.pdf", WORD.encode()), user=who.publicity, organ=places.county, purpose="submission",
        group=Group.SCAN, subject_id=sent.pk,
    )  # fmt: skip
    consent = Consent.objects.create(
        organ=places.county, person=WORD, guardian=WORD, relation="母亲", purpose=f"典型宣传：{WORD}", scan=scan,
        items=["story"], given_on=factories.moment(5).date(), recorded_by=who.publicity,
    )  # fmt: skip
    FieldRemark.objects.create(
        submission=sent, version=1, key="story", text=WORD, organ=places.city, written_by=who.city_drafter
    )
    draft = publishing.story(
        sent, title=f"{WORD}的一小时", summary=WORD, story=[WORD], takeaways=WORD, picture=photo, picture_alt=WORD
    )
    draft.consents.add(consent)
    draft.face_checked = True
    draft.save()
    with transaction.atomic():
        page = publish_story(sent, now=factories.moment(20))
    type(page).objects.filter(pk=page.pk).update(live=False)
    Submission.objects.filter(pk=sent.pk).update(title=f"{WORD}的一小时")
    hung = Publicity.objects.create(
        call=asked,
        organ=places.province,
        title="拟确定名单公示",
        lead="公示。",
        contact="青年发展部",
        prepared_by=who.drafter,
    )
    Objection.objects.create(
        publicity=hung, submission=sent, received_on=factories.moment(6).date(), channel="phone", objector=WORD, text=WORD,
        recorded_by=who.drafter, upheld=False, handling=WORD, handled_by=who.drafter, handled_at=factories.moment(7),
    )  # fmt: skip
    sending_in.act(sent, "withdraw", who.county_drafter, f"{WORD}误报")
    return sent


def test_nothing_of_an_erased_submission_is_left_anywhere(world: SimpleNamespace) -> None:
    root = Path(storages["private"].location)
    of_others = set(root.rglob("public/*.jpg"))
    sent = spoken_story(world)
    told(world, engine.instance_of(sent))
    before = places_of(TRACE)
    for expected in (
        "submissions_answerversion.answers", "submissions_remark.text", "privacy_consent.guardian",
        "submissions_showcasedraft.story", "pages_showcasepage.story", "engine_eventtext.opinion", "files_upload.name",
        "search_entry.words",
    ):  # fmt: skip
        assert expected in before
    pictures = set(root.rglob("public/*.jpg")) - of_others
    assert pictures != set()
    own = dict(preview_erasure(kind=engine.instance_of(sent, "typical").subject_type, pk=sent.pk).own)
    wanted = ("填报的各版", "上传的材料", "批注", "异议", "典型文稿", "同意书", "撤下的公开页")
    assert {name: own[name] for name in wanted} == dict.fromkeys(wanted, 1) | {"上传的材料": 2}
    erase(world, subject=sent)
    assert places_of(TRACE) == []
    assert WORD not in letters(world)
    assert files_with(WORD) == []
    assert not any(path.exists() for path in pictures)
    assert audit().lines == []


def test_nothing_of_an_erased_person_is_left_but_in_the_papers_that_name_them(world: SimpleNamespace) -> None:
    who, places = world.who, world.places
    name = who.city_reviewer.name
    person = User.objects.get(pk=who.city_reviewer.pk)
    User.objects.filter(pk=person.pk).update(username="baijingxing", phone="0000-9990777")
    person.refresh_from_db()
    paper = receiving_papers.issued(places, who)
    incoming = receiving_papers.signed(paper, places.city, who.city_clerk)
    receiving_papers.act(incoming, "register", who.city_clerk)
    receiving_papers.act(incoming, "advise_pass", person, f"{WORD}，拟请书记阅示。")
    receiving_papers.act(incoming, "instruct_pass", who.city_secretary, f"按{name}的意见办。")
    back = receiving_papers.issued(places, who)
    receiving.send_back(Receipt.objects.get(notice=back, organisation=places.city), user=person, reason=f"{WORD}。")
    own = factories.notice(places.city, who.city_drafter, contact=f"联系人：{name}")
    factories.carry(own, SimpleNamespace(**vars(who) | {"drafter": who.city_drafter}), "check")
    remarking_as(person, own)
    engine.act(engine.Action(engine.instance_of(own, "issue").pk, "check_pass", person, opinion=WORD))
    post = person.memberships.first()
    lent = factories.delegation(
        post, who.city_clerk, since=factories.moment(5).date(), until=factories.moment(9).date()
    )
    Delegation.objects.filter(pk=lent.pk).update(reason=WORD)
    news.lent(Delegation.objects.get(pk=lent.pk))
    phrases.add(person, WORD)
    log(lent, "wagtail.edit", user=who.sysadmin, title=f"{name} → 丁小满")
    Handover.objects.create(
        post=post, taker=who.city_clerk, since=factories.moment(9).date(), proposed_by=who.city_secretary,
        proposed_at=factories.moment(5), left=[f"一件由{name}起草的不能由接任人办。"],
    )  # fmt: skip
    engine.hand_over(post, who.city_clerk, by=who.city_secretary)
    Membership.objects.filter(user=person).update(until=factories.moment(5).date())
    deliver()
    before = places_of(WORD)
    assert {
        "engine_eventtext.opinion",
        "notices_remark.text",
        "desk_ownphrase.text",
        "organisations_delegation.reason",
    } <= set(before)
    erase(world, person=person)
    assert places_of(WORD, "baijingxing", "0000-9990777") == []
    assert set(places_of(name)) <= {"notices_notice.contact", "engine_content.payload", "wagtailcore_revision.content"}
    assert name not in letters(world)
    assert audit().lines == []


def remarking_as(person: User, paper: Notice) -> None:
    """A remark in somebody's name."""
    Remark.objects.create(notice=paper, anchor="title", quote="", text=WORD, author=person, at=factories.moment(5))
