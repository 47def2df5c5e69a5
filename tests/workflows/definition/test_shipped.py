"""The processes that are shipped: sound, and with the names that documents, desk and prints rely on."""

from pathlib import Path

import pytest

from workflows.definition import Definition, check, parse
from workflows.engine.processes.definitions import is_proven
from workflows.organisations.roles import ROLES

ROOT = Path(__file__).resolve().parents[3]
SOURCES = {path.stem: path for path in sorted(ROOT.glob("documents/*/definitions/*.toml"))}
STATES = {
    "issue": "draft check consult settle office cosign deputy sign recheck register print dispatch issued void",
    "publish": "propose approve published refused",
    "pilot": "draft agree city city_sign province listed shown decided declined rejected withdrawn",
    "cosign_inner": "check sign agreed declined",
    "typical": "draft unit_agree county city province listed shown adopted declined withdrawn",
    "handling": "received advise intake instruct circulate handle answer closed sent_back",
    "showcase": "edit privacy approve published stopped",
}


def shipped(process: str) -> Definition:
    return parse(SOURCES[process].read_text(encoding="utf-8"), roles=[role.key for role in ROLES])


def test_every_process_is_there() -> None:
    assert set(SOURCES) >= set(STATES)


@pytest.mark.parametrize("process", sorted(SOURCES))
def test_shipped_definition_is_sound(process: str) -> None:
    report = check(shipped(process), inner={name: shipped(name) for name in SOURCES})
    assert [str(problem) for problem in report.problems] == []
    assert report.sound


def test_proofs_are_of_these_sources() -> None:
    """After a change of a shipped source: ``manage.py workflow prove``."""
    assert [folder.parent.name for folder in {path.parent for path in SOURCES.values()} if not is_proven(folder)] == []


@pytest.mark.parametrize("process", sorted(STATES))
def test_shipped_definition_has_the_agreed_states(process: str) -> None:
    definition = shipped(process)
    assert definition.process == process
    assert " ".join(state.name for state in definition.states) == STATES[process]


def test_signing_is_bound_to_content_and_checking_is_not() -> None:
    bound = {state.name for state in shipped("issue").states if state.binds}
    assert bound == {"cosign", "sign"}


def test_nobody_signs_what_only_he_checked() -> None:
    issue = shipped("issue")
    for profile in ("full", "small"):
        assert "check" in issue.apart_from("sign", profile)
    assert "draft" in issue.apart_from("sign", "full")
    assert "draft" not in issue.apart_from("sign", "small")


def test_no_administrator_or_auditor_is_asked_to_approve() -> None:
    business = {role.key for role in ROLES if role.kind == "business"}
    for process in STATES:
        asked = {role for state in shipped(process).states for party in state.parties for role in party.roles}
        assert asked <= business
