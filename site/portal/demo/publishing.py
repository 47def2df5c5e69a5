"""What an editor made by hand: the foot of every page, the campaign's page, and the list of pilot areas."""

from documents.campaigns.models import Campaign
from documents.submissions.models import Call
from portal.pages.models import CampaignIndexPage, CampaignPage, ResultIndexPage, ResultsPage, SiteSettings

from .calendar import moment


def tell_site() -> None:
    """站点信息 of a place that does not exist. Registrations are left empty: no number is ever made up."""
    site = SiteSettings.current()
    site.organiser = "共青团曦原省委员会（虚构）"
    site.undertaker = "共青团曦原省委青年发展部（虚构）"
    site.phone = "0000-0000103"
    site.email = "qnfz@xiyuan.example"
    site.address = "曦原省澈湖市绘桥区灯火路0号（虚构地址）"
    site.save()


def tell_pages(campaign: Campaign, pilots: Call) -> None:
    """Write both pages below their sections."""
    page = CampaignPage(title=campaign.title, slug=f"{campaign.starts.year}-{campaign.pk}", campaign=campaign)
    CampaignIndexPage.objects.get().add_child(instance=page)
    results = ResultsPage(
        title="“灯火相伴”行动试点名单（第一批）",
        slug=f"{campaign.starts.year}-{pilots.pk}",
        call=pilots,
        lead="经自主申报、市级评估、省级审查，第一批试点名单如下。其余地区仍在审查，确定后另行公布。",
    )
    ResultIndexPage.objects.get().add_child(instance=results)
    for made, when in ((page, moment(11, 6, "16:00")), (results, moment(11, 20, "16:00"))):
        made.first_published_at = made.last_published_at = when
        made.save(update_fields=["first_published_at", "last_published_at"])
