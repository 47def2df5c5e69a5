from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from workflows import engine
from workflows.notifications.models import Notification


@pytest.fixture
def paper(who, places):
    return factories.notice(places.county, who.county_drafter, title="县里的草稿")


def share(browser, paper, to, text, **fields):
    case = engine.instance_of(paper)
    given = {"to": to, "right": "view", "last_day": "", **fields}
    return browser.post(f"/desk/instances/{case.pk}/share/?q={text}", given, follow=True)


def test_person_that_was_found_reads_it_until_it_is_taken_back(as_user, who, paper):
    owner, guest = as_user(who.county_drafter), as_user(who.foreign_secretary)
    address = f"/desk/notices/{paper.pk}/"
    assert guest.get(address).status_code == 404
    body = share(owner, paper, f"person:{who.foreign_secretary.pk}", "苏和原").content.decode()
    assert "已共享给苏和原。" in body
    assert "一直有效" in body
    assert guest.get(address).status_code == 200
    assert Notification.objects.on_desk(who.foreign_secretary).get().title == "唐小禾共享给您：县里的草稿"
    listed = owner.get("/desk/me/shared/")
    assert "县里的草稿" in listed.content.decode()
    (row,) = listed.context["rows"]
    case = engine.instance_of(paper)
    owner.post(f"/desk/instances/{case.pk}/unshare/", {"share": row.ref, "next": "/desk/me/shared/"})
    assert guest.get(address).status_code == 404
    assert owner.get("/desk/me/shared/").context["rows"] == []
    assert engine.verify(case) == []


def test_organ_that_was_found_reads_it_whoever_works_there(as_user, who, paper, places):
    share(as_user(who.county_drafter), paper, f"organ:{places.foreign.pk}", "枫眠")
    for reader in (who.foreign_drafter, who.foreign_secretary, factories.holder("后来的", places.foreign, "clerk")):
        assert as_user(reader).get(f"/desk/notices/{paper.pk}/").status_code == 200
    assert as_user(who.sister_drafter).get(f"/desk/notices/{paper.pk}/").status_code == 404


def test_last_day_is_kept_and_past_days_are_refused(as_user, who, paper):
    today = timezone.localdate()
    to = f"person:{who.foreign_secretary.pk}"
    owner = as_user(who.county_drafter)
    body = share(owner, paper, to, "苏和原", last_day=(today - timedelta(days=1)).isoformat()).content.decode()
    assert "有效期要到今天以后" in body
    share(owner, paper, to, "苏和原", last_day=today.isoformat())
    assert engine.shares_of(paper)[0].until == today + timedelta(days=1)


def test_only_what_the_engine_lets_pass_on_is_offered(as_user, who, paper):
    address = f"/desk/instances/{engine.instance_of(paper).pk}/share/?q=苏和原"
    for reader, rights in ((who.county_drafter, ["view", "comment", "edit"]), (who.county_secretary, ["view"])):
        form = as_user(reader).get(address).context["form"]
        assert [value for value, _title in form.fields["right"].choices] == rights


def test_guest_and_stranger_find_no_way_to_share(as_user, who, paper):
    case = engine.instance_of(paper)
    share(as_user(who.county_drafter), paper, f"person:{who.foreign_secretary.pk}", "苏和原")
    guest = as_user(who.foreign_secretary)
    assert "/share/" not in guest.get(f"/desk/notices/{paper.pk}/").content.decode()
    for reader in (who.foreign_secretary, who.sister_secretary):
        assert as_user(reader).get(f"/desk/instances/{case.pk}/share/").status_code == 404
        assert share(as_user(reader), paper, f"person:{who.drafter.pk}", "林予安").status_code == 404
    response = guest.post(
        f"/desk/instances/{case.pk}/unshare/", {"share": f"person:{who.foreign_secretary.pk}:view"}, follow=True
    )
    assert response.status_code == 404
    assert len(engine.shares_of(paper)) == 1


def test_more_leads_to_sharing_for_the_own_organ(as_user, who, paper):
    case = engine.instance_of(paper)
    body = as_user(who.county_drafter).get(f"/desk/notices/{paper.pk}/").content.decode()
    assert f'href="/desk/instances/{case.pk}/share/"' in body


def test_nobody_is_listed_before_something_is_looked_for(as_user, who, paper):
    response = as_user(who.county_drafter).get(f"/desk/instances/{engine.instance_of(paper).pk}/share/")
    assert response.context["form"] is None


@pytest.mark.parametrize("ref", ["", "person:x", "organ:999999", "group:1:view", "person:1:publish"])
def test_nonsense_is_not_found(as_user, who, paper, ref):
    case = engine.instance_of(paper)
    response = as_user(who.county_drafter).post(f"/desk/instances/{case.pk}/unshare/", {"share": ref})
    assert response.status_code == 404


def test_list_of_what_i_shared_costs_the_same_for_one_and_three(as_user, who, places, django_assert_num_queries):
    browser = as_user(who.county_drafter)
    for count in (1, 2):
        for _paper in range(count):
            made = factories.notice(places.county, who.county_drafter)
            engine.share(who.county_drafter, made, places.foreign)
        with django_assert_num_queries(7):
            browser.get("/desk/me/shared/")


def test_comment_ends_with_the_share_and_reading_alone_gives_none(as_user, who, paper):
    guest = as_user(who.foreign_secretary)
    address = f"/desk/notices/{paper.pk}/remark/"
    case = engine.instance_of(paper)
    engine.share(who.county_drafter, paper, who.foreign_secretary, "view")
    guest.post(address, {"at": "title", "text": "只读的人写的。"})
    assert not paper.remarks.exists()
    engine.share(who.county_drafter, paper, who.foreign_secretary, "comment")
    guest.post(address, {"at": "title", "text": "标题可以短些。"})
    assert [one.text for one in paper.remarks.all()] == ["标题可以短些。"]
    engine.unshare(who.county_drafter, paper, who.foreign_secretary, "comment")
    guest.post(address, {"at": "title", "text": "收回以后写的。"})
    engine.unshare(who.county_drafter, paper, who.foreign_secretary, "view")
    assert guest.post(address, {"at": "title", "text": "再写一条。"}).status_code == 404
    assert paper.remarks.count() == 1
    assert engine.verify(case) == []
