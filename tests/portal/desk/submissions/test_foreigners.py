"""Nobody of another county gets at a paper by any address of calls and submissions, whatever is sent there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern

from documents.submissions import drafting
from documents.submissions.models import Draft, Remark, Submission, Supplement
from portal.desk.urls import submissions as addresses
from tests.documents.submissions import making
from tests.documents.submissions.making import case_of

WORD = "渡口夜航"

ROUTES = [
    str(pattern.pattern)
    for pattern in addresses.urlpatterns
    if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith(("submissions/", "showcases/<"))
]


def filled_in(route, paper):
    values = {
        "<int:pk>": str(paper.pk),
        "<slug:section>": "analysis",
        "<slug:key>": "seal",
        "<int:consent>": "1",
    }
    for part, value in values.items():
        route = route.replace(part, value)
    return f"/desk/{route}"


@pytest.fixture(params=["draft", "sent", "agreed"])
def paper(request, pilot, places, who):
    make = {
        "draft": lambda: making.filled(pilot, places.county, who.county_drafter),
        "sent": lambda: making.sent(pilot, places.county, who.county_drafter),
        "agreed": lambda: making.agreed(pilot, places.county, who.county_drafter, who.county_secretary),
    }[request.param]
    paper = make()
    Submission.objects.filter(pk=paper.pk).update(title=WORD)
    return paper


def traces(paper):
    return (
        Draft.objects.count(),
        Remark.objects.count(),
        Supplement.objects.count(),
        paper.versions.count(),
        case_of(paper).seq,
        drafting.Draft.objects.get(submission=paper).answers,
    )


def test_every_address_is_closed_to_another_county(as_user, who, paper):
    before = traces(paper)
    sent = {
        "transition": "return",
        "opinion": "x",
        "children": "1",
        "go": "save",
        "file": "1",
        "draft": "1",
        "seal": SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
        "remark.children": "x",
    }
    for person in (who.foreign_drafter, who.sister_secretary, who.sysadmin):
        browser = as_user(person)
        for route in ROUTES:
            for response in (browser.get(filled_in(route, paper)), browser.post(filled_in(route, paper), sent)):
                body = (
                    response.getvalue().decode(errors="ignore")
                    if response.streaming
                    else response.content.decode(errors="ignore")
                )
                assert (person.name, route, response.status_code in {404, 405}, WORD in body) == (
                    person.name,
                    route,
                    True,
                    False,
                )
    assert traces(paper) == before


def test_every_address_sends_a_guest_to_the_login(client, paper):
    for route in ROUTES:
        for response in (client.get(filled_in(route, paper)), client.post(filled_in(route, paper))):
            assert (route, response.status_code in {302, 405}) == (route, True)


def test_no_list_names_a_foreign_paper(as_user, who, paper):
    browser = as_user(who.foreign_drafter)
    for address in (
        "/desk/calls/",
        "/desk/calls/?arm=watch",
        paper.call.get_absolute_url(),
        f"{paper.call.get_absolute_url()}results/",
    ):
        assert WORD not in browser.get(address).content.decode()
