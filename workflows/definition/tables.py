"""The tables of a definition's source: ``[states.…]``, ``[transitions.…]``, ``[distinct]``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from .model import (
    CHOSEN,
    LEVELS,
    OPINIONS,
    OUTCOMES,
    PREVIOUS,
    PROFILES,
    REMIND,
    RESUBMITS,
    RETURNER,
    STYLES,
    VERDICTS,
    Grant,
    Opinion,
    Party,
    Quorum,
    Resubmit,
    State,
    Style,
    Transition,
    Verdict,
)
from .reader import MOST_DAYS, Path, Reader

DEFAULT_VIEW = (Grant("*", "own"), Grant("*", "party"), Grant("*", "author"))
DEFAULT_COMMENT = (Grant("*", "party"), Grant("*", "handler"))
DEFAULT_OFFLINE = (Grant("clerk", "own"), Grant("office", "own"))

_PLACES = ("author", "unit", "organ", "superior", *LEVELS)
_STATE_KEYS = (
    "title",
    "party",
    "parties",
    "quorum",
    "veto",
    "binds",
    "days",
    "remind",
    "escalate",
    "skip",
    "profiles",
    "outcome",
    "curable",
    "view",
    "edit",
    "comment",
    "offline",
    "entitled",
    "copy",
)
_PARTY_KEYS = ("name", "at", "role", "else", "process")
_COPY_KEYS = ("at", "role")
_TRANSITION_KEYS = (
    "title",
    "from",
    "to",
    "by",
    "verdict",
    "guards",
    "unless",
    "effects",
    "opinion",
    "least",
    "reasons",
    "choices",
    "resubmit",
    "unread",
    "automatic",
    "after",
    "style",
    "confirm",
    "remedy",
)
MOST_CHARACTERS = 200
"""No reason has to be longer."""

_STYLE_OF = {"yes": "primary", "no": "danger", "return": "plain", "none": "more"}
_OPINION_OF = {"yes": "optional", "no": "required", "return": "required", "none": "optional"}


def read_states(reader: Reader, document: dict[str, Any]) -> tuple[State, ...]:
    """All states, in the order written."""
    states = []
    for name, table in reader.table(document, "states", ()).items():
        path = ("states", name)
        if not isinstance(table, dict):
            reader.fault(path, f"“{name}”应是一节", f"写成 [states.{name}]")
            continue
        reader.check_slug(name, path)
        reader.only(table, _STATE_KEYS, path)
        states.append(_read_state(reader, name, table, path))
    return tuple(states)


def read_transitions(reader: Reader, document: dict[str, Any]) -> tuple[Transition, ...]:
    """All transitions, in the order written."""
    states = document.get("states")
    known = tuple(states) if isinstance(states, dict) else ()
    transitions = []
    for name, table in reader.table(document, "transitions", ()).items():
        path = ("transitions", name)
        if not isinstance(table, dict):
            reader.fault(path, f"“{name}”应是一节", f"写成 [transitions.{name}]")
            continue
        reader.check_slug(name, path)
        reader.only(table, _TRANSITION_KEYS, path)
        transitions.append(_read_transition(reader, name, table, path, known))
    return tuple(transitions)


def read_distinct(
    reader: Reader, document: dict[str, Any], names: Collection[str]
) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """The sets of states that need different persons, per profile of the organ."""
    table = document.get("distinct", {})
    if not isinstance(table, dict):
        reader.fault(("distinct",), "“distinct”应是一节", "写成 [distinct]，下面写 full = [[…]] 和 small = [[…]]")
        return ()
    reader.only(table, PROFILES, ("distinct",))
    read = []
    for profile in PROFILES:
        path = ("distinct", profile)
        sets = table.get(profile, [])
        if not isinstance(sets, list) or not all(isinstance(one, list) and len(one) > 1 for one in sets):
            reader.fault(
                path, "岗位分离要写成一组一组的环节", f'写成 {profile} = [["check", "sign"]]，每组至少两个环节'
            )
            continue
        for name in sorted({str(name) for one in sets for name in one} - set(names)):
            reader.fault(path, f"没有名为“{name}”的环节", "写已有环节的名字")
        if sets:
            read.append((profile, tuple(frozenset(map(str, one)) for one in sets)))
    return tuple(sorted(read))


def _read_state(reader: Reader, name: str, table: dict[str, Any], path: Path) -> State:
    outcome = reader.choice(table, "outcome", path, OUTCOMES, "passed") if "outcome" in table else ""
    for profile in reader.texts(table, "profiles", path):
        if profile not in PROFILES:
            reader.fault((*path, "profiles"), f"没有岗位设置“{profile}”", "可写 full（岗位齐全）、small（并岗）")
    return State(
        name=name,
        title=reader.text(table, "title", path),
        parties=_read_parties(reader, table, path),
        quorum=_read_quorum(reader, table, path),
        veto=reader.flag(table, "veto", path),
        binds=reader.flag(table, "binds", path),
        days=reader.number(table, "days", path, 0, 0, MOST_DAYS),
        remind=reader.offsets(table, "remind", path, REMIND),
        escalate=reader.number(table, "escalate", path, 0, 0, MOST_DAYS),
        skip=reader.text(table, "skip", path, ""),
        profiles=reader.texts(table, "profiles", path, PROFILES),
        outcome=outcome,
        curable=reader.texts(table, "curable", path),
        view=reader.grants(table, "view", path, DEFAULT_VIEW),
        edit=reader.grants(table, "edit", path, ()),
        comment=reader.grants(table, "comment", path, DEFAULT_COMMENT),
        offline=reader.grants(table, "offline", path, DEFAULT_OFFLINE),
        entitled=reader.slug(table, "entitled", path) if "entitled" in table else "",
        copy=_read_copies(reader, table, path),
    )


def _read_quorum(reader: Reader, table: dict[str, Any], path: Path) -> Quorum:
    value = table.get("quorum", "all")
    if value in ("all", "any", "ordered"):
        return cast("Quorum", value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    reader.fault(
        (*path, "quorum"), f"“quorum”不能是“{value}”", "可写 all（全体）、any（任一）、ordered（依次）或一个正整数"
    )
    return "all"


def _read_parties(reader: Reader, table: dict[str, Any], path: Path) -> tuple[Party, ...]:
    if "party" in table and "parties" in table:
        reader.fault((*path, "parties"), "“party”和“parties”只写一个", "一方用 party，几方用 parties")
    raw = table.get("parties", [table["party"]] if "party" in table else [])
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        reader.fault((*path, "party"), "参与方的写法不对", 'party = { at = "organ", role = "secretary" }')
        return ()
    parties = tuple(_read_party(reader, one, (*path, "parties" if "parties" in table else "party")) for one in raw)
    if len({party.name for party in parties}) != len(parties):
        reader.fault((*path, "parties"), "参与方重名", "给每一方写不同的 name")
    return parties


def _read_copies(reader: Reader, table: dict[str, Any], path: Path) -> tuple[Party, ...]:
    """Who is told when a case comes here: posts, as those who are asked, but nobody stands in for them."""
    raw = table.get("copy", [])
    raw = [raw] if isinstance(raw, dict) else raw
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        reader.fault((*path, "copy"), "抄送的写法不对", 'copy = { at = "superior", role = "office" }')
        return ()
    return tuple(_read_party(reader, one, (*path, "copy"), _COPY_KEYS) for one in raw)


def _read_party(reader: Reader, table: dict[str, Any], path: Path, keys: Collection[str] = _PARTY_KEYS) -> Party:
    reader.only(table, keys, path)
    at = reader.text(table, "at", path)
    roles = reader.texts(table, "role", path)
    stand_ins = reader.texts(table, "else", path)
    bare = at.removeprefix("above:")
    named = at.startswith(("@", "code:")) and len(at.split(":", 1)[-1].removeprefix("@")) > 0
    if at and not (named or at in _PLACES or (at != bare and bare in LEVELS)):
        reader.fault(
            path,
            f"不认识的位置“{at}”",
            f"可写 {'、'.join(_PLACES)}、above:county（只找上级）、code:单位编码，或 @文书给出的名单",
        )
    if not roles:
        reader.fault(path, "这一方没有写角色", '加上 role = "secretary"')
    for role in (*roles, *stand_ins):
        reader.known_role(role, path)
    default = at.removeprefix("@").replace(":", "_") if at.startswith("@") else "_".join(roles[:1]) or "party"
    name = reader.text(table, "name", path, default)
    process = reader.slug(table, "process", path) if "process" in table else ""
    return Party(reader.check_slug(name, path), at, roles, stand_ins, process)


def _read_transition(
    reader: Reader, name: str, table: dict[str, Any], path: Path, known: Collection[str]
) -> Transition:
    verdict = reader.choice(table, "verdict", path, VERDICTS, "yes")
    sources = reader.texts(table, "from", path)
    if "from" not in table or table["from"] == []:
        reader.fault(path, "没有写从哪个环节出发", '加一行 from = "draft"')
    to = reader.text(table, "to", path)
    by = reader.texts(table, "by", path, ("party",))
    choices = reader.texts(table, "choices", path)
    for source in (*sources, *choices):
        if source not in known:
            reader.fault((*path, "from"), f"没有名为“{source}”的环节", "写 [states.…] 里已有的名字")
    if to and to not in known and to not in (PREVIOUS, CHOSEN, RETURNER):
        remedy = f"写已有环节的名字，或 {PREVIOUS}（上一环节）、{CHOSEN}（选择）、{RETURNER}（退回人）"
        reader.fault((*path, "to"), f"没有名为“{to}”的环节", remedy)
    if choices and to != CHOSEN:
        reader.fault((*path, "choices"), '“choices”只配合 to = "@chosen"', "删去 choices，或改 to")
    opinion = reader.choice(table, "opinion", path, OPINIONS, _OPINION_OF[verdict])
    least = reader.number(table, "least", path, 0, 0, MOST_CHARACTERS)
    if least and opinion != "required":
        reader.fault((*path, "least"), '“least”只配合 opinion = "required"', "删去 least，或改 opinion")
    return Transition(
        name=name,
        title=reader.text(table, "title", path),
        sources=sources,
        to=to,
        by=tuple(_read_by(reader, one, (*path, "by")) for one in by),
        verdict=cast("Verdict", verdict),
        guards=reader.texts(table, "guards", path),
        unless=reader.texts(table, "unless", path),
        effects=reader.texts(table, "effects", path),
        opinion=cast("Opinion", opinion),
        least=least,
        reasons=reader.texts(table, "reasons", path),
        choices=choices,
        resubmit=cast("Resubmit", reader.choice(table, "resubmit", path, RESUBMITS, "again")),
        unread=reader.flag(table, "unread", path),
        automatic=reader.flag(table, "automatic", path),
        after=reader.number(table, "after", path, 0, 0, MOST_DAYS),
        style=cast("Style", reader.choice(table, "style", path, STYLES, _STYLE_OF[verdict])),
        confirm=reader.text(table, "confirm", path, ""),
        remedy=reader.text(table, "remedy", path, ""),
    )


def _read_by(reader: Reader, text: str, path: Path) -> str:
    """Who may take a transition: a word, or a grant that is bound to posts."""
    if text in ("party", "author", "sender"):
        return text
    grant = reader.grant(text, path)
    return str(grant) if grant is not None else "party"
