"""Prints that are kept: the same file again for the same paper, a code only where it is wanted, reasons for what is on the red list."""

import pytest

from documents.notices.models import Artifact, Notice
from documents.notices.printing import PrintRefused, make_print
from documents.notices.verifying import ALPHABET, LENGTH
from tests import factories as f
from workflows import engine


@pytest.fixture
def who(db):
    places = f.tree()
    people = f.people(places)
    people.places = places
    return people


@pytest.fixture
def numbered(who):
    """A paper that waits for its print."""
    paper = f.notice(who.places.youth, who.drafter)
    f.carry(paper, who, "print")
    return Notice.objects.get(pk=paper.pk)


def test_print_records_fonts_with_digests_and_every_finding(numbered, who):
    kept = make_print(numbered, Artifact.Kind.ISSUED, who.sealkeeper)
    assert kept.code == ""
    assert all(len(digest) == 64 for digest in kept.report["fonts"].values())
    assert kept.report["blocked"] is False
    assert len(kept.report["findings"]) > 40


def test_print_made_again_is_the_same_file_with_the_same_code(numbered, who, settings):
    settings.VERIFY_AT = "https://wen.example/v/"
    first, second = (make_print(numbered, Artifact.Kind.ISSUED, who.sealkeeper) for _ in range(2))
    assert (first.sha256, first.code) == (second.sha256, second.code)
    assert len(first.code) == LENGTH
    assert set(first.code) <= set(ALPHABET)
    assert next(found for found in first.report["findings"] if found["what"] == "核验码")["ok"]


def test_sample_never_carries_a_code(numbered, who, settings):
    settings.VERIFY_AT = "https://wen.example/v/"
    assert make_print(numbered, Artifact.Kind.SAMPLE, who.sealkeeper).code == ""


def test_unnumbered_paper_gets_no_final_print(who):
    paper = f.notice(who.places.youth, who.drafter)
    with pytest.raises(PrintRefused, match="请先登记编号"):
        make_print(paper, Artifact.Kind.ISSUED, who.drafter)


def test_print_on_the_red_list_goes_out_with_a_reason_only(numbered, who):
    fault = {
        "clause": "7.2.7",
        "what": "红色分隔线",
        "wanted": "156 mm",
        "found": "150 mm",
        "ok": False,
        "blocking": False,
    }
    kept = f.printed(numbered, who.sealkeeper)
    Artifact.objects.filter(pk=kept.pk).update(report={"findings": [fault]})
    case = engine.instance_of(numbered, "issue")
    with pytest.raises(engine.Refused, match="请写明为什么仍然印发"):
        engine.act(engine.Action(case.pk, "print", who.sealkeeper))
    done = engine.act(engine.Action(case.pk, "print", who.sealkeeper, opinion="印刷厂已调整，以样张为准。"))
    assert done.instance.state == "dispatch"


def test_print_without_an_element_goes_out_for_no_reason_at_all(numbered, who):
    fault = {"clause": "7.2.5", "what": "发文字号", "wanted": "有", "found": "没有", "ok": False, "blocking": True}
    kept = f.printed(numbered, who.sealkeeper)
    Artifact.objects.filter(pk=kept.pk).update(report={"findings": [fault]})
    case = engine.instance_of(numbered, "issue")
    with pytest.raises(engine.Refused, match="版式检查未通过：发文字号"):
        engine.act(engine.Action(case.pk, "print", who.sealkeeper, opinion="急件"))
