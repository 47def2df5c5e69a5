"""公文核验: who holds a copy learns number, date and digest; title and organ only of what is public."""

import pytest

from documents.notices.models import Artifact, Notice
from documents.notices.verifying import look_up
from portal.pages.publishing import publish_notice
from tests import factories as f

pytestmark = pytest.mark.usefixtures("site")

CODE = "7K3MQ92QDX"


@pytest.fixture
def out(places, people):
    """A paper that went out, and whose print carries a code."""
    paper = f.notice(places.youth, people.drafter)
    f.carry(paper, people, "issued", recipients=(places.city,))
    Artifact.objects.filter(notice=paper).update(code=CODE)
    return Notice.objects.get(pk=paper.pk)


def shown(client, code="7K3MQ-92QDX"):
    answer = client.get(f"/v/{code}/")
    return answer.status_code, answer.content.decode()


def test_holder_learns_number_days_and_digest_but_no_title_of_a_paper_that_is_not_public(client, out):
    status, text = shown(client)
    assert status == 200
    for told in (out.number, out.artifacts.get().sha256, "已印发"):
        assert told in text
    assert out.plain_title not in text
    assert out.organ.name not in text.split("<main")[1].split("</main")[0]


def test_public_paper_is_told_with_title_and_organ(client, out):
    page = publish_notice(out, now=f.moment(6))
    _status, text = shown(client, "7k3mq 92qdx")
    assert page.title in text
    assert page.organ.name in text


def test_repealed_paper_says_so(client, out):
    out.set_down(validity="repealed", void_on=f.moment(6).date())
    assert "已废止" in shown(client)[1]


def test_paper_that_has_not_gone_out_is_not_known(client, issued):
    Artifact.objects.filter(notice=issued).update(code=CODE)
    status, text = shown(client)
    assert status == 404
    assert "没有查到" in text
    assert issued.number not in text


@pytest.mark.parametrize("code", ["7K3MQ-92QDY", "x", "'; drop", "七"])
def test_wrong_code_gets_advice_and_no_paper(client, out, code):
    status, text = shown(client, code)
    assert status == 404
    assert out.number not in text


def test_code_is_typed_into_a_form(client, out):
    assert "核验码" in client.get("/v/").content.decode()
    answer = client.get("/v/", {"code": " 7k3mq-92qdx "})
    assert answer["Location"] == "/v/7k3mq-92qdx/"
    assert client.get(answer["Location"]).status_code == 200


def test_answer_is_never_kept_nor_indexed(client, out):
    answer = client.get("/v/7K3MQ-92QDX/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_sample_with_a_code_proves_nothing(out):
    Artifact.objects.filter(notice=out).update(kind=Artifact.Kind.SAMPLE)
    assert look_up(CODE) is None
