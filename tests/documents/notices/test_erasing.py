"""抹去 a paper: its texts and files are gone, number and organs stay, and the history proves itself."""

import pytest
from django.core.files.storage import storages
from django.db import models
from wagtail.fields import StreamField

from documents.incoming.models import Incoming, Receipt
from documents.notices.models import Artifact, Notice, NoticeAttachment, OpinionAnswer, Remark, Sequel
from documents.submissions.models import AnswerVersion, Objection, ShowcaseDraft, Submission
from documents.submissions.models import Remark as FieldRemark
from tests.factories import carry, holder, moment, notice, people, printed, tree
from workflows import engine

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_blanked_notice_keeps_its_place_and_loses_its_words() -> None:
    places = tree()
    who = people(places)
    second = holder("安守静", places.province, "secadmin")
    paper = notice(places.youth, who.drafter, now=moment(3))
    case = carry(paper, who, "issued", now=moment(4))
    paper.refresh_from_db()
    number = paper.number
    made = printed(paper, who.sealkeeper)
    name = made.file.name
    asked = engine.propose_erasure(subject=paper, reason="误录个人信息", by=who.sysadmin)
    engine.confirm_erasure(asked, by=second)
    paper.refresh_from_db()
    assert (paper.title, paper.recipients, paper.contact, len(paper.body)) == ("（已抹去）", "", "", 0)
    assert paper.number == number != ""
    assert not storages["private"].exists(name)
    assert engine.verify(case) == []


BLANKED = {
    Notice: {
        "title",
        "head",
        "recipients",
        "cc",
        "body",
        "attendance",
        "contact",
        "signature",
        "note",
        "signer",
        "outside",
        "declared",
        "reading",
    },
    NoticeAttachment: {"title", "body"},
    Remark: {"quote", "text", "answer"},
    OpinionAnswer: {"reason"},
    Sequel: {"reason"},
    Artifact: {"report"},
    Receipt: {"reason"},
    Incoming: {"title", "note", "reply"},
    Submission: {"title"},
    AnswerVersion: {"answers", "files"},
    FieldRemark: {"text"},
    Objection: {"objector", "text", "handling"},
    ShowcaseDraft: {"title", "summary", "story", "takeaways", "picture_alt", "ticked"},
}
"""What people wrote."""

KEPT = {
    Notice: {"mark", "printing_organ", "number", "checked_content"},
    Remark: {"anchor"},
    Artifact: {"content", "number", "sha256", "code", "file"},
    Incoming: {"sender", "number", "kind"},
    AnswerVersion: {"parts", "digest"},
    FieldRemark: {"key"},
    ShowcaseDraft: {"unit_label"},
}
"""What names organs, numbers and digests only, or points to a file that is deleted."""


@pytest.mark.parametrize("model", BLANKED, ids=lambda model: model._meta.label)
def test_every_text_that_is_kept_of_a_document_is_known_to_be_blanked_or_not(model: type[models.Model]) -> None:
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, StreamField)
    found = {field.name for field in model._meta.fields if isinstance(field, texts) and not field.choices}
    assert found == BLANKED[model] | KEPT.get(model, set())
