"""What the check said, kept: to walk every case of a long process takes seconds, and the same rules give the same answer.

The key names all that the answer depends on: the rules by their digest, those of the processes inside, and the check itself
by the text of its modules, so that a new version of the software proves anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

import workflows.definition
from workflows.definition import Definition as Rules
from workflows.definition import Problem, Report, check, digest

from ..models import Proof

KEPT = 500
"""So many answers are kept; the oldest make room."""


def proved(rules: Rules, inner: Mapping[str, Rules]) -> Report:
    """The full check of *rules*, out of what is kept or afresh."""
    key = key_of(rules, inner)
    if (found := _kept(key)) is not None:
        return found
    report = check(rules, inner=inner)
    Proof.objects.update_or_create(key=key, defaults={"report": _written(report), "made_at": timezone.now()})
    stale = Proof.objects.order_by("-made_at").values_list("pk", flat=True)[KEPT:]
    if old := list(stale):
        Proof.objects.filter(pk__in=old).delete()
    return report


def known(rules: Rules, inner: Mapping[str, Rules]) -> Report | None:
    """The full check of *rules* if it was made before."""
    return _kept(key_of(rules, inner))


def key_of(rules: Rules, inner: Mapping[str, Rules]) -> str:
    """SHA-256 (hex) over everything that the answer depends on."""
    parts = [_check_itself(), digest(rules), *(f"{name}:{digest(one)}" for name, one in sorted(inner.items()))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _check_itself() -> str:
    """The modules of the check, by what they say."""
    found = hashlib.sha256()
    for path in sorted(Path(workflows.definition.__file__).parent.glob("*.py")):
        found.update(f"{path.name}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _kept(key: str) -> Report | None:
    row = Proof.objects.filter(pk=key).first()
    return _read(json.loads(row.report)) if row is not None else None


def _written(report: Report) -> str:
    return json.dumps(asdict(report), ensure_ascii=False)


def _read(data: dict[str, Any]) -> Report:
    problems = tuple(Problem(**one | {"path": tuple(one["path"])}) for one in data.pop("problems"))
    return Report(problems=problems, **data)
