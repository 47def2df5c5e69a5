"""新建: prefilled, copied or from a template, in one's own organ only, with old days and numbers crossed out."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.notices import beginning
from documents.notices.blocks import passages, table
from documents.notices.checking import findings
from documents.notices.contacting import Person, contact_line, joined, split
from documents.notices.kinds import Kind
from documents.notices.models import CoIssuer, Notice, NoticeAttachment, NoticeTemplate
from tests.factories import draft, moment, notice, people, tree
from tests.together import at_once
from workflows import engine

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def earlier(house: SimpleNamespace, **fields: Any) -> Notice:
    given = {
        "title": "关于做好2025年冬季开放的通知",
        "mark": "团鹭发",
        "cc": "县教育局",
        "recipients": "各乡镇团委",
        **fields,
    }
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5), **given)
    paper.set_down(number="团鹭发〔2025〕3号", signed_on=moment(5).date(), printing_organ="共青团鹭汀县委办公室")
    return paper


@pytest.mark.parametrize(
    ("text", "crossed"),
    [
        ("请于2025年12月18日（星期四）17:30前报送。", "请于20××年××月××日17:30前报送。"),
        ("根据团曦发〔2025〕3号要求", "根据团曦发〔20××〕××号要求"),
        ("11月20日前", "××月××日前"),
        ("2025年工作", "20××年工作"),
        ("二〇二五年", "20××年"),
        ("每周开放两次，服务12名儿童。", "每周开放两次，服务12名儿童。"),
    ],
)
def test_days_and_numbers_are_crossed_out_and_nothing_else(text: str, crossed: str) -> None:
    assert beginning.renewed(text) == crossed


def test_every_cross_is_found_by_the_rules(house: SimpleNamespace) -> None:
    body = ((0, "根据《方案》（团曦发〔2025〕3号），"), (0, "2025年12月18日前报送。"), (0, "11月20日前完成。"))
    copy = beginning.copy(earlier(house, body=body), unit=house.places.county, user=house.people.county_drafter)
    found = [each.code for each in findings(copy)]
    assert found.count("placeholder.number") == 1
    assert found.count("placeholder.text") >= 3


def test_copy_takes_the_text_and_the_organs_but_neither_number_nor_dates(house: SimpleNamespace) -> None:
    source = earlier(house)
    source.body = source._meta.get_field("body").to_python([table([["单位", "时间"], ["甲", "3月5日"]])])
    source.save()
    CoIssuer.objects.create(notice=source, organisation=house.places.sister)
    annex = NoticeAttachment(notice=source, title="值守表")
    annex.body = annex._meta.get_field("body").to_python([{"type": "paragraph", "value": "2025年1月1日值守。"}])
    annex.save()
    copy = beginning.copy(source, unit=house.places.county, user=house.people.county_drafter)
    copy = Notice.objects.get(pk=copy.pk)
    assert (copy.title, copy.recipients, copy.cc) == ("关于做好20××年冬季开放的通知", "各乡镇团委", "县教育局")
    assert (copy.number, copy.signed_on, copy.printed_on, copy.copies, copy.signer) == ("", None, None, None, "")
    assert [text for _level, text in passages(copy.body)] == ["单位｜时间\n甲｜××月××日"]
    assert [row.organisation for row in copy.co_issuers.all()] == [house.places.sister]
    assert [list(passages(row.body)) for row in copy.attachments.all()] == [[(0, "20××年××月××日值守。")]]
    assert engine.instance_of(copy, "issue").state == "draft"
    assert {block.id for block in copy.body}.isdisjoint({block.id for block in source.body})


def test_copying_from_a_foreign_organ_or_for_a_foreign_unit_is_refused(house: SimpleNamespace) -> None:
    source, before = earlier(house), Notice.objects.count
    had = before()
    stranger = house.people.foreign_drafter
    with pytest.raises(beginning.BeginningRefused):
        beginning.copy(source, unit=house.places.foreign, user=stranger)
    with pytest.raises(beginning.BeginningRefused):
        beginning.copy(source, unit=house.places.county, user=stranger)
    client = signed_in(stranger)
    data = {"organisation": house.places.foreign.pk, "paper": source.pk}
    assert client.post(reverse("notices:new"), data).status_code == 404
    assert before() == had


def test_new_draft_knows_organ_mark_recipients_copies_printer_and_contact(house: SimpleNamespace) -> None:
    earlier(house)
    drafter = house.people.county_drafter
    drafter.phone, drafter.email = "0000-0000129", "tangxiaohe@xiyuan.example"
    drafter.save()
    made = beginning.prefilled(drafter, house.places.county, "通知")
    assert (made.organ, made.mark, made.recipients, made.cc) == (
        house.places.county,
        "团鹭发",
        "各乡镇团委",
        "县教育局",
    )
    assert made.printing_organ == "共青团鹭汀县委办公室"
    assert made.contact == "联系人：唐小禾，电话：0000-0000129，邮箱：tangxiaohe@xiyuan.example"
    page = signed_in(drafter).get(reverse("notices:add"), {"kind": "函"}).content.decode()
    assert "0000-0000129" in page
    assert "团鹭函" in page
    assert 'value="各乡镇团委"' not in page  # those of a notice are not those of a letter: offered, not filled in
    assert ">各乡镇团委</textarea>" not in page


def test_new_page_offers_templates_papers_empty_and_import(house: SimpleNamespace) -> None:
    paper, drafter = earlier(house), house.people.county_drafter
    beginning.keep_template(paper, name="冬季开放", user=drafter)
    page = signed_in(drafter).get(reverse("notices:new")).content.decode()
    assert page.index("冬季开放") < page.index("关于做好2025年冬季开放的通知")
    assert reverse("notices:add") in page
    assert reverse("notices:import") in page
    foreign = signed_in(house.people.foreign_drafter).get(reverse("notices:new")).content.decode()
    assert "冬季开放" not in foreign


def test_mark_of_a_joint_paper_is_not_taken_for_the_next_one(house: SimpleNamespace) -> None:
    CoIssuer.objects.create(notice=earlier(house, mark="团鹭联"), organisation=house.places.sister)
    made = beginning.prefilled(house.people.county_drafter, house.places.county, "通知")
    assert (made.mark, made.recipients) == ("团鹭发", "")


def test_upward_paper_goes_to_the_organ_above(house: SimpleNamespace) -> None:
    made = beginning.prefilled(house.people.county_drafter, house.places.county, "请示")
    assert (made.mark, made.recipients) == ("团鹭报", house.places.city.name)


@pytest.mark.parametrize("kind", Kind.values)
def test_standard_form_lacks_nothing_but_what_the_drafter_fills_in(house: SimpleNamespace, kind: str) -> None:
    client = signed_in(house.people.county_drafter)
    data = {"organisation": house.places.county.pk, "standard": kind}
    answer = client.post(reverse("notices:new"), data)
    made = Notice.objects.latest("pk")
    assert answer.url == reverse("notices:edit", args=[made.pk])
    assert (made.kind, made.organ, made.contact != "") == (kind, house.places.county, True)
    assert engine.instance_of(made, "issue").state == "draft"
    codes = {each.code for each in findings(made)}
    assert codes <= {"placeholder.text", "placeholder.number", "missing.recipients"}, codes
    assert "placeholder.text" in codes


def test_standard_forms_are_offered_for_the_kind_asked_for(house: SimpleNamespace) -> None:
    client = signed_in(house.people.county_drafter)
    assert client.get(reverse("notices:new")).content.decode().count('name="standard"') == len(Kind.values)
    assert client.get(reverse("notices:new"), {"kind": "函"}).content.decode().count('name="standard"') == 1


def test_template_becomes_a_draft_of_whoever_presses(house: SimpleNamespace) -> None:
    kept = beginning.keep_template(earlier(house), name="冬季开放", user=house.people.county_drafter)
    drafter = house.people.county_drafter
    data = {"organisation": house.places.county.pk, "template": kept.pk}
    answer = signed_in(drafter).post(reverse("notices:new"), data)
    made = Notice.objects.latest("pk")
    assert answer.url == reverse("notices:edit", args=[made.pk])
    assert (made.author, made.title) == (drafter, "关于做好20××年冬季开放的通知")
    client = signed_in(house.people.foreign_drafter)
    assert client.post(reverse("notices:new"), {"template": kept.pk}).status_code == 404


def test_templates_are_renamed_and_deleted_by_the_organs_drafters_only(house: SimpleNamespace) -> None:
    kept = beginning.keep_template(earlier(house), name="冬季", user=house.people.county_drafter)
    url = reverse("notices:templates")
    foreign = signed_in(house.people.foreign_drafter)
    assert foreign.post(url, {"template": kept.pk, "delete": "yes"}).status_code == 404
    own = signed_in(house.people.county_drafter)
    own.post(url, {"template": kept.pk, "name": "冬季开放"})
    kept.refresh_from_db()
    assert kept.name == "冬季开放"
    own.post(url, {"template": kept.pk, "delete": "yes"})
    assert not NoticeTemplate.objects.exists()


def test_taken_or_empty_name_is_refused_and_stays_typed(house: SimpleNamespace) -> None:
    paper, drafter = earlier(house), house.people.county_drafter
    beginning.keep_template(paper, name="冬季", user=drafter)
    client = signed_in(drafter)
    url = reverse("notices:keep_template", args=[paper.pk])
    page = client.post(url, {"name": "冬季"}).content.decode()
    assert "已经有叫“冬季”的模板" in page
    assert 'value="冬季"' in page
    assert "请写模板名称" in client.post(url, {"name": " "}).content.decode()
    assert NoticeTemplate.objects.count() == 1
    assert signed_in(house.people.foreign_drafter).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_keeping_one_name_at_once_leave_one_template() -> None:
    places = tree()
    who = people(places)
    paper = draft(places.county, who.county_drafter)

    def keep() -> str:
        return beginning.keep_template(paper, name="冬季", user=who.county_drafter).name

    results = at_once(keep, keep, refusal=beginning.BeginningRefused)
    assert sum(result == "冬季" for result in results) == 1
    assert NoticeTemplate.objects.count() == 1


def test_contact_lines_come_apart_and_together_unchanged() -> None:
    text = "联系人：林予安，电话：0000-0000103，邮箱：lin@xiyuan.example\n联系人：周慎行\n地址：曦原省观澜路1号"
    persons, other = split(text)
    assert persons == [Person("林予安", "0000-0000103", "lin@xiyuan.example"), Person("周慎行")]
    assert other == "地址：曦原省观澜路1号"
    assert joined([(one.name, one.phone, one.email) for one in persons], other) == text
    odd = "联系人：林予安　电话0000-0000103"
    assert split(odd) == ([], odd)
    assert contact_line("", "", "") == ""


def test_contact_typed_in_rows_is_saved_as_lines(house: SimpleNamespace) -> None:
    from tests.documents.notices.test_admin import form

    data = form(house, contact="地址：观澜路1号")
    data |= {"contact-name": ["唐小禾", ""], "contact-phone": ["0000-0000129", ""], "contact-email": ["", ""]}
    assert signed_in(house.people.county_drafter).post(reverse("notices:add"), data).status_code == 302
    assert Notice.objects.get().contact == "联系人：唐小禾，电话：0000-0000129\n地址：观澜路1号"


def test_new_page_takes_the_same_queries_for_one_paper_and_three(
    house: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(house.people.county_drafter)
    earlier(house)
    client.get(reverse("notices:new"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("notices:new"))
    for title in ("关于甲的通知", "关于乙的通知"):
        notice(house.places.county, house.people.county_drafter, now=moment(5), title=title)
    with django_assert_num_queries(len(one)):
        client.get(reverse("notices:new"))
