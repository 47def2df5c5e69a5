"""Names of organs: recognising them, splitting lists of them (主送、抄送), comparing long and short forms."""

import re

_SUFFIX = (
    "委员会|团[（(]工[）)]委|工[（(]委[）)]|管委会|人民政府|政府|办事处|党委|党工委|党组|党支部|党总支|团委|团工委|团总支|团支部|少工委|团省委|团市委|团县委|团区委|团州委|团旗委|"
    "省委|市委|县委|区委|州委|旗委|镇委|乡委|工委|纪委|政法委|编委|农委|经委|科委|教委|建委|卫健委|发改委|国资委|民委|办公厅|办公室|宣传部|组织部|统战部|工作部|"
    "部|厅|局|署|院|妇联|残联|工会|工商联|科协|文联|侨联|社科联|学联|青联|关工委|文明办|志愿者协会|联合会|协会|学会|研究会|基金会|促进会|理事会|"
    "学校|中学|小学|大学|学院|幼儿园|一中|二中|三中|中心校|职教中心|中心|支队|总队|大队|中队|少先队|公司|集团|银行|医院|书店|电视台|日报社|报社|"
    "处|科|股|站|所|馆|社|队|团中央|国务院|中共中央|中央军委|中央|领导小组|指挥部|联席会议|工作组|专班|办|会|班级|团组织|党组织|工作委员会|团"
)
_CLASS = (
    "单位|部门|机构|机关|企业|企事业单位|学校|高校|院校|院系|中小学|中小学校|中学|小学|幼儿园|学院|系部|科室|处室|部室|班级|年级|社团|组织|团体|团员|青年|志愿者|同学|同志|老师|教师|教职工|家长|队员|"
    "委员|代表|会员|干部|书记|成员|职工|党员|员工|村民|居民|朋友|村|社区|乡镇|街道|开发区|园区|农场|林场|团场|师|市|县|区|县区|区县|支部|总支|分会|分队|服务队|少先队|有关方面|直属机构|各方面"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fff（）()“”·A-Za-z0-9×○*]{{0,36}}?(?:{_SUFFIX})(?:[（(][^（）()]{{1,30}}[）)])?\Z")
_ADDRESSEE = re.compile(
    rf"(?:.{{0,40}}(?:{_SUFFIX}|{_CLASS})(?:[（(][^（）()]{{1,40}}[）)])?|(?:各位|全体|全校|全院|各).{{1,20}})\Z"
)
_REGION_ENDS = re.compile(
    "(?:省|自治区|直辖市|州|盟|市|县|区|旗|县市区|县区|区县|市州|市县|乡|镇|乡镇|街道|村|社区)(?:[（(][^（）()]{1,10}[）)])?\\Z"
)
_WORDY = re.compile(
    "关于|如下|现将|通知|以下|为了|根据|按照|要求|安排|时间|地点|主题|电话|联系|邮箱|附件|开展|召开|举办|举行|进行|是|了|请|的|您|你|[，。；！？：:]"
)
_SENTENCE = re.compile(
    "如下|现将|为了|根据|按照|以下(?!简称)|请于|请各|联系|电话|邮箱|地址|附件|时间|地点|主题|内容|对象|方式|流程|原则|目标|任务|步骤|日程|议程|截止|[。！？]|(?:是|有|为)$|通知如下|事项|关于"
)
_FORMAL = re.compile(r"中国共产主义青年团(.{0,24}?)(?:委员会|委)\Z")
_SHORT = re.compile(r"团([省市县区州旗]?)委\Z")


def is_organ(text: str) -> bool:
    """Whether a text is the name of one organ and nothing else."""
    return 3 <= len(text) <= 40 and bool(_ORGAN.fullmatch(text)) and not _WORDY.search(text)


_NOT_ALONE = {"共青团", "中国共产主义青年团", "少先队", "中国少年先锋队", "党委", "团委会", "办公室"}
_SEAL = re.compile(r"[ \u3000]*[（(]\s*(?:盖\s*章|公\s*章|印\s*章|章|签\s*章|代\s*章|加盖公章)\s*[）)]")


def organs_on(raw: str) -> list[str]:
    """The organs that make up a line, in columns, parted by blanks or by “、”, or letter-spaced; empty for any other line."""
    text = _SEAL.sub("", raw).strip(" \t\u3000")
    tokens = [token for token in re.split(r"[ \t\u3000、]+", text) if token]
    if tokens and all(is_organ(token) and token not in _NOT_ALONE for token in tokens):
        return tokens
    columns = [re.sub(r"[ \u3000]", "", part) for part in re.split(r" {2,}|\u3000{2,}|\t", text) if part.strip()]
    if columns and all(is_organ(column) and column not in _NOT_ALONE for column in columns):
        return columns
    whole = "".join(tokens)
    return [whole] if is_organ(whole) and "、" not in text else []


def is_addressee(text: str) -> bool:
    """Whether a text can stand in a list of addressees: an organ, a class of units or of people."""
    return 1 < len(text) <= 60 and bool(_ADDRESSEE.match(text))


def is_recipient_list(text: str) -> bool:
    """Whether a text, without its colon, is a 主送 list."""
    if not 2 <= len(text) <= 600 or _SENTENCE.search(text) or not re.search("[\u4e00-\u9fff]", text):
        return False
    parts = split_list(text)
    return bool(parts) and sum(is_addressee(part) for part in parts) * 3 >= len(parts) * 2


