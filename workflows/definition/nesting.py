"""Processes inside a process: a party whose answer is how an inner case ends. Judged piece by piece, never multiplied out.

The outer process sees a seat that says yes (the inner case was passed) or sends back (it ended otherwise), after any time;
the inner one is proved by its own check. Together they come to an end if each does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .model import Definition, Party, State, Transition
from .problems import Problem


def inner_processes(definition: Definition) -> frozenset[str]:
    """The processes that parties of *definition* run inside."""
    return frozenset(party.process for state in definition.states for party in state.parties if party.process)


def answer(definition: Definition, state: str, outcome: str) -> Transition | None:
    """The transition by which an inner case answers in *state*: a yes when it was passed, else a no, else a return."""
    exits = [one for one in definition.exits(state) if "party" in one.by and not one.automatic]
    for verdict in ("yes",) if outcome == "passed" else ("no", "return"):
        for one in exits:
            if one.verdict == verdict:
                return one
    return None


def nesting_problems(definition: Definition, inner: Mapping[str, Definition]) -> Iterator[Problem]:
    """What is wrong between *definition* and the processes it runs inside; *inner* holds every process that may be meant."""
    for state in definition.states:
        for party in state.parties:
            if party.process:
                yield from _party(definition, state, party, inner)
    if definition.process in _reached(definition, inner):
        yield Problem("inner_circle", "error", definition.title, "内部流程又绕回到这个流程自己，永远办不完")


def _party(definition: Definition, state: State, party: Party, inner: Mapping[str, Definition]) -> Iterator[Problem]:
    if answer(definition, state.name, "passed") is None or answer(definition, state.name, "refused") is None:
        message = f"“{party.name}”走内部流程，这里须有一项同意类操作，和一项不同意或退回类操作"
        yield Problem("inner_without_answer", "error", state.title, message)
    found = inner.get(party.process)
    if found is None:
        yield Problem(
            "inner_missing", "error", state.title, f"没有启用的流程“{party.process}”；先载入它，再载入这个流程"
        )
        return
    if found.subject != definition.subject:
        yield Problem("inner_subject", "error", state.title, f"流程“{found.title}”管的是另一类文书，不能在这里用")
    if found.state(found.initial).skippable:
        yield Problem("inner_skippable", "error", state.title, f"流程“{found.title}”的第一个环节会被跳过，不能在这里用")
    if any(one.automatic and found.has_state(one.to) and found.state(one.to).final for one in found.transitions):
        yield Problem("inner_automatic", "error", state.title, f"流程“{found.title}”不能由系统自动办结，须有人给出意见")
    if any(one.at in ("author", "unit") for each in found.states for one in each.parties):
        yield Problem("inner_author", "error", state.title, f"流程“{found.title}”里不能请发起人：发起的是另一个机关")


def _reached(definition: Definition, inner: Mapping[str, Definition]) -> set[str]:
    """Every process that is run inside, at any depth."""
    found: set[str] = set()
    waiting = list(inner_processes(definition))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += inner_processes(inner[name]) if name in inner else ()
    return found
