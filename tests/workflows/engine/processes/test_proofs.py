"""The whole check is made once for a meaning: typing walks nothing, and opening a version asks for what is kept."""

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.processes.test_process_pages import LIST, NEW, OWN, signed_in
from workflows.definition import Definition as Rules
from workflows.definition import check, parse
from workflows.engine.models import Definition, Proof
from workflows.engine.processes import proofs
from workflows.engine.processes.definitions import active_inner
from workflows.engine.processes.versions import activate, judge, rules_of, save_draft
from workflows.organisations.models import User

UNSOUND = OWN.replace('outcome = "passed"', 'outcome = "refused"')
CHECK = "/admin/processes/check/"


@pytest.fixture
def keeper(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every process that was walked, in order."""
    made: list[str] = []

    def walk(rules: Rules, **given: object) -> object:
        made.append(rules.process)
        return check(rules, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(proofs, "check", walk)
    return made


def test_report_that_is_kept_is_the_report_that_was_made(db: None) -> None:
    for source in (OWN, UNSOUND):
        assert judge(source).report == check(parse(source)) == judge(source).report


def test_same_meaning_is_walked_once_and_another_anew(db: None, walks: list[str]) -> None:
    for source in (OWN, f"# 一句说明\n{OWN}", UNSOUND, OWN):
        judge(source)
    assert walks == ["own", "own"]


def test_process_inside_that_changed_asks_for_another_proof(db: None) -> None:
    rules = rules_of(Definition.objects.get(process="joint", status="active"))
    inner = active_inner(rules)
    assert set(inner) == {"joint_inner"}
    assert proofs.key_of(rules, inner) != proofs.key_of(rules, {"joint_inner": parse(OWN)})


def test_another_check_proves_anew(db: None, walks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    judge(OWN)
    monkeypatch.setattr(proofs, "_check_itself", lambda: "another")
    judge(OWN)
    assert walks == ["own", "own"]


def test_oldest_answers_make_room(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "KEPT", 1)
    judge(OWN)
    judge(UNSOUND)
    assert Proof.objects.count() == 1
    assert judge(OWN, quick=True).report is None
    assert judge(UNSOUND, quick=True).report is None or Proof.objects.count() == 1


def test_typing_walks_nothing_and_the_whole_proof_is_asked_for(keeper: User, walks: list[str]) -> None:
    client = signed_in(keeper)
    piece = client.post(CHECK, {"source": OWN}).content.decode()
    assert 'data-state="quick"' in piece
    assert "写法和名字都没有错。" in piece
    assert "<svg" in piece
    assert walks == []
    assert 'data-state="faulty"' in client.post(CHECK, {"source": OWN.replace("approve", "approve ]")}).content.decode()
    piece = client.post(CHECK, {"source": OWN, "full": "1"}).content.decode()
    assert ('data-state="full"' in piece, "可以启用" in piece, walks) == (True, True, ["own"])
    assert "可以启用" in client.post(CHECK, {"source": OWN}).content.decode()
    assert walks == ["own"]


def test_opening_a_version_and_putting_it_in_force_walk_once(house: House, keeper: User, walks: list[str]) -> None:
    row, _new = save_draft(OWN, by=keeper, now=NOW)
    client = signed_in(keeper)
    for address in (f"{LIST}inspect/{row.pk}/", f"{LIST}inspect/{row.pk}/", f"{LIST}edit/{row.pk}/"):
        assert "可以启用" in client.get(address).content.decode()
    activate(row, by=house.holder("安守静", house.province, "secadmin"), now=NOW)
    assert walks == ["own"]


def test_new_process_opens_without_a_walk(keeper: User, walks: list[str]) -> None:
    assert 'data-state="quick"' in signed_in(keeper).get(NEW).content.decode()
    assert walks == []
