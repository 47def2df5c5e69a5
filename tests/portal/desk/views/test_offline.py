"""线下办理登记 from the desk: steps and measures, whose they were, the scan, and what a refusal leaves standing."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents.files.expiring import erase_expired
from documents.files.models import Upload
from documents.notices import authority
from documents.notices.models import CoIssuer, Notice
from tests import factories
from workflows import engine
from workflows.engine import Event, WorkItem
from workflows.organisations.models import Membership


@pytest.fixture
def joint(places, who):
    """A paper that waits for the organ of another system to countersign."""
    paper = factories.draft(places.youth, who.drafter)
    CoIssuer.objects.create(notice=paper, organisation=places.civil)
    paper = Notice.objects.get(pk=paper.pk)
    engine.start(paper, "issue", actor=who.drafter)
    factories.carry(paper, who, "cosign")
    return paper


@pytest.fixture
def signing(places, who):
    """A paper that waits for the secretary's signature."""
    return factories.carry(factories.notice(places.youth, who.drafter), who, "sign")


def scan(name="会签单.pdf", data=None):
    return SimpleUploadedFile(name, data or b"%PDF-1.7 signed on paper")


def ref(user):
    return f"m{Membership.objects.filter(user=user).order_by('pk').first().pk}"


def address(case):
    return reverse("desk:offline", args=[case.pk])


def acts(response):
    """The acts on offer by their words: “团省委书记　转办” → key."""
    holders = [*response.context["steps"], *response.context["others"]]
    return {f"{one.name}　{title}": key for one in holders for key, title in one.acts}


def form_of(case, browser, words, **fields):
    """What the page would post once the act that reads *words* is chosen."""
    found = acts(browser.get(address(case)))
    key = next(key for label, key in found.items() if words in label)
    context = browser.post(address(case), {"act": key, "choose": "1"}).context
    kept = {"act": key, "shown": key, "token": context["token"], "request_key": context["request_key"]}
    return {**kept, "signer": "温如故", "signed_on": "2026-11-04", **fields}


def errors(response):
    return [str(one) for several in response.context["form"].errors.values() for one in several]


