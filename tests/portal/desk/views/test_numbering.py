from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from documents.notices import groups
from documents.notices.models import Artifact, Notice, NoticeRecipient
from tests import factories
from workflows import engine


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter, cc="共青团鹭汀县委、上级有关处室")


def address(name, paper):
    return reverse(f"desk:{name}", args=[paper.pk])


def filled(places, **fields):
    """The form as the clerk sends it with the proposed ticks."""
    return {
        "mark": "团曦发",
        "copies": "30",
        "printing_organ": "共青团曦原省委办公室",
        "main_0": [places.city.pk, places.other_city.pk],
        "cc_0": [places.county.pk],
        **fields,
    }


def state(paper):
    return engine.instance_of(paper, "issue").state


def test_recheck_shows_the_signed_text_beside_the_present_one(as_user, who, paper):
    factories.carry(paper, who, "recheck")
    context = as_user(who.clerk).get(address("number", paper)).context
    parts = context["compared"].parts
    assert {part.title: part.same for part in parts}.keys() >= {"标题", "主送", "抄送", "正文", "联系方式"}
    assert all(part.same for part in parts)
    assert parts[0].signed == paper.plain_title
    assert context["at_stake"] == "共青团曦原省委陆思齐（签发）"


def test_substantive_change_at_recheck_voids_the_signature_and_the_screen_says_so(as_user, who, paper):
    case = factories.carry(paper, who, "recheck")
    with engine.editing(paper, actor=who.clerk) as fresh:
        fresh.recipients = "各市团委、各省直单位团委"
        fresh.save()
    response = as_user(who.clerk).get(address("number", paper))
    compared = response.context["compared"]
    assert ([one.title for one in compared.differences], compared.fallen) == (["主送"], "共青团曦原省委陆思齐")
    assert "有实质改动" in response.content.decode()
    offers = {offer.title: offer.allowed for offer in engine.offers(who.clerk, case)}
    assert (offers["复核无误"], offers["送签过的人确认"]) == (False, True)


def test_declared_change_voids_the_signatures_and_signer_sees_the_words(as_user, who, paper):
    factories.carry(paper, who, "recheck")
    browser = as_user(who.clerk)
    browser.post(address("declare", paper), {"declared": "  "})
    assert Notice.objects.get(pk=paper.pk).declared == ""
    response = browser.post(address("declare", paper), {"declared": "附件第2页的表换了一张。"}, follow=True)
    assert "陆思齐（签发）的签字失效" in response.content.decode()
    case = engine.instance_of(paper, "issue")
    engine.act(engine.Action(case.pk, "renew", who.clerk))
    changes = engine.changes(who.secretary, engine.instance_of(paper, "issue"))
    assert [(one.title, one.excerpt[-1].text) for one in changes.differences] == [
        ("申报的实质修改", "附件第2页的表换了一张。")
    ]
    assert as_user(who.drafter).post(address("declare", paper), {"declared": "不该我办"}).status_code == 404


def test_mending_the_format_at_recheck_voids_nothing(who, paper):
    case = factories.carry(paper, who, "recheck")
    with engine.editing(paper, actor=who.clerk) as fresh:
        fresh.note, fresh.title = "此件公开发布", paper.title.replace("陪伴", "|陪伴")
        fresh.save()
    assert next(offer for offer in engine.offers(who.clerk, case) if offer.title == "复核无误").allowed


def test_numbering_proposes_number_and_range_from_the_words(as_user, who, paper, places):
    factories.carry(paper, who, "register")
    Notice.objects.filter(pk=paper.pk).update(mark="", copies=None)
    context = as_user(who.clerk).get(address("number", paper)).context
    form = context["form"]
    assert context["number"].startswith("团曦发〔")
    assert form["main_0"].label == "主送：各市团委"
    assert form["main_0"].initial == [places.city.pk, places.other_city.pk]
    assert form["cc_0"].label == "抄送：共青团鹭汀县委"
    assert "“上级有关处室”没有对应的单位" in str(form.fields["outside"].help_text)
    assert form.fields["outside"].initial == "上级有关处室"


