"""The province of true size: copies are what the engine itself would have written."""

import io

import pytest
from django.core.management import call_command

from documents.notices.models import Notice
from portal.demo.scaling.growing import grow
from workflows import engine
from workflows.engine.models import Instance
from workflows.organisations.models import Level, Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.heavy
def test_copies_verify_wait_for_their_people_and_can_be_decided() -> None:
    realm = grow(200)
    cases = list(Instance.objects.select_related("organ"))
    assert (len(cases), Notice.objects.count(), Organisation.objects.count()) == (200, 200, 3221)
    assert {fault for case in cases for fault in engine.verify(case)} == set()
    seats = {seat.organ.pk: seat for seats in realm.values() for seat in seats}
    copy = next(case for case in reversed(cases) if case.state == "sign" and case.organ.level == Level.COUNTY)
    secretary = seats[copy.organ_id].holder("secretary")
    assert copy.pk in {row.instance_id for row in engine.worklist(secretary)}
    moved = engine.act(engine.Action(copy.pk, "sign", secretary, opinion="同意。")).instance
    assert (moved.state, engine.verify(moved)) == ("recheck", [])


def test_scale_refuses_a_database_that_holds_something_and_a_size_too_small(capsys: pytest.CaptureFixture[str]) -> None:
    Organisation.add_root(name="团省委", level=Level.PROVINCE, code="1")
    for size, reason in ((1000, "已经有数据"), (10, "至少 100")):
        with pytest.raises(SystemExit) as stopped:
            call_command("scale", instances=size, stdout=io.StringIO())
        assert (stopped.value.code, reason in capsys.readouterr().err) == (1, True)
