"""``manage.py setup_site`` makes the fixed tree once, and leaves alone what editors changed."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from portal.pages.models import HomePage, InfoPage, SiteSettings

pytestmark = pytest.mark.django_db


def setup():
    out = StringIO()
    call_command("setup_site", stdout=out)
    return out.getvalue()


def test_setup_site_makes_home_sections_and_standing_texts():
    assert (
        setup()
        == "已建立：首页、通知公告、专项行动、典型、公示与结果、关于我们、儿童个人信息处理规则、无障碍说明、站点信息\n"
    )
    slugs = set(HomePage.objects.get().get_children().live().values_list("slug", flat=True))
    assert slugs == {"notices", "campaigns", "showcase", "results", "about", "children-privacy", "accessibility"}
    assert Site.objects.get().root_page_id == HomePage.objects.get().pk
    assert Page.objects.filter(depth=2).count() == 1


def test_setup_site_changes_nothing_the_second_time():
    setup()
    about = InfoPage.objects.get(slug="about")
    about.title = "关于本站"
    about.save_revision().publish()
    SiteSettings.objects.update(organiser="共青团曦原省委")
    assert setup() == "公众站已经齐全，没有改动。\n"
    assert InfoPage.objects.get(slug="about").title == "关于本站"
    assert SiteSettings.objects.get().organiser == "共青团曦原省委"


def test_setup_site_puts_back_what_is_missing():
    setup()
    InfoPage.objects.get(slug="about").delete()
    assert setup() == "已建立：关于我们\n"


def test_public_pages_work_before_the_site_is_set_up(client):
    assert client.get("/search/").status_code == 200
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/sitemap.xml").status_code == 200
