"""要素: what a paper cannot do without (条例第9条)."""

from collections.abc import Iterator

from documents.notices.reading.kinds import NEEDS_RECIPIENTS, UPWARD

from .rule import Hit, Paper, rule


@rule("missing.title", "error", "缺标题", "条例第9条（七）")
def missing_title(paper: Paper) -> Iterator[Hit]:
    """Every paper has a title."""
    if not paper.reading.title:
        yield Hit("没有标题。请写明“发文机关＋关于＋事由＋的＋文种”。")


@rule("missing.body", "error", "缺正文", "条例第9条（九）")
def missing_body(paper: Paper) -> Iterator[Hit]:
    """Every paper has a text."""
    if not paper.text.strip():
        yield Hit("没有正文。请补上正文，或检查文件是否复制完整。")


@rule("missing.recipients", "error", "缺主送机关", "条例第9条（八）")
def missing_recipients(paper: Paper) -> Iterator[Hit]:
    """通知, 报告, 请示, 批复 and 函 go to somebody; 决定, 公告, 纪要 and the like need no 主送."""
    if paper.reading.kind in NEEDS_RECIPIENTS and not paper.reading.recipients:
        yield Hit(f"{paper.reading.kind}没有主送机关。请在标题下一行写明主送机关，以冒号结尾。")


@rule("missing.issuer", "error", "缺发文机关", "条例第9条（四）（十一）")
def missing_issuer(paper: Paper) -> Iterator[Hit]:
    """Somebody must issue the paper: by signature, in the title or on the head."""
    if not paper.reading.issuers:
        yield Hit("看不出发文机关：没有署名，标题和红头里也没有。请在正文后署名。")


@rule("missing.kind", "warning", "标题没有文种", "条例第8条、第9条（七）")
def missing_kind(paper: Paper) -> Iterator[Hit]:
    """A title ends with one of the fifteen kinds; 方案, 计划 and the like travel with a 通知."""
    title = paper.reading.title
    if title and paper.reading.kind is None:
        yield Hit(
            "标题没有写明文种（通知、通报、报告、请示、批复、函、意见、决定、纪要等）。方案、计划、总结等应以“关于印发……的通知”行文。",
            title,
        )


@rule("missing.date", "warning", "缺成文日期", "条例第9条（十二）")
def missing_date(paper: Paper) -> Iterator[Hit]:
    """成文日期 is the day of signing; a draft has none yet, an issued paper must."""
    if not paper.reading.signed_on:
        yield Hit("没有成文日期。拟稿时可以空着，签发后以签发日期为准。")


@rule("missing.number", "info", "没有发文字号", "条例第9条（五）")
def missing_number(paper: Paper) -> Iterator[Hit]:
    """The number is given at 登记."""
    if not paper.reading.document_number:
        yield Hit("没有发文字号。字号在登记编号时给，不必手填。")


@rule("missing.signer", "warning", "上行文未标注签发人", "条例第9条（六）")
def missing_signer(paper: Paper) -> Iterator[Hit]:
    """Upward papers show who signed them; a draft has neither number nor signer yet."""
    if paper.reading.kind in UPWARD and paper.reading.document_number and not paper.reading.signer:
        yield Hit(f"{paper.reading.kind}是上行文，应在发文字号同一行右侧标注签发人。")
