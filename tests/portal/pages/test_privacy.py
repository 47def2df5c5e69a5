"""Whatever can be reached from the home page gives nobody away."""

import re
from html.parser import HTMLParser

from documents.privacy.detectors import Severity, scan
from portal.pages.models import CampaignIndexPage, CampaignPage, ResultIndexPage, ResultsPage
from portal.pages.publishing import publish_notice, publish_story
from tests import factories as f

from . import making

MOBILE, IDENTITY = "13912345678", "990121201503077796"


class Words(HTMLParser):
    """The text of a page and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.text, self.links = [], []
        self.feed(html)

    def handle_data(self, data):
        self.text.append(data)

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]


def reachable(client, start="/"):
    """Every page within the public site, by address."""
    found, waiting = {}, [start]
    while waiting:
        url = waiting.pop()
        if url in found or not url.startswith("/") or url.startswith(("/desk/", "/login/", "/feeds/", "/files/")):
            continue
        answer = client.get(url)
        assert answer.status_code == 200, url
        if not answer.get("Content-Type", "").startswith("text/html"):
            b"".join(answer.streaming_content)
            continue
        found[url] = Words(answer.content.decode())
        waiting += found[url].links
    return found


def test_no_reachable_page_holds_private_numbers_or_names_of_those_who_filed(client, site, places, people):
    contact = f"联系人：唐小禾，手机：{MOBILE}，身份证号：{IDENTITY}"
    campaign = making.campaign(places.province)
    CampaignIndexPage.objects.get().add_child(instance=CampaignPage(title=campaign.title, campaign=campaign))
    publish_notice(making.issued(places.youth, people.drafter, campaign=campaign), now=f.moment(6))
    paper = making.issued(places.county, people.county_drafter, mark="团鹭发", campaign=campaign, contact=contact)
    publish_notice(paper, now=f.moment(7))
    typical = making.call(places.province, campaign=campaign)
    sent = making.submission(typical, places.township, people.township_secretary)
    making.story(sent)
    publish_story(sent, now=f.moment(20))
    pilot = making.call(places.province, campaign=campaign, kind="pilot")
    making.decided(making.submission(pilot, places.county, people.county_drafter), places.province)
    ResultIndexPage.objects.get().add_child(instance=ResultsPage(title="名单", call=pilot))

    pages = reachable(client)
    assert len(pages) >= 12
    for url, page in pages.items():
        text = "\n".join(page.text)
        assert MOBILE not in text, url
        assert IDENTITY not in text, url
        assert [row for row in scan(text) if row.severity is Severity.ERROR] == [], url
        assert not re.search("罗阿舟|晚渡", text), url
