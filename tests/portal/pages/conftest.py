"""The public site with its fixed tree, the sample province behind it, and what may be published from it."""

from types import SimpleNamespace

import pytest

from documents.notices.models import Notice
from documents.submissions.models import Submission
from portal.pages.models import NoticePage, ShowcasePage
from portal.pages.publishing import publish_notice, publish_story
from portal.pages.tree import build
from tests import factories as f

from . import making


@pytest.fixture
def site(db: None) -> None:
    """Home, sections and standing texts."""
    build()


@pytest.fixture
def places(db: None) -> SimpleNamespace:
    """The slice of the province."""
    return f.tree()


@pytest.fixture
def people(places: SimpleNamespace) -> SimpleNamespace:
    """Its people."""
    return f.people(places)


@pytest.fixture
def issued(places: SimpleNamespace, people: SimpleNamespace) -> Notice:
    """A printed paper of the province."""
    return making.issued(places.youth, people.drafter)


@pytest.fixture
def page(site: None, issued: Notice) -> NoticePage:
    """Its public page, of 6 November."""
    return publish_notice(issued, now=f.moment(6))


@pytest.fixture
def sent(places: SimpleNamespace, people: SimpleNamespace) -> Submission:
    """An adopted 典型案例 of the township, with a draft for the public."""
    asked = making.call(places.province, campaign=making.campaign(places.province))
    sent = making.submission(asked, places.township, people.township_secretary)
    making.decided(sent, places.province)
    making.story(sent)
    return sent


@pytest.fixture
def story(site: None, sent: Submission) -> ShowcasePage:
    """Its public page."""
    return publish_story(sent, now=f.moment(20))
