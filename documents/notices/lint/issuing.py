"""发文机关: who may issue, and whether head, signature and printing organ agree (条例第16–17条, GB/T 9704-2012 7.2.4)."""

import re
from collections.abc import Iterator

from documents.notices.reading.organs import department_of, is_league, normal, organs_in_title, same

from .rule import Hit, Paper, rule

_LEVEL = re.compile(
    "[\u4e00-\u9fff]{2,8}?(省|自治区|市|州|县|区|旗|镇|乡|街道)(?=委|教育|民政|妇|文明|公安|司法|卫|人社|财政|总工会|残联|关工委|社会|人民政府|少工委|文联|科协|团)"
)
_RANK = {"省": 1, "自治区": 1, "市": 2, "州": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4, "街道": 4}


@rule("issuer.department", "warning", "内设机构对外行文", "条例第17条")
def department(paper: Paper) -> Iterator[Hit]:
    """An organ's inner departments, its office apart, do not issue papers of their own."""
    for name in paper.reading.issuers:
        if (organ := department_of(name)) and not re.match("中共|中国共产党", name):
            yield Hit(
                f"“{name}”是“{organ}”的内设机构，除办公厅（室）外不得对外正式行文。请以机关或其办公室名义发文。", name
            )


@rule("issuer.head", "warning", "发文机关标志与署名不一致", "GB/T 9704-2012 7.2.4、7.3.5")
def head_and_signature(paper: Paper) -> Iterator[Hit]:
    """Every organ on the head signs; the head of a joint paper may show the host alone, that of minutes names the meeting."""
    head, signature = paper.reading.head, paper.reading.signature
    if not head or not signature or paper.reading.kind == "纪要":
        return
    strangers = [name for name in head if not any(same(name, other) for other in signature)]
    if strangers:
        yield Hit(
            f"红头是“{'、'.join(strangers)}”，署名是“{'、'.join(signature)}”，两处应一致。请改署名或改红头。",
            "／".join([*strangers, *signature]),
        )


@rule("issuer.title", "warning", "标题中的发文机关与署名不一致", "条例第9条（七）")
def title_and_signature(paper: Paper) -> Iterator[Hit]:
    """The organ in the title is one of those that sign."""
    names = organs_in_title(paper.reading.title or "")
    signature = paper.reading.signature
    if not names or not signature:
        return
    strangers = [
        name
        for name in names
        if is_league(name)
        and not any(same(name, other) or normal(other).startswith(normal(name)) for other in signature)
    ]
    if strangers:
        yield Hit(
            f"标题里的发文机关“{'、'.join(strangers)}”没有署名，署名是“{'、'.join(signature)}”。请核对。",
            paper.reading.title or "",
        )


@rule("issuer.levels", "warning", "联合发文的机关不同级", "条例第17条")
def levels(paper: Paper) -> Iterator[Hit]:
    """Joint papers are issued by organs of the same rank."""
    ranks = {}
    for name in paper.reading.issuers:
        if found := _LEVEL.findall(name):
            ranks[name] = _RANK[found[-1]]
    if len(set(ranks.values())) > 1:
        yield Hit(f"联合发文的机关应当同级，现在是“{'、'.join(ranks)}”。请核对。", "、".join(ranks))
