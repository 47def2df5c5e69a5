"""With what the editor begins a new process: a small one that passes the check, or a copy of one that is in use."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ..models import Definition
from ..registry import vocabulary

SKELETON = """\
# 一个最小的流程：拟稿 → 审签 → 办结，可以退回。照着改名、添环节即可；# 后面是说明，不影响流程。
# 写法见页面上方的“怎样写流程”。改的时候，旁边会随时告诉您哪一行不对。

process = "{process}"   # 流程代号：小写英文字母、数字和下划线，启用后不再改
title = "新的流程"        # 给人看的名字
subject = "{subject}"   # 管哪一类文书，可写：{subjects}
initial = "draft"       # 从哪个环节开始

# ———— 环节：写一节就多一步，按书写的先后显示 ————

[states.draft]
title = "拟稿"
party = {{ at = "author", role = "drafter" }}      # 请发起人本人
edit = ["handler"]                               # 正在办的人可以改

[states.sign]
title = "审签"
party = {{ at = "organ", role = "secretary", else = ["deputy"] }}   # 请本机关书记；空缺时请副书记
days = 2                                         # 两个工作日内办完

[states.done]
title = "已审签"
outcome = "passed"                               # 办结：办成

# ———— 操作：就是各环节上的按钮 ————

[transitions.submit]
title = "送审签"
from = "draft"
to = "sign"

[transitions.approve]
title = "同意"
from = "sign"
to = "done"

[transitions.return]
title = "退回修改"
from = "sign"
to = "draft"
verdict = "return"
"""

_PROCESS = re.compile(r'^(\s*process\s*=\s*")[^"]*(".*)$', re.MULTILINE)
_TITLE = re.compile(r'^(\s*title\s*=\s*")([^"]*)(".*)$', re.MULTILINE)


def skeleton() -> str:
    """A commented process that may be kept as it stands; for papers, where the house knows papers."""
    kinds = vocabulary().types
    subject = "notice" if "notice" in kinds else next(iter(kinds), "notice")
    told = "、".join(f"{key} {kind.title}" for key, kind in kinds.items())
    return SKELETON.format(process=free_name("own_process"), subject=subject, subjects=told or subject)


def copy_of(row: Definition) -> str:
    """The source of *row* as another process: a name and a title of its own, all else as it is written."""
    source = _PROCESS.sub(rf"\g<1>{free_name(f'{row.process}_own')}\g<2>", row.source, count=1)
    head, mark, rest = source.partition("[")
    return _TITLE.sub(rf"\g<1>\g<2>{_('（另写）')}\g<3>", head, count=1) + mark + rest


def free_name(wanted: str) -> str:
    """*wanted*, or with the first number behind it that no process has yet."""
    taken = set(Definition.objects.filter(process__startswith=wanted).values_list("process", flat=True))
    names = (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