def test_clerk_records_a_countersignature_from_paper(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    posted = form_of(case, browser, "同意会签", opinion="同意。")
    response = browser.post(address(case), {**posted, "scan": scan()}, follow=True)
    fresh = engine.instance_of(joint, "issue")
    assert fresh.state == "deputy"
    last = engine.history(fresh)[-1]
    assert (last.actor, last.opinion, last.offline) == ("温如故", "同意。", True)
    assert Upload.objects.get(purpose="offline").subject_id == case.pk
    assert "代录" in response.content.decode()


def test_scan_that_cannot_be_read_is_told_once(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    wrong = SimpleUploadedFile("会签单.txt", "同意".encode(), "text/plain")
    (told,) = errors(browser.post(address(case), {**form_of(case, browser, "同意会签"), "scan": wrong}))
    assert told.startswith("“会签单.txt”不是可以接收的文件。")
    assert errors(browser.post(address(case), form_of(case, browser, "同意会签"))) == ["请上传扫描件。"]


def test_scan_is_read_by_those_who_see_the_case_and_stands_beside_the_paper(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    browser.post(address(case), {**form_of(case, browser, "同意会签"), "scan": scan()})
    where = Upload.objects.get(purpose="offline").get_absolute_url()
    assert as_user(who.drafter).get(where).getvalue() == b"%PDF-1.7 signed on paper"
    assert as_user(who.foreign_drafter).get(where).status_code == 404
    shown = as_user(who.deputy).get(reverse("desk:notice", args=[joint.pk])).context["paper_scans"]
    assert [file.name for file in shown] == ["会签单.pdf"]


def test_leaders_handing_over_on_paper_is_recorded_with_whom_it_concerns(as_user, who, signing):
    browser = as_user(who.clerk)
    post = Membership.objects.get(user=who.deputy, role__key="deputy")
    row = authority.propose(post, kinds=["通知"], since=date(2026, 1, 5), until=None, basis="示例", by=who.office)
    authority.confirm(row.pk, by=who.secretary)
    posted = form_of(signing, browser, "转办", signer="陆思齐", opinion="请望川同志签。")
    assert "请选择交给谁。" in errors(browser.post(address(signing), {**posted, "scan": scan()}))
    posted["whom"] = ref(who.deputy)
    response = browser.post(address(signing), {**posted, "scan": scan()}, follow=True)
    assert next(str(one) for one in response.context["messages"]).startswith("已办理“转办（代录）”")
    assert [row.instance_id for row in engine.worklist(who.deputy)] == [signing.pk]
    row = engine.history(signing)[-1]
    assert (row.verb, row.actor, row.offline, row.opinion) == ("转办", "陆思齐", True, "请望川同志签。")


def test_reading_on_paper_closes_the_item_of_that_very_reader(as_user, who, signing):
    whom = [ref(who.publicity), ref(who.reviewer)]
    engine.act(engine.Action(signing.pk, "@circulate", who.office, params={"whom": whom}))
    browser = as_user(who.clerk)
    offered = acts(browser.get(address(signing)))
    assert len([label for label in offered if label.endswith("　已阅")]) == 2
    name = next(label for label in offered if label.endswith("　已阅") and who.publicity.name in label)
    browser.post(address(signing), {**form_of(signing, browser, name), "scan": scan("传阅单.pdf")})
    status = dict(WorkItem.objects.filter(kind="read").values_list("user__name", "status"))
    assert status == {who.publicity.name: "done", who.reviewer.name: "open"}


def test_holding_a_matter_up_on_paper_needs_no_party(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "挂起", opinion="等上级文件。")
    browser.post(address(signing), {**posted, "scan": scan()})
    assert engine.Instance.objects.get(pk=signing.pk).suspended_at is not None


def test_return_on_paper_says_where_to(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "退回修改", signer="陆思齐", opinion="依据不足。", to="draft", resubmit="direct")
    browser.post(address(signing), {**posted, "scan": scan()})
    assert engine.Instance.objects.get(pk=signing.pk).state == "draft"


def test_refusal_keeps_every_word_and_the_scan(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "委派", opinion="请协助核对。", signed_on="2999-01-01", whom=ref(who.office))
    response = browser.post(address(signing), {**posted, "scan": scan("委派单.pdf")})
    body = response.content.decode()
    assert response.status_code == 422
    assert errors(response) == ["签字日期不能晚于今天。"]
    for kept in ("温如故", "请协助核对。", "2999-01-01", "委派单.pdf", "checked"):
        assert kept in body
    again = {**posted, "kept": response.context["kept"], "signed_on": "2026-11-04"}
    assert browser.post(address(signing), again).status_code == 302
    assert Upload.objects.get(purpose="offline").subject_id == signing.pk
    assert Event.objects.get(name="assist").scan.hex() == Upload.objects.get().sha256


def test_engines_refusal_keeps_every_word_and_changes_nothing(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "前加签", signer="陆思齐", opinion="请先看。", whom=[ref(who.drafter)])
    events = Event.objects.count()
    response = browser.post(address(signing), {**posted, "scan": scan()})
    assert errors(response) == ["岗位分离：所选的人办过前面的环节，不能再办“签发”。"]
    assert "请先看。" in response.content.decode()
    assert Event.objects.count() == events
    assert Upload.objects.get().subject_id is None


def test_choosing_another_act_asks_for_its_fields_and_complains_of_nothing(as_user, who, signing):
    browser = as_user(who.clerk)
    found = acts(browser.get(address(signing)))
    key = next(key for label, key in found.items() if label.endswith("督办"))
    response = browser.post(address(signing), {"act": key, "choose": "1", "signer": "陆思齐", "opinion": "抓紧。"})
    assert response.status_code == 200
    assert {"until", "signer", "opinion"} <= set(response.context["form"].fields)
    assert "陆思齐" in response.content.decode()
    assert errors(response) == []


def test_search_narrows_the_people_and_loses_nothing(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "传阅", whom=[ref(who.office)], find="秦望川", search="1", opinion="请阅。")
    response = browser.post(address(signing), posted)
    names = [label.split("　")[0] for _ref, label in response.context["form"].fields["whom"].choices]
    assert who.office.name in names
    assert who.deputy.name in names
    assert who.publicity.name not in names
    assert "请阅。" in response.content.decode()
    assert not Event.objects.filter(name="circulate").exists()


def test_act_that_was_done_meanwhile_is_said_to_be_gone(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "同意签发", opinion="同意。")
    engine.act(engine.Action(signing.pk, "@suspend", who.office, opinion="等文件。"))
    response = browser.post(address(signing), {**posted, "scan": scan()})
    assert "选的这一项已经办过了，请重新选。" in errors(response)
    assert engine.Instance.objects.get(pk=signing.pk).state == "sign"


def test_paper_needs_a_readable_scan(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    posted = form_of(case, browser, "同意会签")
    assert errors(browser.post(address(case), posted)) == ["请上传扫描件。"]
    response = browser.post(address(case), {**posted, "scan": scan("单子.pdf", b"no pdf at all")})
    assert "scan" in response.context["form"].errors
    assert response.context["form"]["signer"].value() == "温如故"
    assert engine.instance_of(joint, "issue").state == "cosign"


def test_ticket_of_a_scan_serves_its_owner_and_its_case_only(as_user, who, signing, joint):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "委派", opinion="请协助。", whom="")
    ticket = browser.post(address(signing), {**posted, "scan": scan()}).context["kept"]
    other = engine.instance_of(joint, "issue")
    response = browser.post(address(other), {**form_of(other, browser, "同意会签"), "kept": ticket})
    assert errors(response) == ["请上传扫描件。"]
    response = browser.post(address(signing), {**posted, "whom": ref(who.office), "kept": f"{ticket}x"})
    assert errors(response) == ["请上传扫描件。"]


def test_scan_of_an_act_that_was_never_recorded_is_erased_after_a_day(as_user, who, signing):
    browser = as_user(who.clerk)
    posted = form_of(signing, browser, "委派", opinion="请协助。", whom="")
    browser.post(address(signing), {**posted, "scan": scan()})
    browser.post(address(signing), {**form_of(signing, browser, "挂起", opinion="等。"), "scan": scan("批示.pdf")})
    erase_expired(now=timezone.now() + timedelta(days=2))
    assert [upload.name for upload in Upload.objects.all()] == ["批示.pdf"]


def test_paper_record_is_for_clerks_only(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    for person in (who.publicity, who.foreign_drafter, who.sysadmin, who.auditor):
        assert as_user(person).get(address(case)).status_code == 404
        assert as_user(person).post(address(case), {"act": "0:@suspend"}).status_code == 404


def test_page_takes_few_queries(as_user, who, signing, django_assert_max_num_queries):
    browser = as_user(who.clerk)
    with django_assert_max_num_queries(15):
        browser.get(address(signing))
