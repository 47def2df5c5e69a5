"""The two calls of the story, with everybody at their browser (``places``, ``who`` and ``as_user`` come from above)."""

from types import SimpleNamespace

import pytest

from documents.submissions.models import Call
from tests.documents.submissions import making


@pytest.fixture
def pilot(places: SimpleNamespace, who: SimpleNamespace) -> Call:
    """试点申报 of the province: every county may answer, each city recommends one."""
    return making.call("pilot", places.province, who.drafter, quota_per_city=1, designated_entry=True)


@pytest.fixture
def typical(places: SimpleNamespace, who: SimpleNamespace) -> Call:
    """典型案例征集 of the province, two a unit."""
    return making.call("typical", places.province, who.drafter, per_unit=2)
