"""What the public can still read is not erased behind its back."""

import pytest

from portal.pages.erasing import refuse_public
from portal.pages.models import NoticePage
from workflows.engine import Refused


def test_paper_that_is_public_is_not_erased(page, issued):
    with pytest.raises(Refused, match="先撤下"):
        refuse_public(issued)
    NoticePage.objects.filter(pk=page.pk).update(live=False)
    assert refuse_public(issued) == 0