def test_saving_keeps_what_was_filled_in_without_giving_a_number(as_user, who, paper, places):
    factories.carry(paper, who, "register")
    browser = as_user(who.clerk)
    browser.post(address("number", paper), filled(places, transition="", main_0=[places.city.pk]))
    fresh = Notice.objects.get(pk=paper.pk)
    assert (fresh.mark, fresh.copies, fresh.number, state(paper)) == ("团曦发", 30, "", "register")
    assert browser.get(address("number", paper)).context["form"]["main_0"].initial == [places.city.pk]


def test_registering_gives_the_number_and_fixes_the_range(as_user, who, paper, places):
    factories.carry(paper, who, "register")
    browser = as_user(who.clerk)
    response = browser.post(address("number", paper), filled(places, transition="register"))
    fresh = Notice.objects.get(pk=paper.pk)
    assert response.status_code == 302
    assert (fresh.number[:4], fresh.number[-3:]) == ("团曦发〔", "〕1号")
    assert [(row.organisation, row.part) for row in fresh.distribution.order_by("pk")] == [
        (places.city, NoticeRecipient.Part.MAIN),
        (places.other_city, NoticeRecipient.Part.MAIN),
        (places.county, NoticeRecipient.Part.CC),
    ]
    assert state(paper) == "print"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("mark", "团曦发〔2026〕", "只填代字"),
        ("copies", "", "请填写印发份数。"),
        ("copies", "0", "份数至少是1。"),
        ("more_main", "团不存在县委", "没有叫“团不存在县委”的单位"),
    ],
)
def test_wrong_entries_are_told_and_nothing_is_numbered(as_user, who, paper, places, field, value, said):
    factories.carry(paper, who, "register")
    response = as_user(who.clerk).post(
        address("number", paper), filled(places, transition="register", **{field: value})
    )
    assert said in str(response.context["form"].errors)
    assert state(paper) == "register"


def test_paper_needs_at_least_one_recipient(as_user, who, paper, places):
    factories.carry(paper, who, "register")
    posted = filled(places, transition="register")
    del posted["main_0"], posted["cc_0"]
    response = as_user(who.clerk).post(address("number", paper), posted)
    assert "请至少选一个分送单位" in response.content.decode()


def test_recipient_added_by_name_is_kept_among_the_others(as_user, who, paper, places):
    factories.carry(paper, who, "register")
    browser = as_user(who.clerk)
    browser.post(address("number", paper), filled(places, transition="", more_main="团萤田县委\n曦原省教育厅"))
    form = browser.get(address("number", paper)).context["form"]
    assert form["main_other"].label == "主送：另加的"
    assert set(form["main_other"].initial) == {places.sister.pk, places.education.pk}


def test_numbering_is_the_clerks_alone(as_user, who, paper, places):
    factories.carry(paper, who, "register")
    office = as_user(who.deputy)
    assert office.get(address("number", paper))["Location"] == f"/desk/notices/{paper.pk}/?read"
    office.post(address("number", paper), filled(places, transition="register"))
    assert (state(paper), Notice.objects.get(pk=paper.pk).number) == ("register", "")
    assert as_user(who.city_clerk).get(address("number", paper)).status_code == 404


def test_there_is_no_numbering_before_the_signature(as_user, who, paper):
    factories.carry(paper, who, "sign")
    assert as_user(who.clerk).get(address("number", paper)).status_code == 404


def test_print_is_made_with_its_layout_report(as_user, who, paper):
    factories.carry(paper, who, "print")
    browser = as_user(who.sealkeeper)
    browser.post(address("print_make", paper))
    context = browser.get(address("number", paper)).context
    assert context["printed"].kind == Artifact.Kind.ISSUED
    assert context["pdf_url"] == reverse("desk:print", args=[context["printed"].pk])
    assert context["print_report"] != []
    assert "完成印制" in [offer.title for offer in context["offers"] if offer.allowed]


@pytest.fixture
def faulty(who, paper):
    """At 印制, with a print that breaks one rule that a reason may excuse."""
    factories.carry(paper, who, "print")
    artifact = factories.printed(Notice.objects.get(pk=paper.pk), who.sealkeeper)
    row = {"clause": "7.1", "what": "行距", "wanted": "29.6磅", "found": "30.2磅", "ok": False, "blocking": False}
    Artifact.objects.filter(pk=artifact.pk).update(report={"ok": False, "blocked": False, "findings": [row]})


