"""A definition in plain Chinese: who is asked, how many must agree, what a transition asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .actions import ActionRule
from .model import CHOSEN, PREVIOUS, RETURNER, Definition, Grant, Party, State, Transition

LEVEL_WORDS = {
    "grassroots": "基层",
    "township": "乡镇",
    "county": "县级",
    "city": "市级",
    "province": "省级",
    "central": "中央",
}
OUTCOME_WORDS = {"passed": "办成", "refused": "未通过", "withdrawn": "撤回", "void": "作废"}
VERDICT_WORDS = {"yes": "同意", "no": "不同意", "return": "退回", "none": "不表态"}
PROFILE_WORDS = {"full": "岗位齐全", "small": "并岗"}
QUORUM_WORDS = {"all": "全体同意", "any": "任一同意", "ordered": "依次同意"}
OPINION_WORDS = {"required": "须写意见", "optional": "可写意见", "none": "不写意见"}
RESUBMIT_WORDS = {"again": "逐级重走", "direct": "直达退回人", "choose": "由退回人选"}
STYLE_WORDS = {"primary": "主要按钮", "plain": "普通按钮", "danger": "慎用按钮", "more": "收进“更多”"}

_PLACE_WORDS = {"author": "发起人", "unit": "拟稿部门", "organ": "本机关", "superior": "上一级机关"}
_TARGET_WORDS = {PREVIOUS: "上一环节", CHOSEN: "办过的环节", RETURNER: "退回的环节"}
_BY_WORDS = {"party": "办理人", "author": "发起人", "sender": "上一步的经办人", "handled": "办过的人"}
_REACH_WORDS = {
    "own": "本单位",
    "above": "各上级",
    "asked": "请到过的单位",
    "party": "请到过的",
    "handler": "正在办的",
    "author": "发起人",
}

Titles = Mapping[str, str]
"""Chinese titles by key: roles, conditions, effects; ``@co_issuers`` lists, ``code:990000`` organs, ``entitled:signing`` and
``process:cosign_inner``. What is not in it shows its key, or a general word.
"""


def place_words(at: str, names: Titles) -> str:
    """Where a party sits."""
    if at.startswith("code:"):
        return names.get(at, f"单位 {at.removeprefix('code:')}")
    if at.startswith("@"):
        return names.get(at, "文书所列单位")
    if at.startswith("above:"):
        return f"上面的{LEVEL_WORDS[at.removeprefix('above:')]}"
    return _PLACE_WORDS.get(at) or LEVEL_WORDS.get(at, at)


def missing_words(party: Party) -> str:
    """Why a party of a case is nowhere: the tree has no such organ, or the document names none."""
    if party.dynamic:
        return "文书没有列出这一方"
    level = party.at.removeprefix("above:")
    return f"没有{LEVEL_WORDS[level]}单位" if level in LEVEL_WORDS else "没有上一级单位"


def party_words(party: Party, roles: Titles) -> str:
    """Who is asked, in one line."""
    held = "或".join(_short(roles.get(role, role)) for role in party.roles)
    if party.at == "author":
        return f"发起人（{held}）"
    return f"{place_words(party.at, roles)} {held}"


def inner_words(party: Party, names: Titles) -> str:
    """By which process of its own a party works; empty when by none."""
    return names.get(f"process:{party.process}", party.process) if party.process else ""


def listed(keys: Iterable[str], names: Titles) -> str:
    """Conditions or effects by their titles."""
    return "、".join(names.get(key, key) for key in keys)


def action_words(definition: Definition, rule: ActionRule, names: Titles) -> dict[str, str]:
    """What a definition says of one of the house's actions."""
    if rule.off:
        return {"名称": rule.title, "能不能用": "不用"}
    told = {
        "名称": rule.title,
        "谁办": "、".join(_BY_WORDS.get(one) or grant_words(one, names) for one in rule.by),
        "只在": "、".join(definition.state(name).title for name in rule.sources if definition.has_state(name)),
    }
    return {label: words for label, words in told.items() if words}


def stand_in_words(party: Party, roles: Titles) -> str:
    """Who takes over where the post is vacant; empty when the definition names nobody."""
    return "、".join(_short(roles.get(role, role)) for role in party.stand_ins)


def quorum_words(state: State) -> str:
    """How many must agree; empty where one seat alone is asked."""
    several = len(state.parties) > 1 or any(party.dynamic for party in state.parties)
    if not several:
        return ""
    words = QUORUM_WORDS[state.quorum] if isinstance(state.quorum, str) else f"{state.quorum} 方同意"
    return f"{words}，一票否决" if state.veto else words


def target_words(definition: Definition, transition: Transition) -> str:
    """Where a transition leads."""
    if transition.to == CHOSEN and transition.choices:
        titles = "、".join(definition.state(name).title for name in transition.choices)
        return f"{titles}中所选的一个"
    if definition.has_state(transition.to):
        return definition.state(transition.to).title
    return _TARGET_WORDS.get(transition.to, transition.to)


def by_words(transition: Transition, roles: Titles) -> str:
    """Who may take it."""
    if transition.automatic:
        return "系统自动"
    return "、".join(_BY_WORDS.get(one) or grant_words(one, roles) for one in transition.by)


def grant_words(grant: Grant | str, roles: Titles) -> str:
    """A grant: whose, and how far it reaches."""
    role, _at, reach = str(grant).partition("@")
    where = _REACH_WORDS.get(reach) or f"{LEVEL_WORDS.get(reach.removeprefix('above:'), reach)}上级"
    return where if role == "*" else f"{where} {_short(roles.get(role, role))}"


def _short(title: str) -> str:
    """A role without what it is for: “书记” of “书记（签发）”."""
    return title.partition("（")[0]
