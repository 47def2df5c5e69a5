"""The actions that every process knows beside its own transitions (转办 加签 传阅 …): their titles, and who may by default.

A definition may switch them off, bind them to states, or name who may, in ``[actions.…]``. What they do is the engine's matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Opinion = Literal["required", "optional", "none"]

BY_WORDS = ("party", "author", "sender", "handled")
"""Who may, in words: who is asked now, who started it, who made the last move, who has handled it. Else a ``role@reach``."""

PREFIX = "@"
"""``Action.transition`` begins with it for an action of this table, so that no transition can be mistaken for one."""


@dataclass(frozen=True)
class ActionSpec:
    """One action as the house knows it. *fixed*: it answers an item put to the person, so nobody else may be named for it.

    *group* sorts them on a page: ``sign`` 加签减签, ``hand`` 转办委派, ``tell`` 传阅催办, ``hold`` 挂起延期终止, ``jump`` 跳转.
    """

    name: str
    title: str
    group: str
    by: tuple[str, ...] = ("party",)
    opinion: Opinion = "required"
    fixed: bool = False


_LEADERS = ("office@own", "deputy@own", "secretary@own")

ACTIONS: dict[str, ActionSpec] = {
    one.name: one
    for one in (
        ActionSpec("add_before", "前加签", "sign"),
        ActionSpec("add_beside", "并加签", "sign"),
        ActionSpec("add_after", "后加签", "sign"),
        ActionSpec("drop", "减签", "sign", ("party", "handled", "office@own")),
        ActionSpec("transfer", "转办", "hand"),
        ActionSpec("assist", "委派", "hand"),
        ActionSpec("answer", "回复协助", "hand", fixed=True),
        ActionSpec("claim", "领办", "hand", opinion="none"),
        ActionSpec("release", "放回", "hand", ("party", "office@own", "secretary@own"), "optional"),
        ActionSpec("circulate", "传阅", "tell", ("party", "author", "handled", "office@own", "clerk@own"), "optional"),
        ActionSpec("read", "已阅", "tell", opinion="optional", fixed=True),
        ActionSpec("copy", "抄送", "tell", ("party", "author", "handled", "office@own", "clerk@own"), "optional"),
        ActionSpec("urge", "催办", "tell", ("author", "sender", "handled", "office@own", "clerk@own"), "optional"),
        ActionSpec(
            "urge_readers", "催阅", "tell", ("party", "author", "handled", "office@own", "clerk@own"), "optional"
        ),
        ActionSpec("supervise", "督办", "tell", _LEADERS),
        ActionSpec("reply", "督办答复", "tell", fixed=True),
        ActionSpec("extend", "申请延期", "hold"),
        ActionSpec("extension_grant", "批准延期", "hold", (*_LEADERS, "secretary@above"), "optional", fixed=True),
        ActionSpec("extension_deny", "不批延期", "hold", (*_LEADERS, "secretary@above"), fixed=True),
        ActionSpec("suspend", "挂起", "hold", _LEADERS),
        ActionSpec("resume", "恢复", "hold", _LEADERS, "optional"),
        ActionSpec("cancel", "撤销", "hold", ("author",)),
        ActionSpec("stop", "终止", "hold", _LEADERS),
        ActionSpec("void", "作废", "hold", _LEADERS),
        ActionSpec("jump", "跳转", "jump", ("sysadmin@own", "sysadmin@above")),
        ActionSpec(
            "jump_confirm", "同意跳转", "jump", ("secretary@own", *_LEADERS, "secretary@above"), "optional", True
        ),
        ActionSpec("jump_deny", "不同意跳转", "jump", ("secretary@own", *_LEADERS, "secretary@above"), fixed=True),
    )
}
"""Every action by name, in the order in which a page lists them."""


ANSWERED_BY = {
    "assist": "answer",
    "claim": "release",
    "circulate": "read",
    "supervise": "reply",
    "extend": "extension_grant",
    "suspend": "resume",
    "jump": "jump_confirm",
}
"""What begins something, and what alone ends it as it should: wherever the first may be used, the second must be possible."""


@dataclass(frozen=True)
class ActionRule:
    """What a definition says of one action; ``by`` and ``sources`` empty mean: as the house has it, in every state."""

    name: str
    off: bool = False
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def spec(self) -> ActionSpec:
        """The action itself."""
        return ACTIONS[self.name]

    @property
    def title(self) -> str:
        """Its title."""
        return self.spec.title

    @property
    def who(self) -> tuple[str, ...]:
        """Who may."""
        return self.by or self.spec.by

    def serves(self, state: str) -> bool:
        """Whether it may be used in a state."""
        return not self.off and (not self.sources or state in self.sources)
