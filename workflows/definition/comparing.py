"""Two versions of a definition side by side, state by state and transition by transition, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .canonical import canonical_json, plain, to_document
from .model import REMIND, Definition, State, Transition
from .words import (
    LEVEL_WORDS,
    OPINION_WORDS,
    OUTCOME_WORDS,
    PROFILE_WORDS,
    RESUBMIT_WORDS,
    STYLE_WORDS,
    VERDICT_WORDS,
    Titles,
    action_words,
    by_words,
    grant_words,
    inner_words,
    listed,
    party_words,
    quorum_words,
    stand_in_words,
    target_words,
)

_TOLD = frozenset(
    {"format", "process", "title", "subject", "initial", "levels", "distinct", "states", "transitions", "actions"}
)
"""Parts of a document that are told in words of their own; what is added to the format later shows as it is written."""


@dataclass(frozen=True)
class Difference:
    """One thing that changed: *what* it is about, and how it reads before and after (empty: not there)."""

    what: str
    before: str
    after: str


def differences(before: Definition, after: Definition, roles: Titles) -> list[Difference]:
    """Everything that differs, in the order of the newer version."""
    called = _as_called_now(before, after)
    found = list(_changed("流程", _of_definition(called), _of_definition(after)))
    found += _each(
        "环节", {one.name: one for one in before.states}, {one.name: one for one in after.states}, _state(roles)
    )
    olds, news = ({one.name: one for one in rules.transitions} for rules in (before, after))
    found += _each("操作", olds, news, _transition(called, after, roles))
    kept = [
        [one.title for name, one in known.items() if name in other] for known, other in ((olds, news), (news, olds))
    ]
    if sorted(kept[0]) == sorted(kept[1]) and kept[0] != kept[1]:
        found.append(Difference("操作的顺序", *("、".join(titles) for titles in kept)))
    old_rules, new_rules = ({one.name: one for one in rules.actions} for rules in (before, after))
    found += _each("动作", old_rules, new_rules, lambda one, new: action_words(after if new else called, one, roles))
    return found


def _as_called_now(before: Definition, after: Definition) -> Definition:
    """*before* with the names that its states have by now: a new name is told at the state, and not wherever it is mentioned."""
    titles = {state.name: state.title for state in after.states}
    return replace(before, states=tuple(replace(one, title=titles.get(one.name, one.title)) for one in before.states))


def state_words(state: State, roles: Titles) -> dict[str, str]:
    """What a state says, as label and words; what is at its default is left out."""
    grants = {"谁能看": state.view, "谁能改": state.edit, "谁能批注": state.comment, "谁能代录": state.offline}
    told = {
        "名称": state.title,
        "请谁办": "；".join(party_words(party, roles) for party in state.parties),
        "缺岗时": "；".join(words for party in state.parties if (words := stand_in_words(party, roles))),
        "内部流程": "；".join(words for party in state.parties if (words := inner_words(party, roles))),
        "怎样算办完": quorum_words(state),
        "限办": f"{state.days} 个工作日" if state.days else "",
        "提醒": "、".join(_day_words(day) for day in state.remind) if state.remind != REMIND else "",
        "告知领导": f"到期后 {state.escalate} 个工作日" if state.escalate else "",
        "签字": "对当时的内容签字" if state.binds else "",
        "谁有资格": roles.get(f"entitled:{state.entitled}", f"由文书给出的名单（{state.entitled}）")
        if state.entitled
        else "",
        "可跳过": state.skip,
        "只设在": "、".join(PROFILE_WORDS[one] for one in state.profiles) if len(state.profiles) == 1 else "",
        "抄送": "；".join(party_words(party, roles) for party in state.copy),
        "办结": OUTCOME_WORDS.get(state.outcome, ""),
        "可在此补正": listed(state.curable, roles),
        **{label: "、".join(grant_words(one, roles) for one in given) for label, given in grants.items()},
    }
    return {label: words for label, words in told.items() if words}


def transition_words(definition: Definition, transition: Transition, roles: Titles) -> dict[str, str]:
    """What a transition says, as label and words; what is at its default is left out."""
    told = {
        "名称": transition.title,
        "从": "、".join(definition.state(name).title for name in transition.sources if definition.has_state(name)),
        "到": target_words(definition, transition),
        "谁办": by_words(transition, roles),
        "何时": f"进入环节满 {transition.after} 个工作日" if transition.after else "",
        "表态": VERDICT_WORDS[transition.verdict],
        "条件": listed(transition.guards, roles),
        "条件没有全部满足时": listed(transition.unless, roles),
        "系统随后做": listed(transition.effects, roles),
        "意见": OPINION_WORDS[transition.opinion] + (f"，至少 {transition.least} 个字" if transition.least else ""),
        "可勾选的原因": "、".join(transition.reasons),
        "退回后再报": RESUBMIT_WORDS[transition.resubmit] if transition.verdict == "return" else "",
        "只在对方未打开时": "是" if transition.unread else "",
        "按钮": STYLE_WORDS[transition.style],
        "办之前问": transition.confirm,
        "办结后可以": transition.remedy,
    }
    return {label: words for label, words in told.items() if words}


def _of_definition(rules: Definition) -> dict[str, str]:
    titles = {state.name: state.title for state in rules.states}
    told = {
        "代号": rules.process,
        "名称": rules.title,
        "管哪类文书": rules.subject,
        "从哪里开始": titles.get(rules.initial, rules.initial),
        "哪几级单位": "、".join(LEVEL_WORDS[level] for level in rules.levels),
        "环节的顺序": "、".join(titles.values()),
    }
    others = {key: value for key, value in to_document(rules).items() if key not in _TOLD}
    told |= {f"其他（{key}）": canonical_json(value) for key, value in others.items()}
    for profile, sets in rules.distinct:
        apart = ["、".join(titles[name] for name in titles if name in one) for one in sets]
        told[f"岗位分离（{PROFILE_WORDS[profile]}）"] = "；".join(apart)
    return told


def _state(roles: Titles) -> Callable[[State, bool], dict[str, str]]:
    return lambda state, _new: state_words(state, roles)


def _transition(before: Definition, after: Definition, roles: Titles) -> Callable[[Transition, bool], dict[str, str]]:
    return lambda one, new: transition_words(after if new else before, one, roles)


def _each(
    kind: str, before: dict[str, Any], after: dict[str, Any], words: Callable[[Any, bool], dict[str, str]]
) -> Iterator[Difference]:
    for name in (*after, *(name for name in before if name not in after)):
        old, new = before.get(name), after.get(name)
        title = getattr(new if new is not None else old, "title", name)
        if old is None:
            yield Difference(f"{kind}“{title}”", "", "新增：" + _line(words(new, True)))
        elif new is None:
            yield Difference(f"{kind}“{title}”", "原有：" + _line(words(old, False)), "")
        else:
            told = list(_changed(f"{kind}“{title}”", words(old, False), words(new, True)))
            yield from told or _unsaid(f"{kind}“{title}”", old, new)


def _unsaid(what: str, old: Any, new: Any) -> Iterator[Difference]:
    """What differs though it reads the same, such as the key of a party: as it is written."""
    before, after = plain(old), plain(new)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            texts = [canonical_json(one[key]) if key in one else "（无）" for one in (before, after)]
            yield Difference(f"{what}：{key}", *texts)


def _changed(what: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Difference]:
    for label in dict.fromkeys((*after, *before)):
        if before.get(label, "") != after.get(label, ""):
            yield Difference(f"{what}：{label}", before.get(label, "（无）"), after.get(label, "（无）"))


def _day_words(day: int) -> str:
    """A working day counted from the term."""
    return "当天" if day == 0 else f"{'到期前' if day < 0 else '到期后'} {abs(day)} 天"


def _line(words: dict[str, str]) -> str:
    return "；".join(f"{label} {told}" for label, told in words.items() if label != "名称")