def test_print_with_a_fault_goes_on_only_with_a_reason(as_user, who, paper, faulty):
    browser = as_user(who.sealkeeper)
    shown = browser.get(address("number", paper)).context
    assert [(check.label, check.verdict, check.text) for check in shown["print_faults"]] == [
        ("行距", "soon", "应为29.6磅，实测30.2磅")
    ]
    refused = browser.post(address("number", paper), {"transition": "print"}, follow=True)
    assert "请写明为什么仍然印发" in refused.content.decode()
    assert state(paper) == "print"
    browser.post(address("number", paper), {"transition": "print", "opinion": "表格较宽，已人工核对。"})
    assert state(paper) == "dispatch"


def test_printing_is_for_whose_turn_it_is(as_user, who, paper):
    factories.carry(paper, who, "print")
    assert as_user(who.drafter).post(address("print_make", paper)).status_code == 404
    assert as_user(who.drafter).post(address("scan", paper)).status_code == 404
    assert not Artifact.objects.exists()


def pdf():
    out = BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PDF")
    return SimpleUploadedFile("盖章件.pdf", out.getvalue())


def photo():
    out = BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return SimpleUploadedFile("盖章件.jpg", out.getvalue())


def test_sealed_scan_is_kept_beside_the_print(as_user, who, paper):
    factories.carry(paper, who, "print")
    browser = as_user(who.sealkeeper)
    browser.post(address("scan", paper), {"scan": pdf()})
    browser.post(address("scan", paper), {"scan": [photo(), photo()]})
    kept = Artifact.objects.filter(kind=Artifact.Kind.SEALED_SCAN).order_by("pk")
    assert [(row.pages, row.number == Notice.objects.get(pk=paper.pk).number) for row in kept] == [(1, True), (2, True)]
    assert browser.get(address("number", paper)).context["sealed_scan"].name.endswith("盖章扫描件.pdf")


@pytest.mark.parametrize("data", [b"", b"no scan", b"%PDF-1.7 broken"])
def test_file_that_is_no_scan_is_refused_with_a_sentence(as_user, who, paper, data):
    factories.carry(paper, who, "print")
    sent = {"scan": SimpleUploadedFile("件.pdf", data)} if data else {}
    response = as_user(who.sealkeeper).post(address("scan", paper), sent, follow=True)
    (message,) = response.context["messages"]
    assert (message.level_tag, str(message)[-1]) == ("error", "。")
    assert not Artifact.objects.filter(kind=Artifact.Kind.SEALED_SCAN).exists()


def test_clerk_walks_from_number_to_sending_on_one_page(as_user, who, places):
    paper = factories.notice(places.county, who.county_drafter, recipients="各乡镇团委")
    factories.carry(paper, who, "register", route=factories.COUNTY_ROUTE)
    browser = as_user(who.county_drafter)
    here = address("number", paper)
    form = browser.get(here).context["form"]
    posted = {name: form[name].initial for name in ("mark", "copies", "printing_organ", "main_0")}
    after = browser.post(here, {**posted, "transition": "register", "next": here}, follow=True)
    assert after.context["step"] == "print"
    browser.post(address("print_make", paper))
    after = browser.post(here, {"transition": "print", "next": here}, follow=True)
    assert (after.context["step"], after.context["recipient_count"]) == ("dispatch", 2)
    confirm = browser.post(here, {"transition": "dispatch"})
    browser.post(confirm.context["url"], dict(confirm.context["hidden"]))
    assert state(paper) == "issued"
    assert paper.receipts.count() == 2


@pytest.mark.parametrize(
    ("step", "reader"), [("recheck", "clerk"), ("register", "clerk"), ("print", "sealkeeper"), ("dispatch", "clerk")]
)
def test_every_step_takes_fifteen_queries_from_the_first_view_on(
    as_user, who, places, step, reader, django_assert_max_num_queries
):
    groups.keep(
        places.province,
        "各市团委",
        groups.Meaning(("city",), ("committee",)),
        by=who.clerk,
        held=list(who.clerk.memberships.all()),
    )
    paper = factories.notice(places.youth, who.drafter, recipients="各市团委：", cc="曦原省教育厅。")
    factories.carry(paper, who, step)
    if step == "print":
        factories.printed(Notice.objects.get(pk=paper.pk), who.sealkeeper)
    browser = as_user(getattr(who, reader))
    for _view in ("first", "again"):
        with django_assert_max_num_queries(15):
            page = browser.get(address("number", paper))
    assert page.context["step"] == step
