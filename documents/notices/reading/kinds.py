"""文种 as they end a title: the fifteen of 条例第8条, and the papers that are none of them."""

import re

STATUTORY = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
UPWARD = ("报告", "请示")
NEEDS_RECIPIENTS = ("通知", "报告", "请示", "批复", "函")
OTHER = (
    "方案|办法|细则|计划|总结|倡议书|公示|说明|安排|预案|要点|简报|汇报|申请|申请书|启事|声明|公开信|规定|制度|章程|守则|须知|指南|名单|责任书|协议|讲话|规则|规划|"
    "纲要|措施|清单|材料|简介|议程|日程|流程|标准|建议|建议书|情况|要求|工作法|感谢信|慰问信|贺信|祝词|主持词|汇编|选编|精选|范文|事迹"
)
_TAIL = r"(?:[（(〔\[【][^（）()〔〕\[\]【】]{1,24}[）)〕\]】]){0,2}[。.]?"
_STATUTORY_END = re.compile(rf"({'|'.join(STATUTORY)}|令)(?:稿|书)?{_TAIL}\Z")
_OTHER_END = re.compile(rf"({OTHER}){_TAIL}\Z")


def kind_of(title: str) -> str | None:
    """The statutory kind that a title names, or None."""
    match = _STATUTORY_END.search(title)
    if not match:
        return None
    word = "命令" if match[1] == "令" else match[1]
    if word == "命令" and not re.search("命令|第.{1,6}号令|嘉奖令|任免令", title):
        return None
    return word


def ends_as_title(text: str) -> bool:
    """Whether a text ends with the name of a statutory kind or of another common paper."""
    return bool(_STATUTORY_END.search(text) or _OTHER_END.search(text))
