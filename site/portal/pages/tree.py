"""The fixed tree of the public site. :func:`build` makes what is missing and touches nothing that is there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from .frame import ABOUT, ACCESSIBILITY, CAMPAIGNS, NOTICES, PRIVACY, RESULTS, SHOWCASE
from .models import (
    CampaignIndexPage,
    HomePage,
    InfoPage,
    NoticeIndexPage,
    ResultIndexPage,
    ShowcaseIndexPage,
    SiteSettings,
)
from .models.base import SectionPage, SitePage
from .standing_texts import TEXTS

HOME_SLUG = "public"

SECTIONS: tuple[tuple[type[SectionPage], str, str, str], ...] = (
    (NoticeIndexPage, NOTICES, "通知公告", "主动公开的公文，公开文本与印发件一致。"),
    (CampaignIndexPage, CAMPAIGNS, "专项行动", "正在开展和已经结束的行动，分几步走、到了哪一步。"),
    (ShowcaseIndexPage, SHOWCASE, "典型", "基层报来、逐级审定的好做法，可以照着做。"),
    (ResultIndexPage, RESULTS, "公示与结果", "评审确定的名单，先公示、后公布。"),
)

INFO = ((ABOUT, "关于我们"), (PRIVACY, "儿童个人信息处理规则"), (ACCESSIBILITY, "无障碍说明"))


@transaction.atomic
def build() -> list[str]:
    """Home page, site record, sections, standing texts, settings. Returns the titles of what was made."""
    made: list[str] = []
    home = HomePage.objects.first() or _make_home(made)
    _point_site_to(home)
    for model, slug, title, intro in SECTIONS:
        if not model.objects.exists():
            _add(home, model(title=title, slug=slug, intro=intro), made)
    for slug, title in INFO:
        if not InfoPage.objects.filter(slug=slug).exists():
            page = InfoPage(title=title, slug=slug)
            page.body = [(kind, RichText(text) if kind == "text" else text) for kind, text in TEXTS[slug]]
            _add(home, page, made)
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(name=settings.WAGTAIL_SITE_NAME)
        made.append("站点信息")
    return made


def _make_home(made: list[str]) -> HomePage:
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = HomePage(title="首页", slug=HOME_SLUG, intro="通知看得懂，材料报一次，好做法大家用。")
    _add(root, home, made)
    return home


def _add(parent: Page, page: SitePage, made: list[str]) -> None:
    """Put a page before the public as it is."""
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    made.append(page.title)


def _point_site_to(home: HomePage) -> None:
    """One site, and the product's own welcome page is gone."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page = home
        site.hostname, site.port = address.hostname or "localhost", port
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
    for welcome in Page.objects.filter(depth=2).exclude(pk=home.pk):
        if welcome.specific_class is Page:
            welcome.delete()
