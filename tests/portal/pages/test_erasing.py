"""What the public can still read is not erased behind its back; what was taken down is blanked."""

import pytest

from portal.pages.erasing import erase_page, still_public
from portal.pages.models import NoticePage
from workflows.engine import Refused, propose_erasure
from workflows.engine.proving.erasing import preview_erasure


def test_paper_that_is_public_is_refused_before_anything_is_proposed(page, issued, people):
    with pytest.raises(Refused, match="先撤下"):
        propose_erasure(subject=issued, reason="误录个人信息", by=people.sysadmin)
    kind = page._meta.apps.get_model("contenttypes", "ContentType").objects.get_for_model(issued)
    assert preview_erasure(kind=kind, pk=issued.pk).obstacles == ("它还在公众站上公开。先撤下，再抹去。",)
    NoticePage.objects.filter(pk=page.pk).update(live=False)
    assert still_public(issued) is None
    assert preview_erasure(kind=kind, pk=issued.pk).obstacles == ()


def test_page_that_was_taken_down_keeps_its_place_without_words(page, issued):
    NoticePage.objects.filter(pk=page.pk).update(live=False)
    assert erase_page(issued) > 0
    blanked = NoticePage.objects.get(pk=page.pk)
    assert (blanked.title, blanked.text, blanked.paper) == ("（已抹去）", "", {})
    assert (blanked.slug, blanked.index_number) == (page.slug, page.index_number)


def test_what_has_no_page_is_left_alone(site, issued, people):
    assert erase_page(issued) == erase_page(people.drafter) == 0
