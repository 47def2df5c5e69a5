"""标准格式: how each kind of paper is usually built, to begin from before an organ has templates of its own.

Openings, the order of the parts and closing words follow the kind (条例第8条); everything that only the drafter knows is a
cross, which “placeholder.*” names until it is filled in.
"""

from typing import Any

from workflows.organisations import tree
from workflows.organisations.models import Organisation

from .kinds import Direction, Kind, direction

Part = tuple[str, str]

_OPEN = "××××"
_BODIES: dict[str, tuple[Part, ...]] = {
    Kind.NOTICE: (
        ("paragraph", "为××××，根据××××，现将有关事项通知如下。"),
        ("heading1", "一、主要任务"),
        ("heading2", "（一）××××。××××。"),
        ("heading2", "（二）××××。××××。"),
        ("heading1", "二、时间安排"),
        ("paragraph", _OPEN),
        ("heading1", "三、有关要求"),
        ("paragraph", "请于××月××日前将××××报送××××。"),
    ),
    Kind.CIRCULAR: (
        ("paragraph", "××月××日，××××。现将有关情况通报如下。"),
        ("heading1", "一、基本情况"),
        ("paragraph", _OPEN),
        ("heading1", "二、主要做法（存在问题）"),
        ("paragraph", _OPEN),
        ("heading1", "三、下一步要求"),
        ("paragraph", _OPEN),
    ),
    Kind.REPORT: (
        ("paragraph", "按照××××要求，现将××××情况报告如下。"),
        ("heading1", "一、工作情况"),
        ("paragraph", _OPEN),
        ("heading1", "二、存在问题"),
        ("paragraph", _OPEN),
        ("heading1", "三、下一步打算"),
        ("paragraph", _OPEN),
        ("paragraph", "特此报告。"),
    ),
    Kind.REQUEST: (
        ("paragraph", "为××××，拟××××。现将有关事项请示如下。"),
        ("heading1", "一、基本情况"),
        ("paragraph", _OPEN),
        ("heading1", "二、请示事项"),
        ("paragraph", _OPEN),
        ("paragraph", "妥否，请批示。"),
    ),
    Kind.REPLY: (
        ("paragraph", "你委《关于××××的请示》（××〔20××〕××号）收悉。经研究，现批复如下。"),
        ("heading1", "一、同意××××。"),
        ("heading1", "二、请你委××××。"),
        ("paragraph", "此复。"),
    ),
    Kind.LETTER: (
        ("paragraph", "为××××，拟××××。现就××××商请贵单位予以支持。"),
        ("paragraph", "请于××月××日前函复。"),
        ("paragraph", "特此函达。"),
    ),
    Kind.MINUTES: (
        ("paragraph", "××月××日，××××主持召开××××会议，研究××××。现将议定事项纪要如下。"),
        ("heading1", "一、关于××××。会议同意××××。"),
        ("heading1", "二、关于××××。会议决定××××，由××××于××月××日前完成。"),
    ),
    Kind.OPINION: (
        ("paragraph", "为××××，现提出如下意见。"),
        ("heading1", "一、总体要求"),
        ("paragraph", _OPEN),
        ("heading1", "二、主要任务"),
        ("heading2", "（一）××××。××××。"),
        ("heading2", "（二）××××。××××。"),
        ("heading1", "三、组织实施"),
        ("paragraph", _OPEN),
    ),
    Kind.DECISION: (
        ("paragraph", "为××××，根据××××，经研究，决定××××。"),
        ("paragraph", "希望××××。"),
    ),
}
_TITLES: dict[str, str] = {
    Kind.MINUTES: "××××会议纪要",
    Kind.REPLY: "关于同意××××的批复",
    Kind.LETTER: "关于商请××××的函",
}
_PRESENT = "出席：××××\n列席：××××\n请假：××××"

USES: dict[str, str] = {
    Kind.NOTICE: "布置工作、传达要求、转发印发",
    Kind.CIRCULAR: "表扬、批评、传达情况",
    Kind.REPORT: "向上级汇报，不夹带请示事项",
    Kind.REQUEST: "请上级批准，一文一事",
    Kind.REPLY: "答复下级的请示",
    Kind.LETTER: "与不相隶属的机关商洽、答复",
    Kind.MINUTES: "记载会议情况和议定事项",
    Kind.OPINION: "对重要问题提出见解和办法",
    Kind.DECISION: "重要决策、奖惩",
}
"""What each kind is for, in a few words for the drafter who chooses."""


def standard(kind: str, organ: Organisation) -> dict[str, Any]:
    """The content from which a paper of the kind begins, in the form that templates have."""
    return {
        "kind": kind,
        "title": _TITLES.get(kind, f"关于××××的{kind}"),
        "recipients": superior(organ) if direction(kind) == Direction.UP else "",
        "body": [{"type": name, "value": text} for name, text in _BODIES[kind]],
        "attendance": _PRESENT if kind == Kind.MINUTES else "",
    }


def superior(organ: Organisation) -> str:
    """The name of the league organ directly above, to which reports and requests go; empty at the top."""
    above = tree.superior(organ)
    return above.name if above and above.kind == Organisation.Kind.COMMITTEE else ""