def split_list(text: str) -> list[str]:
    """The entries of a 主送 or 抄送 list as written.

    Commas and semicolons part classes of organs; “、” parts organs only where each side can stand alone, so that
    “各省、自治区、直辖市委” stays one entry. Brackets are never split.
    """
    entries: list[str] = []
    for group in _cut(text.strip().rstrip("：:。.；;，,"), "，,；;\n。\u3000"):
        entries += _regrouped(_cut(group, "、"))
    return [entry for entry in (e.strip(" \u3000") for e in entries) if entry]


def _cut(text: str, separators: str) -> list[str]:
    """Split outside brackets and quotes."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "（(《“":
            depth += 1
        elif letter in "）)》”":
            depth = max(0, depth - 1)
        elif letter in separators and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip(" \u3000") for part in parts if part.strip(" \u3000")]


def _regrouped(parts: list[str]) -> list[str]:
    """Join what cannot stand alone with what follows: regions before the organ that they share."""
    grouped: list[str] = []
    pending: list[str] = []
    for part in parts:
        if pending and part.startswith("各"):
            grouped.append("、".join(pending))
            pending = []
        if grouped and not pending and len(part) == 1:  # “各委、办、局” is one entry
            grouped[-1] += f"、{part}"
            continue
        pending.append(part)
        if not _waits(part):
            grouped.append("、".join(pending))
            pending = []
    if pending:
        grouped.append("、".join(pending))
    return grouped


def _waits(part: str) -> bool:
    """Whether an entry is only regions, and so shares the organ named after the next one."""
    return bool(_REGION_ENDS.search(part)) and not re.search(
        "(?:团委|党委|工委|学校|兵团团|集团|社团|联系社区|示范区|有关.*社区)\\Z", part
    )


def normal(name: str) -> str:
    """One form for comparing names: 中国共产主义青年团曦原省委员会, 共青团曦原省委员会 and 团曦原省委 are all 共青团曦原省委."""
    name = re.sub(r"[\s（(]*(?:盖章|章|印章|公章|代章)?[）)]*\Z", "", re.sub(r"\s", "", name))
    if match := _FORMAL.match(name):
        name = f"共青团{match[1]}委"
    name = re.sub(r"\A共青团(.+?)委员会\Z", r"共青团\1委", name)
    name = re.sub(r"\A(.{2,20}?)团委\Z", r"共青团\1委", name)
    name = re.sub(r"\A团(?=.{2,12}委\Z)", "共青团", name)
    return {"共青团中央委": "共青团中央", "团中央": "共青团中央"}.get(name, name)


def same(one: str, other: str) -> bool:
    """Whether two names mean the same organ, 团市委 for 共青团曦原市委 included."""
    a, b = normal(one), normal(other)
    if a == b:
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if match := _SHORT.match(short):
        return long.startswith("共青团") and long.endswith(f"{match[1]}委")
    return False


_TITLE_VERB = re.compile("关于|转发|印发|批转|《")
_MEETING = re.compile(
    "(.{2,14}?(?:省委|市委|县委|区委|州委|旗委|委员会|人民政府|局|厅|妇联|团委|工委))(?:第.{1,5}[届次]|书记|常委|全委|全体|党组|办公会|工作会|会议|专题)"
)


def organs_in_title(title: str) -> tuple[str, ...]:
    """The organs that a title begins with (“共青团曦原省委关于……”, “共青团曦原省委书记办公会议纪要”)."""
    verb = _TITLE_VERB.search(title)
    if verb:
        names = [part for part in re.split(r"[ \u3000、]", title[: verb.start()]) if part]
        return tuple(names) if names and all(is_organ(name) for name in names) else ()
    meeting = _MEETING.match(title) if title.endswith("纪要") else None
    return (meeting[1],) if meeting else ()


def is_league(name: str) -> bool:
    """Whether an organ belongs to the Communist Youth League, its departments and 少工委 included."""
    return bool(
        re.search(
            "共青团|共产主义青年团|团中央|团[省市县区州旗]委|\\A团.{1,6}委|团委|团工委|团支部|团总支|少工委|少先队",
            name,
        )
    )


_LEAGUE_ROOT = re.compile(
    r"\A(?:共青团.{0,20}?(?:省委|市委|县委|区委|州委|旗委|委员会|团委|工委|中央)|中国共产主义青年团.{0,20}?(?:委员会|中央)|团(?:中央|省委|市委|县委|区委|州委|旗委)|团.{2,6}委|.{2,16}?团委)"
)
_OFFICE = re.compile(r"办公[厅室]\Z")
_INNER = re.compile(r"(?:部|处|科|股|室|中心|办)\Z")
_STATE_ROOT = re.compile(r".{2,16}?(?:局|厅|妇联|残联|文明办|人民政府|管委会)(?=.{2,12}(?:科|处|股|室)\Z)")


def department_of(name: str) -> str | None:
    """The organ whose inner department (内设机构) a name is; None for organs and for their 办公厅、办公室."""
    plain = re.sub(r"\s", "", name)
    if _OFFICE.search(plain) or not _INNER.search(plain):
        return None
    for root in (_LEAGUE_ROOT, _STATE_ROOT):
        if (match := root.match(plain)) and match.end() < len(plain):
            return match.group()
    return None
