"""减负: what a committee below the province may not start or ask for without a basis."""

import re
from collections.abc import Iterator

from documents.notices.reading.organs import is_league
from documents.notices.reading.patterns import any_of

from .rule import Hit, Paper, around, rule

_MODELS = "示范(?:县|市|区|镇|乡|村|校|点|基地|单位|户|岗|站|团委)"
_MODEL = re.compile(
    any_of(
        f"(?:创建|命名|评选|认定|申报|评定|争创)[^，。；：、]{{0,20}}?(?:{_MODELS}|星级(?!饭店|酒店)|[“‘]?五好[”’]?[\u4e00-\u9fff]{{0,8}}[”’]?)",
        f"{_MODELS}的?(?:创建|命名|评选|认定|申报)",
        "[三四五]星级[^，。；]{0,12}(?:创建|评定)",
    )
)
_BASIS = re.compile("评比达标表彰|批准(?:文号|开展)|经[^，。；]{2,20}批准|根据上级[^，。；]{0,20}批复|创建示范活动管理")
_LOCAL = re.compile("市|县|区|旗|州|乡|镇|街道|学院|中学|小学")
_TRACES = re.compile(
    "(?:拍照|照片|截图|打卡|接龙)[^，。；]{0,10}(?:工作群|微信群|群里|留痕)|(?:工作群|微信群|群里)[^，。；]{0,8}(?:打卡|接龙|截图)|转发[^，。；]{0,8}(?:朋友圈|点赞)"
)
_PLANS = re.compile(
    any_of(
        "(?:制定|出台|研究制定)[^，。；]{0,16}(?:配套(?:文件|方案|措施)|实施(?:方案|细则|意见))[^，。；]{0,16}(?:报|备案)",
        "报送[^，。；]{0,10}贯彻落实情况",
        "(?:每日|每天|日)报(?:送|告)|一日一报",
    )
)


@rule("burden.model", "warning", "创建示范、评比类活动没有写依据", "创建示范活动管理办法（试行）（2022）")
def model(paper: Paper) -> Iterator[Hit]:
    """City and county 群团 organs and townships may not run 创建示范 activities; 试点 is another matter and passes."""
    issuers = paper.reading.issuers
    local = any(is_league(name) and _LOCAL.search(name) and "省" not in name and "中央" not in name for name in issuers)
    match = _MODEL.search(f"{paper.reading.title or ''}。{paper.text}")
    if local and match and not _BASIS.search(paper.text):
        yield Hit(
            f"“{match.group()}”属于创建示范、评比类活动，市县群团机关不得自行开展。请写明批准依据，或改为推介典型。",
            match.group(),
        )


@rule("burden.reports", "info", "要求报配套文件或频繁报送", "整治形式主义为基层减负若干规定（2024）")
def reports(paper: Paper) -> Iterator[Hit]:
    """Plans to match and reports on having read the paper are not asked for, as a rule."""
    for passage in (block.text for block in paper.reading.body):
        if (match := _PLANS.search(passage)) and "不另行" not in passage and "无需" not in passage:
            yield Hit(
                f"“{match.group()}”：一般不要求制定配套文件、报送贯彻落实情况。请确有必要再保留。",
                around(passage, match.start(), match.end()),
            )
        if match := _TRACES.search(passage):
            yield Hit(
                f"“{match.group()}”：不以拍照、打卡、截图等留痕方式要求基层。请删去，或改为随材料报送。",
                around(passage, match.start(), match.end()),
            )
