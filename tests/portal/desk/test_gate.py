"""What every request passes."""

import pytest
from django.http import HttpResponse

from portal.desk.gate import OneGlanceMiddleware
from workflows.database import keep, known


@pytest.mark.parametrize(("method", "kept"), [("get", True), ("head", True), ("post", False), ("put", False)])
def test_only_what_shows_is_drawn_from_one_glance(rf, method, kept):
    seen = []

    def answer(request):
        keep("a", 1)
        seen.append(known("a"))
        return HttpResponse()

    for _time in range(2):
        OneGlanceMiddleware(answer)(getattr(rf, method)("/"))
    assert seen == ([1, 1] if kept else [None, None])
    assert known("a") is None
