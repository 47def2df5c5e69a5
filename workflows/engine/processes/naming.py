"""What a definition names that the system does not have: kinds of documents, conditions, effects, lists, organs by code.

A slip here would not stop a case but pass somebody by in silence, so it is told with its line and keeps a version from being
put in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Definition as Rules
from workflows.definition import Fault
from workflows.definition.lines import Lines
from workflows.organisations.models import Organisation, Role

from ..models import Definition
from ..registry import Vocabulary, vocabulary


def strangers(rules: Rules, source: str) -> list[Fault]:
    """Every name in *rules*, read from *source*, that nothing in the system answers to; by line. One query for codes."""
    return sorted(Search(rules, Lines(source), vocabulary()).found(), key=lambda fault: fault.line)


class Search:
    """One definition held against what is registered."""

    def __init__(self, rules: Rules, lines: Lines, known: Vocabulary) -> None:
        self.rules, self.lines, self.known = rules, lines, known

    def found(self) -> Iterator[Fault]:
        """Every name that is unknown."""
        kind = self.known.types.get(self.rules.subject)
        if kind is None:
            yield self._unknown(("subject",), _("文书类别"), self.rules.subject, self.known.types)
        yield from self._of_transitions()
        for state in self.rules.states:
            path = ("states", state.name)
            for name in state.curable:
                if name not in self.known.guards:
                    yield self._unknown((*path, "curable"), _("条件"), name, self.known.guards)
            if kind is None:
                continue
            for party in state.parties:
                if party.dynamic and party.dynamic not in kind.parties:
                    where = (*path, "parties" if len(state.parties) > 1 else "party")
                    yield self._unknown(where, _("名单"), party.at, [f"@{one}" for one in kind.parties])
            for party in state.copy:
                if party.dynamic and party.dynamic not in kind.parties:
                    known = [f"@{one}" for one in kind.parties]
                    yield self._unknown((*path, "copy"), _("名单"), party.at, known)
            if state.entitled and state.entitled not in kind.entitlements:
                yield self._unknown((*path, "entitled"), _("名单"), state.entitled, kind.entitlements)
        yield from self._codes()

    def _of_transitions(self) -> Iterator[Fault]:
        for one in self.rules.transitions:
            named = {"guards": one.guards, "unless": one.unless, "effects": one.effects}
            for key, names in named.items():
                known: Collection[str] = self.known.effects if key == "effects" else self.known.guards
                word = _("效果") if key == "effects" else _("条件")
                for name in names:
                    if name not in known:
                        yield self._unknown(("transitions", one.name, key), word, name, known)

    def _codes(self) -> Iterator[Fault]:
        """Organs named by code that do not exist, or were closed without a successor."""
        wanted = {
            party.at.removeprefix("code:"): state.name
            for state in self.rules.states
            for party in (*state.parties, *state.copy)
            if party.at.startswith("code:")
        }
        if not wanted:
            return
        rows = {one.code: one for one in Organisation.objects.filter(code__in=wanted)}
        today = timezone.localdate()
        for code, state in wanted.items():
            row = rows.get(code)
            path = ("states", state, "party")
            if row is None:
                what = _("没有编码为“%(code)s”的单位") % {"code": code}
                yield Fault(self.lines.of(path), what, _("编码见“组织与岗位”里的单位"))
            elif row.until is not None and row.until <= today and row.successor_id is None:
                what = _("“%(organ)s”（%(code)s）已经撤销") % {"organ": row, "code": code}
                yield Fault(self.lines.of(path), what, _("改写为接替它的单位"))

    def _unknown(self, path: tuple[str, ...], word: str, name: str, known: Collection[str]) -> Fault:
        near = get_close_matches(name, list(known), n=1)
        if near:
            remedy = _("是不是要写“%(name)s”") % {"name": near[0]}
        elif known:
            remedy = _("这里可以写：%(names)s") % {"names": "、".join(sorted(known))}
        else:
            remedy = _("这类文书没有可写的，请删去")
        return Fault(self.lines.of(path), _("系统里没有%(word)s“%(name)s”") % {"word": word, "name": name}, remedy)


def titles(*versions: Rules) -> dict[str, str]:
    """What everything that some definitions name is called, for pictures and tables; two to four queries."""
    known = vocabulary()
    found = dict(Role.objects.values_list("key", "title"))
    found |= {key: str(one.title) for key, one in known.guards.items()}
    found |= {key: str(one.title) for key, one in known.effects.items()}
    states = [state for rules in versions for state in rules.states]
    parties = [party for state in states for party in (*state.parties, *state.copy)]
    for rules in versions:
        if (kind := known.types.get(rules.subject)) is not None:
            found |= {f"@{key}": str(title) for key, title in kind.parties.items()}
            found |= {f"entitled:{key}": str(title) for key, title in kind.entitlements.items()}
    if codes := {party.at.removeprefix("code:") for party in parties if party.at.startswith("code:")}:
        rows = Organisation.objects.filter(code__in=codes)
        found |= {f"code:{row.code}": str(row) for row in rows}
    if inner := {party.process for party in parties if party.process}:
        rows = Definition.objects.filter(process__in=inner, status=Definition.Status.ACTIVE)
        found |= {f"process:{process}": title for process, title in rows.values_list("process", "title")}
    return found
