"""Versions of a process, as administrators handle them: check, keep as a draft, put in force by a second person, retire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Definition as Rules
from workflows.definition import DefinitionError, Fault, Report, parse
from workflows.organisations.models import User
from workflows.organisations.posts import has_role

from ..errors import Refused
from ..models import Definition, Instance
from .definitions import active_inner, keep_version, known_roles, loaded, put_in_force
from .naming import strangers
from .proofs import known, proved

KEEPERS = frozenset({"sysadmin"})
"""Who keeps processes: the system administrators."""
CONFIRMERS = KEEPERS | {"secadmin"}
"""Who puts in force what somebody else wrote: also the security administrator (三员分立)."""


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a source: the rules if it can be read, else the faults; then names that are unknown, and the report."""

    rules: Rules | None
    faults: tuple[Fault, ...] = ()
    report: Report | None = None
    unknown: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it may be put in force."""
        return self.report is not None and self.report.sound and not self.unknown

    @property
    def mistakes(self) -> tuple[Fault, ...]:
        """What is wrong in a line: faults of writing, names that are unknown."""
        return (*self.faults, *self.unknown)

    @property
    def lines(self) -> list[str]:
        """Everything that was found, in words, and the statement of what was proved."""
        lines = [str(fault) for fault in self.mistakes]
        if self.report is not None:
            lines += [str(problem) for problem in self.report.problems]
        return lines + ([self.report.statement] if self.report is not None else [])


def judge(source: str, *, quick: bool = False) -> Verdict:
    """Read and check a source. *quick* walks nothing: how it is written, its names, and the report if it was made before."""
    try:
        rules = parse(source, roles=known_roles())
    except DefinitionError as error:
        return Verdict(None, faults=tuple(error.faults))
    report = (known if quick else proved)(rules, active_inner(rules))
    return Verdict(rules, report=report, unknown=tuple(strangers(rules, source)))


def may_keep(user: User) -> bool:
    """Whether somebody may write and retire processes."""
    return has_role(user, KEEPERS)


def may_confirm(user: User) -> bool:
    """Whether somebody may put in force what another wrote."""
    return has_role(user, CONFIRMERS)


def save_draft(source: str, *, by: User | None, now: datetime | None = None) -> tuple[Definition, bool]:
    """Keep *source* as a new draft version; what means the same as a version kept already is not kept again.

    *by* is None only on the command line. A draft may still have faults of logic, but it can be read.

    Raises:
        Refused: no administrator, or the source cannot be read; with line, what is wrong, and the remedy.
    """
    if by is not None and not may_keep(by):
        raise Refused([_("只有系统管理员可以改流程。")])
    try:
        rules = parse(source, roles=known_roles())
    except DefinitionError as error:
        raise Refused([str(fault) for fault in error.faults]) from error
    return keep_version(source, rules, Definition.Origin.LOCAL, now or timezone.now(), author=by)


@transaction.atomic
def activate(row: Definition, *, by: User | None, now: datetime | None = None) -> Definition:
    """启用: new cases take this version from now on; running ones keep theirs. Checked again on the spot.

    Raises:
        Refused: no administrator, its own author, in force already, or not sound.
    """
    locked = Definition.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if by is not None and not may_confirm(by):
        raise Refused([_("只有系统管理员、安全管理员可以启用流程。")])
    if by is not None and locked.author_id == by.pk:
        raise Refused([_("要由另一位系统管理员或安全管理员启用，不能自己起草、自己启用。")])
    if locked.status == Definition.Status.ACTIVE:
        raise Refused([_("这个版本已经启用。")])
    verdict = judge(locked.source)
    if not verdict.sound:
        raise Refused([_("检查没有通过，不能启用。"), *verdict.lines])
    put_in_force(locked, now or timezone.now(), by=by)
    return locked


@transaction.atomic
def retire(row: Definition, *, by: User | None) -> Definition:
    """停用: no new cases; running ones are worked to their end by this version.

    Raises:
        Refused: no administrator, or it is not in force.
    """
    locked = Definition.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if by is not None and not may_keep(by):
        raise Refused([_("只有系统管理员可以停用流程。")])
    if locked.status != Definition.Status.ACTIVE:
        raise Refused([_("这个版本没有启用。")])
    locked.status = Definition.Status.RETIRED
    locked.save(update_fields=["status"])
    return locked


def version_of(process: str, version: int | None = None) -> Definition:
    """A version of a process: the one asked for, else the one in force, else the newest.

    Raises:
        Refused: there is none.
    """
    rows = Definition.objects.filter(process=process).order_by("-version")
    if version is not None:
        rows = rows.filter(version=version)
    found = rows.filter(status=Definition.Status.ACTIVE).first() or rows.first()
    if found is None and version is not None and Definition.objects.filter(process=process).exists():
        raise Refused([_("流程“%(process)s”没有第%(version)d版。") % {"process": process, "version": version}])
    if found is None:
        raise Refused([_("没有流程“%s”。") % process])
    return found


def running(row: Definition) -> int:
    """How many cases are still worked by this version."""
    return Instance.objects.filter(definition=row, finished_at__isnull=True).count()


def rules_of(row: Definition) -> Rules:
    """The rules of a version."""
    return loaded(row.pk).rules
