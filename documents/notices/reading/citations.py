"""行文依据: the papers that a text names in 《》 or by number, and the organ that issued each where the text says so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import document_numbers
from .organs import is_organ
from .structure import Parent

_ALWAYS = re.compile(
    r"(?:法|条例|规定|办法|细则|意见|通知|决定|决议|通报|批复|函|公告|准则|章程|规则|请示|命令|纲要|规划|要点|纪要|若干措施|行动计划|国家标准)(?:[（(].{1,16}[）)])?\Z"
)
_WITH_BASIS = re.compile(
    r"(?:方案|计划|措施|指南|标准|报告|清单|目录|制度|预案|总结|部署|讲话|规范|指导意见)(?:[（(].{1,16}[）)])?\Z"
)
_BASIS = re.compile("根据|按照|依据|遵照|依照|贯彻|落实|执行|参照|转发|结合|学习|按|据|为深入|精神")
_OWN = re.compile("制定|填写|填报|提交|报送|签订|签署|附件|附后|见附|领取|下载|征订|出版|编印|《")
_ISSUED_HERE = re.compile(
    r"\A(?:[（(][^（）()]*[）)])?(?:已经.{0,20}(?:同意|通过|审定)，?)?(?:现)?(?:予以)?(?:印发|下发|发布|公布)(?:给)?(?:你们|各|大家|，|。|如下)"
)
_LEADING = re.compile(
    "根据|按照|依据|遵照|依照|贯彻|落实|执行|参照|转发|结合|学习|关于|现将|以及|和|及|与|对|由|以|据|照|按|为|认真|深入|全面|进一步|精神|要求|[，。；：、（(]"
)
_ISSUED_BY = re.compile(r"(?:联合)?(?:印发|下发|制定|发布|出台|转发|颁布)的?\Z")
_SHORT_ORGAN = re.compile(
    "(?:国务院|中共中央|中央军委|团中央|全国人大常委会|最高人民法院|[省市县区州](?:委|政府|人大))\\Z"
)
_PLACEHOLDER = re.compile(r"[〔\[［【(（]\s*(?:\d{0,4}[xX×*]{1,4}|\s*)\s*[〕\]］】)）]\s*(?:\d*|[xX×]*)\s*号")


@dataclass(frozen=True, slots=True)
class _Quote:
    title: str
    start: int
    end: int


def read_parents(passages: Iterable[str], own_titles: Iterable[str], own_number: str | None) -> tuple[Parent, ...]:
    """The papers cited in passages. The paper's own title, its attachments and what it issues itself are not among them."""
    own = {_key(title) for title in own_titles if title}
    found: list[Parent] = []
    for passage in passages:
        found += [
            parent for parent in _in_passage(passage, own) if parent.number is None or parent.number != own_number
        ]
    return _merged(found)


def _in_passage(text: str, own: set[str]) -> Iterator[Parent]:
    used: list[tuple[int, int]] = []
    for quote in _quotes(text):
        after = text[quote.end :]
        number, length = _number_after(after)
        lead, lead_number, lead_start = _number_before(text[: quote.start])
        if not number and lead_number:
            number = lead_number
            used.append((lead_start, quote.start))
        used.append((quote.end, quote.end + length))
        passed_on = bool(re.match(r"(?:[（(][^（）()]*[）)])?\s*(?:转发|批转)", after))
        if (
            (_key(quote.title) in own and not number and not passed_on)
            or len(quote.title) < 4
            or not _is_cited(quote.title, text[max(0, quote.start - 40) : quote.start], after, number)
        ):
            continue
        yield Parent(number, quote.title, _organ(quote.title, lead))
    for match in document_numbers.NUMBER.finditer(text):
        if not any(start <= match.start() < end for start, end in used) and not _inside_quote(text, match.start()):
            mark = document_numbers.trimmed_mark(match["mark"])
            if 2 <= len(mark) <= 8:
                yield Parent(document_numbers.canonical(match), None, None)


def _quotes(text: str) -> Iterator[_Quote]:
    """Titles in 《》, nested ones as part of the outer title."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        if letter == "《":
            if depth == 0:
                start = at
            depth += 1
        elif letter == "》" and depth:
            depth -= 1
            if depth == 0:
                yield _Quote(text[start + 1 : at].strip(), start, at + 1)


def _inside_quote(text: str, at: int) -> bool:
    return text.rfind("《", 0, at) > text.rfind("》", 0, at)


def _number_after(after: str) -> tuple[str | None, int]:
    """The number in the brackets right behind a title, and how far they reach."""
    bracket = re.match(r"[ \u3000]?[（(]((?:[^（）()]|[（(]\d{4}[）)])*)[）)]", after)
    if not bracket:
        return None, 0
    match = document_numbers.NUMBER.search(bracket[1])
    return (document_numbers.canonical(match) if match else None), bracket.end()


def _number_before(before: str) -> tuple[str, str | None, int]:
    """“团曦发〔2026〕8号《……》”: the text before the number, the number, and where it begins."""
    match = next(reversed(list(document_numbers.NUMBER.finditer(before[-40:]))), None)
    if match is None or before[-40:][match.end() :].strip("）) 文件"):
        return before, None, 0
    offset = max(0, len(before) - 40)
    return before[: offset + match.start()], document_numbers.canonical(match), offset + match.start()


def _is_cited(title: str, before: str, after: str, number: str | None) -> bool:
    if _ISSUED_HERE.match(after):
        return False
    if number or _PLACEHOLDER.match(after.lstrip("（(")):
        return True
    clause = re.split("[。；]", before)[-1]
    if _ALWAYS.search(title):
        return not re.search(r"(?:填写|填报|签订|签署|领取|下载|提交|报送)\Z", clause)
    return bool(_WITH_BASIS.search(title) and _BASIS.search(clause) and not _OWN.search(clause[-12:]))


def _organ(title: str, before: str) -> str | None:
    """The organ in a title's prefix (“国务院关于……”), else the one named right before the title."""
    prefix, marker, _ = title.partition("关于")
    prefix = prefix.strip()
    if marker and prefix and (is_organ(prefix.replace(" ", "")) or _SHORT_ORGAN.search(prefix)):
        return re.sub(r"\s+", "、", prefix)
    before, among = re.subn(r"等\d{0,2}个?(?:部门|单位|部委|机关)\Z", "", _ISSUED_BY.sub("", before.rstrip(" \u3000")))
    clause = re.split("[。；，：]", before)[-1]
    names: list[str] = []
    for piece in reversed(re.split("、", clause)):
        name = _LEADING.split(piece)[-1]
        if not name or not (is_organ(name) or _SHORT_ORGAN.search(name)) or len(name) > 24:
            break
        names.insert(0, name)
        if name != piece:
            break
    return ("、".join(names) + ("等部门" if among else "") or None) if names else None


def _key(title: str) -> str:
    return re.sub(r"[^\w]|_", "", title)


def _merged(parents: list[Parent]) -> tuple[Parent, ...]:
    """One entry per paper: a number mentioned alone joins the entry that has it, a title cited twice keeps what is known."""
    kept: list[Parent] = []
    for parent in parents:
        for at, known in enumerate(kept):
            same_number = parent.number is not None and parent.number == known.number
            same_title = (
                parent.title is not None and known.title is not None and _key(parent.title) == _key(known.title)
            )
            if same_number or (same_title and not (parent.number and known.number)):
                kept[at] = Parent(
                    known.number or parent.number, known.title or parent.title, known.organ or parent.organ
                )
                break
        else:
            kept.append(parent)
    return tuple(kept)
