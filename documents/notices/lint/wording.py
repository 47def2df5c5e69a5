"""Words that are written wrong again and again, and crumbs of other languages."""

import re
from collections.abc import Iterator

from .rule import Hit, Paper, around, rule

_TYPOS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("心里(?=咨询|健康|辅导|疏导|素质|援助|问题|困惑|老师)", "心理"),
        ("(?<!出于)自愿者", "志愿者"),
        ("台帐", "台账"),
        ("帐号|帐户", "账号、账户"),
        ("布署", "部署"),
        (
            "截止(?=目前)|(?:(?<=[。；，])|\\A)截止(?=(?:今年|去年|上月|本月|(?:19|20)\\d\\d年|\\d{1,2}月)[^。；，]{0,10}，)",
            "截至",
        ),
        ("签定", "签订"),
        ("部暑", "部署"),
        ("防犯", "防范"),
        ("报消", "报销"),
        ("松驰", "松弛"),
        ("幅射", "辐射"),
        ("震憾", "震撼"),
        ("反应(?=情况|问题|意见|诉求)", "反映"),
        ("以身做则", "以身作则"),
        ("一如继往", "一如既往"),
        ("按步就班", "按部就班"),
        ("座右名", "座右铭"),
        ("既使", "即使"),
        ("按装", "安装"),
        ("渡过(?=假期|暑假|寒假|节日|周末|春节)", "度过"),
        ("(?<!其)做为(?!的|者|期|时|了)", "作为"),
        ("必需(?=于|在|按|要|由)", "必须"),
        ("在次|在接在厉|再接再励", "再次、再接再厉"),
        ("关心下代", "关心下一代"),
        ("习近平(?:主席)?总书计", "习近平总书记"),
    )
)
_LOOK_ALIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("暧(?!昧)", "暖"),
        ("爰(?=心|护|国|党|岗|好)|(?<=[关热友])爰", "爱"),
        ("(?<=[弘发宣])杨(?=[“奉志正优传])", "扬"),
        ("(?<=[事])顶(?=通知|如下|，|。|的|和|进)", "项"),
        ("(?<=纳)人(?=议事|重要|年度|考核|规划|预算|绩效|目标|体系|范围|文明|全年|党建|工作)", "入"),
        ("(?<=深)人(?=开展|推进|学习|贯彻|基层|农村|一线|实际|落实|调研|走访|群众|挖掘|实施|社区|学校|田间)", "入"),
        ("(?<=投)人(?=资金|使用|力量|运行|大量|专项|人力|经费)", "入"),
        ("(?<=融)人(?=日常|发展|教育|课堂|大局|工作|学校)", "入"),
        ("(?<=[列加])人(?=年度|计划|重点|预算|共青团|志愿服务|组织)", "入"),
        ("己(?=经[^济营])", "已"),
        ("末(?=来[^到得])", "未"),
        ("几(?=童)", "儿"),
        ("(?<=[一-鿿])T(?=作(?:的|，|。|情|方|要|部|站|人|者))", "工"),
        ("(?<=[重主需])耍|耍(?=求|加强|认真|切实|高度|把|按照|结合|坚持)", "要"),
        ("(?<=[管办处整心受])埋|埋(?=念|论|事会|解|由)", "理"),
        ("(?<=[报运])迭|迭(?=交|达|至)", "送"),
        ("白(?=愿|治区|觉|查自纠)", "自"),
        ("木(?=次活动|通知|方案|办法|意见自)", "本"),
        ("拳(?=办|行)", "举"),
        ("佼(?=园|级|内|外|团委)|(?<=学)佼", "校"),
        ("(?<=组)[积识](?=[开实参领动协])|(?<=[类各级团])组[积识](?=[要和])", "织"),
        ("[枳绩](?=极(?:参|组|开|推|配|动|响|探|争|发))", "积"),
        ("(?<=[一二三四五六七八九])[+＋](?=[大届次个月日周])", "十"),
        (r"(?<=月)(\d{1,2})\s?[HＨ](?![A-Za-z0-9])", "日"),
    )
)
"""Characters that recognition takes for others of the same look; each only where the rest makes another reading unlikely."""

_HAN_END, _HAN_START = re.compile("[\u4e00-\u9fff\\d]{0,2}\\Z"), re.compile("[\u4e00-\u9fff]{0,2}")
_LATIN = re.compile("(?<=[\u4e00-\u9fff])\\s?(?P<word>and|or|the|of|to|in|for|with)\\s?(?=[\u4e00-\u9fff])")


@rule("text.typo", "warning", "疑有错别字", "条例第20条")
def typo(paper: Paper) -> Iterator[Hit]:
    """Only words that are wrong in any paper, and signs that recognition has mistaken."""
    for passage in paper.passages:
        for pattern, right in _TYPOS:
            for match in pattern.finditer(passage):
                where = around(passage, match.start(), match.end(), 10)
                put = where.replace(match.group(), right) if "、" not in right else ""
                yield Hit(f"“{match.group()}”疑为“{right}”。请核对。", where, where if put else "", put)
        for pattern, right in _LOOK_ALIKE:
            for match in pattern.finditer(passage):
                yield _look_alike(passage, match, right)


def _look_alike(passage: str, match: re.Match[str], right: str) -> Hit:
    """The word around the sign, as it stands and as it was meant."""
    right = f"{match[1]}{right}" if match.re.groups else right
    left, behind = _HAN_END.search(passage[: match.start()]), _HAN_START.match(passage[match.end() :])
    before, after = left.group() if left else "", behind.group() if behind else ""
    wrong, meant = f"{before}{match.group()}{after}", f"{before}{right}{after}"
    where = around(passage, match.start(), match.end(), 10)
    put = f"{passage[match.start() - min(match.start(), 10) : match.start()]}{right}{passage[match.end() : match.end() + 10]}"
    return Hit(f"“{wrong}”疑为“{meant}”，像是识别错误。请对照原件核对。", where, where, put)


@rule("text.latin", "warning", "汉字之间夹了外文词", "条例第20条")
def latin(paper: Paper) -> Iterator[Hit]:
    """“and” between Chinese words, left by a translation or by OCR."""
    for passage in paper.passages:
        for match in _LATIN.finditer(passage):
            yield Hit(f"汉字之间夹了“{match['word']}”。请改成中文。", around(passage, match.start(), match.end(), 10))
