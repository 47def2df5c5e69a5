"""Blanks in Chinese text: stray ones go, those that part columns, names or places left open stay."""

import re

from .journal import Journal
from .organs import is_organ

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_WIDE = rf"{HAN}，。、；：？！“”‘’（）《》〈〉〔〕【】「」『』…—·～％"
_STRAY = re.compile(rf"(?<=[{_WIDE}])[ \t\u3000]+(?=\S)|(?<=\S)[ \t\u3000]+(?=[{_WIDE}])")
_RUN = re.compile(r"[ \t\u3000]+")
_COLUMN = re.compile(r"( {2,}|\t+|\u3000+)")
_ARTICLE = re.compile(r"\A(第[一二三四五六七八九十百零〇\d]{1,5}[章节条编]|0\d)[ \t\u3000]+(?=\S)")
_TO_FILL = re.compile(
    r"([〔（(\[【《“：年月])[ \t\u3000]+(?=[〕）)\]】》”年月日])"
)  # a place left open, as in 国发〔 〕号
_ORDINAL = re.compile(
    r"((?:\A|附件\d{0,2}[：:])[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]))[ \t\u3000]+(?=\S)"
)
_ISSUERS = re.compile(rf"(?:(?<=《)|\A)[{HAN}（）·]+(?:[ \u3000]+[{HAN}（）·]+)+?(?=关于|转发|印发|批转)")
_LABELLED = re.compile(
    rf"(?<=[{HAN}]) {{1,3}}(?=(?:(?:联系|办公)?电\s?话|手\s?机|传\s?真|(?:电子)?邮\s?箱|(?:通讯|通信)?地\s?址|邮\s?编)(?:号码)?[：:])"
)
_POSTED = re.compile(rf"(?<=[部处科室办委局校心站会厅])[ \u3000]+(?=([{HAN}]{{2,4}})(?:[，,、；;（(：: \u3000]|\Z))")
_ONE, _WIDE_ONE = "\ue0ff", "\ue0fd"  # stand for blanks that stay
_LEFT = re.compile(rf"[{HAN}）》”]\Z")
_RIGHT = re.compile(rf"[{HAN}《“]")
_PERSON = re.compile(rf"[{HAN}]{{2,4}}\Z")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄曲游裴席卫查屈鲍位覃霍翁隋植甘景薄包司柏宁柯"
    "阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁蒙喻揭窦迟宇敖"
    "糜鄢冷卓花仇艾蓝巩稽井练仲乐卞封竺冼衣楚佟栗匡台巫鞠僧桑荆谌银扬沙伏岑习胥保蔺晴丰云慕容上诸公尉皇甫东"
)


def looks_like_name(token: str) -> bool:
    """Whether two to four characters may be a person's name: the first one is a common surname."""
    return bool(_PERSON.match(token)) and token[0] in _SURNAMES


def squeeze(line: str, journal: Journal | None = None) -> str:
    """One line without indent and without stray blanks.

    Latin words keep one blank, names in a list too, organs before 关于, a name after its department, a label after a name;
    columns of two and more characters stay parted by an ideographic space. The blank behind an ordinal is nobody's fault.
    """
    line = _ORDINAL.sub(r"\1", line.strip(" \t\u3000"))
    tokens = _RUN.split(line)
    if len(tokens) > 1 and all(looks_like_name(token) for token in tokens):
        return " ".join(tokens)
    line = _ISSUERS.sub(_organs_apart, line)
    line = _LABELLED.sub(_ONE, _POSTED.sub(_name_apart, line))
    marked = _ARTICLE.sub(rf"\1{_WIDE_ONE}", _TO_FILL.sub(rf"\1{_ONE}", _columns_marked(line)))
    stray = len(_STRAY.findall(marked))
    squeezed = _RUN.sub(" ", _STRAY.sub("", marked))
    if journal is not None and stray:
        first = _STRAY.search(marked)
        start = max(0, (first.start() if first else 0) - 10)
        journal.repair("repair.spaces", _plain(marked[start : start + 30]), _plain(squeezed[start : start + 29]), stray)
    return _plain(squeezed)


def _organs_apart(match: re.Match[str]) -> str:
    names = _RUN.split(match.group())
    return _ONE.join(names) if all(is_organ(name) for name in names) else match.group()


def _name_apart(match: re.Match[str]) -> str:
    return _ONE if looks_like_name(match[1]) else match.group()


def _plain(text: str) -> str:
    return text.replace(_ONE, " ").replace(_WIDE_ONE, "\u3000")


def _columns_marked(line: str) -> str:
    """Blanks between columns marked to stay; letter-spaced words (“通　知”) are no columns."""
    if "  " not in line and "\u3000" not in line and "\t" not in line:
        return line
    pieces = _COLUMN.split(line)
    marked, width = pieces[0], len(pieces[0])
    for gap, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if width >= 2 and len(piece) >= 2 and _part_columns(marked, gap, piece):
            marked, width = marked + _WIDE_ONE + piece, len(piece)
        else:
            marked, width = marked + gap + piece, width + len(piece) if min(width, len(piece)) < 2 else len(piece)
    return marked


def _part_columns(left: str, gap: str, right: str) -> bool:
    if not _LEFT.search(left):
        return False
    wide = len(gap) >= 4 or "\u3000" in gap or "\t" in gap
    return bool(_RIGHT.match(right)) or (wide and right[0].isalnum())
