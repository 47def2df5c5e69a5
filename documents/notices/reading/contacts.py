"""联系人: names, telephones, fax, mailboxes, address and postcode from the lines that give them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .blanks import HAN, looks_like_name
from .journal import Journal
from .organs import is_organ
from .patterns import any_of
from .structure import Contact

_FIELDS = {
    "name": any_of(
        rf"联系(?=[{HAN}]{{1,3}}(?:老师|同志)[，,、（( \d])",
        r"(?:项目|会务|业务|技术|报名|活动|工作)?联\s*[系络]\s*人\s*员?(?:姓名)?(?:\s*[及和与]\s*(?:联系)?(?:电\s*话|方式))?",
        r"联络员|咨\s*询\s*人|联系老师|联系同志|会务联系|经\s*办\s*人",
        rf"联\s*系(?=\s*[：:][{HAN}]{{2,4}}[，,、 （(])",
    ),
    "fax": r"传\s*真(?:号码|电话)?(?!至|给|报|到|件)",
    "phone": any_of(
        r"(?<!家长)(?<!学生)(?<!护人)(?<!儿童)(?<!孩子)(?<!父母)(?:联系|办公|咨询|固定|值班|移动|会务|业务|报名|监督|举报|手机)?\s*"
        r"电\s*话(?:号码)?(?:\s*[（(]?\s*(?:兼|/|、|及)?\s*传真\s*[）)]?)?",
        r"手\s*机(?:号码?)?|联系方式|咨询热线",
    ),
    "email": r"(?:报送|联系|投稿|专用|工作|指定)?(?:电子)?(?:邮\s*箱|信\s*箱|邮\s*件)(?:地址)?|[Ee]-?[Mm]ail",
    "address": r"(?:通讯|通信|联系|邮寄|办公|单位|寄送|报送)?\s*地\s*址",
    "postcode": r"邮\s*政?\s*编\s*码?",
    "other": r"QQ(?:群|号)*|微\s*信(?:群|号|公众号)*|网\s*址|网\s*站|备\s*注",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELDS.items()))
_COLON = re.compile(r"\s*(?:[：:]+|(?=[ \u3000]*[（(]?\d{3}|[ \u3000]*[A-Za-z0-9._-]{2,}@))")
_NAME_WITHOUT_COLON = re.compile(rf"\s*(?=[{HAN}]{{2,4}}(?:[，,、；; （(\d]|$))")
_PHONE = re.compile(
    r"(?<![\d@.])"
    + any_of(
        r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}",
        r"400[ -]?\d{3,4}[ -]?\d{3,4}",
        r"(?:[（(]\s*0\d{2,3}\s*[）)]\s*|0\d{2,3}\s*[-—–－―]*\s*)?\d{7,8}(?:\s*[-—转]\s*\d{1,4})?",
        r"(?<=[：:\s、，])\d{5,6}",
    )
    + r"(?![\d@])"
)
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_BROKEN_EMAIL = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._%+-]{0,60})[ \u3000]*[@＠][ \u3000]*((?:[A-Za-z0-9-]{1,40}[ \u3000]*[.．。][ \u3000]*){1,4})"
    r"(com|cn|net|org|edu|gov|example|test|info|top)\b(?:[ \u3000]*[.．][ \u3000]*(cn|hk)\b)?"
)
_POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_STOP = re.compile("[。；;\n]")
_NAME = re.compile(rf"[{HAN}·]{{2,4}}(?:同志|老师)?\Z")
_NOT_NAME = re.compile(
    "电话|手机|邮箱|传真|地址|联系|部$|处$|科$|室$|局$|委$|办$|中心|同上|另行|附件|学校|待定|详见|以上|工作|负责|报送|时间|市|县|街道|[省区镇乡]$"
)
_AFTER_POST = re.compile(
    rf"(?:部|处|科|室|厅|局|委|会|办|办公室|中心|队|校|院|书记|部长|主任|干事|科长|处长)([{HAN}]{{2,4}})\Z"
)
_LOOSE = re.compile(
    rf"(?:[{HAN}（）]{{2,16}}[ \u3000]+)?(?P<name>[{HAN}]{{2,4}}(?: ?[{HAN}])?)(?:[（(][^（）()]*[）)])?[：:，,、\s\u3000]*(?=[（(]?\d)"
)


def mend_emails(text: str, journal: Journal) -> str:
    """Mailboxes without the blanks and full-width signs that OCR puts into them."""
    return journal.sub("repair.email", _BROKEN_EMAIL, _mended, text)


def _mended(match: re.Match[str]) -> str:
    domain = re.sub(r"[ \u3000]", "", match[2]).replace("．", ".").replace("。", ".")
    return f"{match[1]}@{domain}{match[3]}" + (f".{match[4]}" if match[4] else "")


@dataclass(slots=True)
class _Draft:
    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    fax: str | None = None
    address: str | None = None
    postcode: str | None = None

    def filled(self) -> bool:
        return bool(self.names or self.phones or self.emails or self.fax or self.address)

    def frozen(self) -> Contact:
        unique = (tuple(dict.fromkeys(values)) for values in (self.names, self.phones, self.emails))
        names, phones, emails = unique
        return Contact(names, phones, self.fax, emails, self.address, self.postcode)


def mentions(text: str) -> bool:
    """Whether a passage gives a contact: a labelled name or telephone."""
    return any(kind in {"name", "phone"} and value for kind, value, _ in _items(text))


def is_contact_line(text: str) -> bool:
    """Whether a passage is nothing but a contact."""
    bare = text.strip().lstrip("（(")
    label = _LABEL.match(bare)
    if not label or len(text) > 260 or not _found_colon(bare, label):
        return False
    stop = re.search("。(?=.{16,})", bare)
    return not (stop and not _LABEL.match(bare[stop.end() :])) and bool(_items(bare))


def is_loose_line(text: str) -> bool:
    """A name and a telephone without labels, as they stand in lists."""
    match = _LOOSE.match(text)
    return bool(match and len(text) <= 50 and _PHONE.search(text) and looks_like_name(match["name"].replace(" ", "")))


def read_contacts(passages: Iterable[str]) -> tuple[Contact, ...]:
    """The contacts in passages, in order. A new 联系人 label, or a name with a telephone of its own, begins a new block."""
    drafts: list[_Draft] = [_Draft()]
    for passage in passages:
        items = _items(passage)
        if not items and is_loose_line(passage):
            items = [("name", passage, 0)]
            if drafts[-1].phones:
                drafts.append(_Draft())
        elif (
            items
            and (prefix := passage[: items[0][2]].strip(" \u3000，,；;（("))
            and _NAME.match(prefix)
            and looks_like_name(prefix)
        ):
            if drafts[-1].phones:
                drafts.append(_Draft())
            drafts[-1].names.append(prefix)
        if _by_columns(drafts, items):
            continue
        for kind, value, _ in items:
            if kind == "name" and drafts[-1].names and (drafts[-1].phones or drafts[-1].emails):
                drafts.append(_Draft())
            _take(drafts, kind, value)
    return tuple(draft.frozen() for draft in drafts if draft.filled())


def _by_columns(drafts: list[_Draft], items: list[tuple[str, str, int]]) -> bool:
    """Two or more people side by side, their telephones side by side on the next line."""
    kinds = {kind for kind, _, _ in items}
    if len(items) < 2 or len(kinds) > 1 or not kinds <= {"name", "phone", "email"}:
        return False
    if kinds == {"name"}:
        found = [_names(value) for _, value, _ in items]
        if not all(found):
            return False
        drafts += [_Draft(names) for names in found]
        return True
    people = drafts[-len(items) :]
    if len(people) < len(items) or not all(draft.names for draft in people):
        return False
    for draft, (kind, value, _) in zip(people, items, strict=True):
        _take([draft], kind, value)
    return True


def stray_emails(passages: Iterable[str]) -> list[str]:
    """Mailboxes to which something is to be sent, named in the text and not in a contact."""
    return list(dict.fromkeys(match.group() for passage in passages for match in _EMAIL.finditer(passage)))


def read_rows(rows: Sequence[Sequence[str]]) -> tuple[Contact, ...]:
    """Contacts from a table whose head row names 姓名 or 联系人 and 电话."""
    if not rows:
        return ()
    head = [re.sub(r"\s", "", cell) for cell in rows[0]]
    name = next((i for i, cell in enumerate(head) if re.search("联系人|姓名|联络员", cell)), None)
    phone = next((i for i, cell in enumerate(head) if re.search("电话|手机|联系方式", cell)), None)
    email = next((i for i, cell in enumerate(head) if "邮箱" in cell), None)
    if name is None or phone is None:
        return ()
    found = []
    for row in rows[1:]:
        if max(name, phone, email or 0) < len(row):
            names = tuple(_names(row[name]))
            phones = tuple(_phones(" " + row[phone]))
            emails = tuple(_EMAIL.findall(row[email])) if email is not None else ()
            if names and phones:
                found.append(Contact(names, phones, None, emails))
    return tuple(found)


def _found_colon(text: str, label: re.Match[str]) -> re.Match[str] | None:
    colon = _COLON.match(text, label.end())
    if colon is None and label.lastgroup == "name":
        colon = _NAME_WITHOUT_COLON.match(text, label.end())
        if colon and not looks_like_name(re.split(r"[^\u4e00-\u9fff]", text[colon.end() :])[0]):
            return None
    if colon is not None and label.lastgroup in {"address", "other"} and not re.search("[：:]", colon.group()):
        return None
    return colon


def _items(text: str) -> list[tuple[str, str, int]]:
    """Labelled values of a passage: (field, value, where the label begins)."""
    labels = [(match, colon) for match in _LABEL.finditer(text) if (colon := _found_colon(text, match))]
    items = []
    for at, (match, colon) in enumerate(labels):
        if match.lastgroup == "phone" and "传真" in match.group():
            items.append(("fax", text[colon.end() :].strip(), match.start()))
        end = labels[at + 1][0].start() if at + 1 < len(labels) else len(text)
        items.append((match.lastgroup or "", text[colon.end() : end].strip(), match.start()))
    has_person = any(kind == "name" for kind, _, _ in items)
    useful = has_person or any(kind in {"phone", "fax"} and _PHONE.search(" " + value) for kind, value, _ in items)
    useful = useful or any(kind == "email" and _EMAIL.search(value) for kind, value, _ in items)
    useful = useful or (bool(items) and items[0][2] <= 1 and items[0][0] in {"address", "postcode"})
    return items if useful else []


def _take(drafts: list[_Draft], kind: str, value: str) -> None:
    draft = drafts[-1]
    if kind == "name":
        _take_people(drafts, value)
    elif kind == "phone":
        _take_phone(drafts, value)
    elif kind == "fax":
        draft.fax = draft.fax or next(iter(_phones(" " + value)), None)
    elif kind == "email":
        draft.emails += _EMAIL.findall(value)
    elif kind == "address":
        draft.address = draft.address or _STOP.split(value)[0].strip(" \u3000，,、）)（(") or None
    elif kind == "postcode" and (match := _POSTCODE.search(value)):
        draft.postcode = draft.postcode or match.group()


def _take_phone(drafts: list[_Draft], value: str) -> None:
    """Telephones; a name behind them is that of the next person (“电话：……；团省委 某某，电话：……”)."""
    draft = drafts[-1]
    found = list(_PHONE.finditer(" " + value))
    draft.phones += _phones(" " + value)
    draft.emails += _EMAIL.findall(value)
    names = [name for name in _names(value[found[-1].end() - 1 :] if found else value) if looks_like_name(name)]
    if names and draft.names and found:
        drafts.append(_Draft(names))
    elif not draft.names:
        draft.names += names


def _take_people(drafts: list[_Draft], value: str) -> None:
    """Names, with telephones beside them: “甲、乙 0000-1234567”, “甲 0000-1111111，乙 0000-2222222”."""
    rest = value
    while match := _PHONE.search(" " + rest):
        start, end = match.start() - 1, match.end() - 1
        names = _names(rest[:start])
        if names and drafts[-1].phones:
            drafts.append(_Draft())
        drafts[-1].names += names
        drafts[-1].phones += _phones(" " + rest[start:end])
        rest = rest[end:]
    drafts[-1].emails += _EMAIL.findall(rest)
    names = _names(_EMAIL.sub(" ", _STOP.split(rest)[0] if drafts[-1].phones else rest))
    if names and not drafts[-1].phones:
        drafts[-1].names += names


def _phones(text: str) -> list[str]:
    return [_tidy(match.group()) for match in _PHONE.finditer(_EMAIL.sub(" ", text))]


def _tidy(phone: str) -> str:
    """One form: 010-85210000, whatever bracket or dash was used; mobiles without blanks."""
    phone = re.sub(r"[\s（(]", "", phone)
    phone = re.sub(r"[）)—–－―]+", "-", phone)
    phone = re.sub(r"-{2,}", "-", phone)
    return phone.replace("-", "") if re.fullmatch(r"1[3-9][\d-]+", phone) else phone


def _names(text: str) -> list[str]:
    """Names of people in a value; posts, departments and brackets are left out."""
    text = re.sub(r"[（(][^（）()]*[）)]?", " ", text)
    found = []
    text = re.sub(rf"(?<![{HAN}])([{HAN}])[ \u3000]([{HAN}])(?:[ \u3000]([{HAN}]))?(?![{HAN}])", r"\1\2\3", text)
    for token in re.split(rf"[、，,；;。/\s\u3000：:0-9A-Za-z@._—-]+|(?<=[{HAN}])[和与及](?=[{HAN}]{{2,3}}\Z)", text):
        token = (token or "").strip()
        if (match := _AFTER_POST.search(token)) and looks_like_name(match[1]):
            token = match[1]
        if _NAME.match(token) and not _NOT_NAME.search(token) and not is_organ(token):
            found.append(token)
    if not found and (pair := re.match(rf"\s*([{HAN}])[ \u3000]+([{HAN}])(?![{HAN}])", text)):
        found.append(pair[1] + pair[2])
    return found
