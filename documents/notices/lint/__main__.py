"""``python -m documents.notices.lint`` prints the table of codes for the README."""

import sys

from . import RULES

_WORDS = {"error": "须改正", "warning": "须核对", "info": "提示"}


def table() -> str:
    """All codes as a Markdown table."""
    rows = [f"| `{code}` | {_WORDS[rule.severity]} | {rule.title} | {rule.source} |" for code, rule in RULES.items()]
    return "\n".join(["| 代码 | 分量 | 内容 | 依据 |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
