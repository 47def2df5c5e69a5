import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.files.models import Upload
from documents.notices.models import CoIssuer, Notice
from tests import factories
from workflows import engine


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


@pytest.fixture
def joint(places, who):
    """A paper that waits for the organ of another system to countersign."""
    paper = factories.draft(places.youth, who.drafter)
    CoIssuer.objects.create(notice=paper, organisation=places.civil)
    paper = Notice.objects.get(pk=paper.pk)
    engine.start(paper, "issue", actor=who.drafter)
    factories.carry(paper, who, "cosign")
    return paper


def test_explanation_lists_each_step_why_not_and_who_could(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    response = as_user(who.drafter).get(reverse("desk:explain", args=[case.pk]))
    entries = {entry.title: entry for entry in response.context["transitions"]}
    assert not entries["同意签发"].allowed
    assert entries["同意签发"].who == ["团省委书记（签发）"]
    assert "现在在“签发”这一步。" in response.content.decode()


def test_record_is_made_for_paper_and_names_everybody(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    body = as_user(who.drafter).get(reverse("desk:history", args=[case.pk])).content.decode()
    for name in ("林予安", "周慎行", "顾知白", "秦望川", "核稿通过", "data-print"):
        assert name in body


def scan(name="会签单.pdf", data=None):
    return SimpleUploadedFile(name, data or b"%PDF-1.7 signed on paper")


def offline_form(case, browser, **fields):
    address = reverse("desk:offline", args=[case.pk])
    form = browser.get(address).context["form"]
    choice = next(key for key, label in form.fields["act"].choices if "同意会签" in label)
    return address, {"act": choice, "signer": "温如故", "signed_on": "2026-11-04", "opinion": "同意。", **fields}


def test_clerk_records_a_countersignature_from_paper(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    address, posted = offline_form(case, browser)
    response = browser.post(address, {**posted, "scan": scan()}, follow=True)
    fresh = engine.instance_of(joint, "issue")
    assert fresh.state == "deputy"
    last = engine.history(fresh)[-1]
    assert (last.actor, last.opinion, last.offline) == ("温如故", "同意。", True)
    assert Upload.objects.get(purpose="offline").subject_id == case.pk
    assert "代录" in response.content.decode()


def test_paper_record_needs_a_readable_scan_and_keeps_the_words(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    address, posted = offline_form(case, browser)
    response = browser.post(address, {**posted, "scan": scan("单子.pdf", b"no pdf at all")})
    assert engine.instance_of(joint, "issue").state == "cosign"
    assert "scan" in response.context["form"].errors
    assert response.context["form"]["signer"].value() == "温如故"


def test_paper_record_is_not_signed_in_the_future(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    address, posted = offline_form(case, browser, signed_on="2999-01-01")
    response = browser.post(address, {**posted, "scan": scan()})
    assert response.context["form"].errors["signed_on"] == ["签字日期不能晚于今天。"]


def test_paper_record_is_for_clerks_only(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    address = reverse("desk:offline", args=[case.pk])
    assert as_user(who.publicity).get(address).status_code == 404
    assert as_user(who.foreign_drafter).get(address).status_code == 404


def test_scan_of_a_paper_record_is_read_by_those_who_see_the_case(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    address, posted = offline_form(case, browser)
    browser.post(address, {**posted, "scan": scan()})
    where = Upload.objects.get(purpose="offline").get_absolute_url()
    assert as_user(who.drafter).get(where).getvalue() == b"%PDF-1.7 signed on paper"
    assert as_user(who.foreign_drafter).get(where).status_code == 404


def test_scan_of_a_paper_record_stands_beside_the_paper(as_user, who, joint):
    case = engine.instance_of(joint, "issue")
    browser = as_user(who.clerk)
    address, posted = offline_form(case, browser)
    browser.post(address, {**posted, "scan": scan()})
    shown = as_user(who.deputy).get(reverse("desk:notice", args=[joint.pk])).context["paper_scans"]
    assert [file.name for file in shown] == ["会签单.pdf"]
