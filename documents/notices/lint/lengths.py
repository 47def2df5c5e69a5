"""Length of papers (《整治形式主义为基层减负若干规定》, 2024)."""

from collections.abc import Iterator

from .rule import Hit, Paper, rule

SPECIAL = 4000
COMPREHENSIVE = 5000


@rule("length.body", "warning", "篇幅过长", "整治形式主义为基层减负若干规定（2024）")
def length(paper: Paper) -> Iterator[Hit]:
    """At most 4000 characters on a special matter, 5000 for a comprehensive paper."""
    count = sum(not c.isspace() for c in paper.text)
    if count > COMPREHENSIVE:
        yield Hit(f"正文{count}字，超过综合性公文5000字的限制。请压缩。")
    elif count > SPECIAL:
        yield Hit(f"正文{count}字，专项工作的公文一般不超过4000字（综合性的不超过5000字）。请压缩。")
