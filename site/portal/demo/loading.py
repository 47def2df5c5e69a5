"""The whole story in order: places, people, a campaign, papers, answers, the public site."""

from django.core.management import call_command

from documents.campaigns.models import Campaign, Phase
from workflows.organisations.models import Organisation

from .acts import Cast
from .answering import Office, tell_cases, tell_pilots
from .calendar import nominal
from .issuing import Registry, tell_papers
from .keeping import tell_groups, tell_last_year, tell_templates
from .people import load_people
from .places import load_places
from .publishing import tell_pages, tell_site
from .receiving import tell_incoming
from .summing import tell_summaries

PHASES = (
    ("动员部署", (11, 5), (11, 13), "转发通知，明确联络员"),
    ("集中开展", (11, 16), (12, 10), "小屋开放，志愿服务队与学校结队"),
    ("试点申报", (11, 6), (11, 27), "每市推荐不超过2个"),
    ("自查", (12, 7), (12, 11), "各地对照任务自查"),
    ("总结", (12, 14), (12, 18), "报送总结和典型案例"),
)


def load_campaign(organ: Organisation) -> Campaign:
    """“灯火相伴” with its phases."""
    campaign = Campaign.objects.create(
        title="“灯火相伴”青年志愿者陪伴农村留守儿童行动",
        theme="灯火相伴",
        organ=organ,
        starts=nominal(11, 5),
        ends=nominal(12, 18),
        summary="让农村留守儿童课余有人陪、假期有去处：办好小屋，稳定结队，守住安全和信息保护的底线。",
    )
    for title, start, end, summary in PHASES:
        Phase.objects.create(
            campaign=campaign, title=title, starts=nominal(*start), ends=nominal(*end), summary=summary
        )
    return campaign


def load() -> None:
    """Write everything; the caller provides an empty database."""
    call_command("setup_site", verbosity=0)
    tell_site()
    places = load_places()
    cast = Cast(load_people(places))
    campaign = load_campaign(places["990000"])
    registry = Registry(places, cast, campaign)
    registry.numbers_begin()
    tell_groups(registry)
    tell_last_year(registry)
    told = tell_papers(registry)
    tell_incoming(registry, told)
    tell_templates(registry, told)
    office = Office(places, cast, campaign)
    pilots = tell_pilots(office)
    tell_cases(office)
    tell_summaries(office)
    tell_pages(campaign, pilots)
