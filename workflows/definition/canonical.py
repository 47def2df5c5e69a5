"""One spelling per definition: a plain document, its canonical JSON, and the digest that names a version.

Comments, blank lines and the order of TOML tables do not change the digest; the order of the states does, since people see it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any

from .actions import ActionRule
from .model import Definition, Grant, Party, State, Transition

FORMAT = 1

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: object) -> str:
    """*value* as JSON that is the same everywhere: sorted keys, no spaces, no floats.

    Raises:
        TypeError: it holds a float, whose text differs between machines, or something JSON cannot say.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value)


def digest(definition: Definition) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_json(to_document(definition)).encode()).hexdigest()


def to_document(definition: Definition) -> dict[str, Any]:
    """The definition as plain lists and mappings; what equals a default is left out."""
    document = {
        "format": FORMAT,
        "process": definition.process,
        "title": definition.title,
        "subject": definition.subject,
        "initial": definition.initial,
        "levels": list(definition.levels),
        "distinct": {profile: [sorted(one) for one in sets] for profile, sets in definition.distinct},
        "states": [_state_document(state) for state in definition.states],
        "transitions": [_sparse(one) for one in definition.transitions],
    }
    if definition.actions:  # left out when it says nothing, so that older versions keep their digest
        document["actions"] = [_sparse(one) for one in definition.actions]
    return document


def from_document(document: dict[str, Any]) -> Definition:
    """The definition back from :func:`to_document`."""
    return Definition(
        process=document["process"],
        title=document["title"],
        subject=document["subject"],
        initial=document["initial"],
        levels=tuple(document["levels"]),
        states=tuple(_state(one) for one in document["states"]),
        transitions=tuple(_transition(one) for one in document["transitions"]),
        distinct=tuple(
            (profile, tuple(frozenset(one) for one in sets)) for profile, sets in document["distinct"].items()
        ),
        actions=tuple(ActionRule(**_tuples(one)) for one in document.get("actions", ())),
    )


def plain(node: State | Transition | ActionRule) -> dict[str, Any]:
    """One part of a definition as it stands in :func:`to_document`."""
    return _state_document(node) if isinstance(node, State) else _sparse(node)


def _sparse(node: State | Transition | Party | ActionRule) -> dict[str, Any]:
    """The fields that differ from their defaults, tuples as lists."""
    document: dict[str, Any] = {}
    for one in fields(node):
        value = getattr(node, one.name)
        if value != one.default:
            document[one.name] = list(value) if isinstance(value, tuple) else value
    return document


def _state_document(state: State) -> dict[str, Any]:
    document = _sparse(state)
    if state.parties:
        document["parties"] = [_sparse(party) for party in state.parties]
    if state.copy:
        document["copy"] = [_sparse(party) for party in state.copy]
    for permission in ("view", "edit", "comment", "offline"):
        if permission in document:
            document[permission] = [str(grant) for grant in document[permission]]
    return document


def _state(document: dict[str, Any]) -> State:
    values = _tuples(document)
    for key in ("parties", "copy"):
        values[key] = tuple(Party(**_tuples(party)) for party in document.get(key, ()))
    for permission in ("view", "edit", "comment", "offline"):
        values[permission] = tuple(Grant(*text.split("@", 1)) for text in document.get(permission, ()))
    return State(**values)


def _transition(document: dict[str, Any]) -> Transition:
    return Transition(**_tuples(document))


def _tuples(document: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in document.items()}


_TEXT = frozenset({str})

_LEAVES = frozenset({str, int, bool, type(None)})
"""Most of what is said is one of these, and needs no second look."""


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON knows no floats")
    if isinstance(value, dict):
        if not {*map(type, value)} <= _TEXT and not all(isinstance(key, str) for key in value):
            raise TypeError("canonical JSON wants text as keys")
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for one in value:
        if type(one) not in _LEAVES:
            _refuse_floats(one)
