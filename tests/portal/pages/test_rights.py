"""Rights on the public site come from the post 宣传干事 in the organ that runs it, and from nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from portal.pages.models import HomePage, InfoPage, SiteSettings
from tests import factories as f

from . import making

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = "wagtailadmin_pages"

pytestmark = pytest.mark.usefixtures("site")


def sign_in(client, user):
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def stream(*texts):
    """The body of a page as Wagtail's editor sends it."""
    data = {"body-count": str(len(texts))}
    for place, text in enumerate(texts):
        data |= {
            f"body-{place}-deleted": "",
            f"body-{place}-order": str(place),
            f"body-{place}-type": "heading",
            f"body-{place}-id": "",
            f"body-{place}-value": text,
        }
    return data


def test_publicity_of_the_province_edits_a_standing_text(client, people):
    about = InfoPage.objects.get(slug="about")
    url = reverse(f"{PAGES}:edit", args=[about.pk])
    assert sign_in(client, people.publicity).get(url).status_code == 200
    data = {"title": "关于我们", "action-publish": "action-publish", **stream("新的小标题")}
    assert client.post(url, data).status_code == 302
    about.refresh_from_db()
    assert about.text == "新的小标题"


def test_publicity_of_the_province_edits_the_home_page(client, people):
    home = HomePage.objects.get()
    data = {"title": "首页", "intro": "看得懂的通知", "campaign": "", "action-publish": "action-publish"}
    answer = sign_in(client, people.publicity).post(reverse(f"{PAGES}:edit", args=[home.pk]), data)
    assert answer.status_code == 302
    assert HomePage.objects.get().intro == "看得懂的通知"


def test_publicity_of_the_province_makes_a_campaign_page(client, people, places):
    campaign = making.campaign(places.province)
    section = Page.objects.get(slug="campaigns")
    url = reverse(f"{PAGES}:add", args=["pages", "campaignpage", section.pk])
    data = {"title": campaign.title, "campaign": campaign.pk, "action-publish": "action-publish", **stream()}
    assert sign_in(client, people.publicity).post(url, data).status_code == 302
    page = campaign.page
    assert (page.slug, page.live) == (f"2026-{campaign.pk}", True)
    assert client.get(page.url).status_code == 200


def test_editor_shows_no_tab_called_tuijian(client, people):
    about = InfoPage.objects.get(slug="about")
    shown = sign_in(client, people.publicity).get(reverse(f"{PAGES}:edit", args=[about.pk])).content.decode()
    assert "推荐" not in shown
    assert 'name="slug"' not in shown


def superuser(places):
    user = f.holder("卫一新", places.province, "sysadmin")
    user.is_superuser = user.is_staff = True
    user.save()
    return user


def in_a_group(places):
    """Somebody whom Wagtail's own page permissions would let in."""
    group = Group.objects.create(name="编辑")
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
    user = f.holder("岑明鉴", places.province, "auditor")
    user.groups.add(group)
    return user


STRANGERS = {
    "drafter": lambda places, people: people.drafter,
    "county publicity": lambda places, people: f.holder("荆一禾", places.county, "publicity"),
    "publicity of another system": lambda places, people: f.holder("季安然", places.education, "publicity"),
    "superuser": lambda places, people: superuser(places),
    "group": lambda places, people: in_a_group(places),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_edits_creates_or_sees_pages_in_the_admin(client, places, people, who):
    sign_in(client, STRANGERS[who](places, people))
    home, about = HomePage.objects.get(), InfoPage.objects.get(slug="about")
    before = about.text
    for page in (home, about):
        url = reverse(f"{PAGES}:edit", args=[page.pk])
        assert client.get(url).status_code == 302
        assert client.post(url, {"title": "改", "action-publish": "1", **stream("改")}).status_code == 302
    assert client.get(reverse(f"{PAGES}:add", args=["pages", "infopage", home.pk])).status_code == 302
    about.refresh_from_db()
    assert (about.title, about.text) == ("关于我们", before)


@pytest.mark.parametrize("who", ["drafter", "county publicity", "publicity of another system", "group"])
def test_nobody_else_opens_the_library(client, places, people, who):
    sign_in(client, STRANGERS[who](places, people))
    assert client.get(reverse("wagtailimages:index")).status_code == 302
    assert client.get(reverse("wagtailimages:add")).status_code == 302
    assert client.get(reverse("wagtaildocs:index")).status_code == 302


def test_publicity_of_the_province_opens_the_library(client, people):
    sign_in(client, people.publicity)
    assert client.get(reverse("wagtailimages:add")).status_code == 200
    assert client.get(reverse("wagtaildocs:add")).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("publicity", 200), ("sysadmin", 200), ("drafter", 302)])
def test_site_settings_are_changed_by_editors_and_system_administrators(client, people, who, status):
    url = reverse("wagtailsettings:edit", args=["pages", "sitesettings", SiteSettings.objects.get().pk])
    assert sign_in(client, getattr(people, who)).get(url).status_code == status


def test_right_ends_with_the_post(client, people):
    from datetime import date

    people.publicity.memberships.update(until=date(2026, 1, 1))
    url = reverse(f"{PAGES}:edit", args=[HomePage.objects.get().pk])
    assert sign_in(client, people.publicity).get(url).status_code == 302
