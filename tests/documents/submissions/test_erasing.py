"""抹去 a submission: answers, remarks and files are gone; who sent which version stays, and the history proves itself."""

import pytest

from documents.submissions.models import AnswerVersion, Draft, Submission
from tests.documents.submissions import making
from tests.factories import holder, people, tree
from workflows import engine
from workflows.engine import Action, act

pytestmark = pytest.mark.django_db


def test_blanked_submission_keeps_versions_without_answers() -> None:
    places = tree()
    who = people(places)
    second = holder("安守静", places.province, "secadmin")
    asked = making.call("typical", places.province, who.drafter)
    sent = making.sent(asked, places.county, who.county_drafter, **making.CASE)
    case = making.case_of(sent)
    with pytest.raises(engine.Refused, match="还在办理"):
        engine.propose_erasure(subject=sent, reason="误录个人信息", by=who.sysadmin)
    act(Action(case.pk, "withdraw", who.county_drafter, opinion="误报"))
    made = engine.propose_erasure(subject=sent, reason="误录个人信息", by=who.sysadmin)
    engine.confirm_erasure(made, by=second)
    assert [version.answers for version in AnswerVersion.objects.filter(submission=sent)] == [{}]
    assert not Draft.objects.filter(submission=sent).exists()
    assert Submission.objects.get(pk=sent.pk).title == "（已抹去）"
    assert engine.verify(case) == []
