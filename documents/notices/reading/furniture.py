"""What stands around a paper and is not part of it: page numbers, running heads, ornaments, the frame of a web page."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .journal import Journal
from .lines import Line

_PAGE = re.compile(
    r"[—–－\-·.~～_\[（(]+\s*\d{1,4}\s*[—–－\-·.~～_\]）)]+|第\s*\d{1,4}\s*页[，,]?(?:\s*[/／共]*\s*共?\s*\d{1,4}\s*页)?|"
    r"共\s*\d{1,4}\s*页[，,]?\s*(?:当前)?第\s*\d{1,4}\s*页?\d*|(?:Page|PAGE|P)\.?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_ORNAMENT = re.compile(r"[★☆※◇◆●○■□▲△▼▽＊*＝=—–─━_＿\-－~～·.…+#\s\u3000|｜]+")
_RULE_STAR = re.compile(r"^[—–─━_＿\-－=＝ \u3000]*[★☆][—–─━_＿\-－=＝ \u3000]*$")

_BUTTON = "打印|关闭|收藏|返回|顶部|返回顶部|打印本页|关闭窗口|关闭本页|我要纠错|纠错|加入收藏|打印文章|朗读|下载|导出|分享|复制链接|本页|窗口|保存"
_WEB_LINE = re.compile(
    "|".join(
        (
            # where the page lies
            r"(?:您?现?在?(?:的)?(?:当前)?位置|当前栏目|所在位置)[：:].*",
            r"(?:网站)?首页(?:\s*[>›»＞→/-].*)?",
            r".*[>›»＞]\s*(?:正文|通知公告|公示公告|文件通知|文件下载|详情|内容)\s*",
            r"(?:通知公告|公示公告|通知通告|文件通知|政务公开|信息公开)",
            # buttons
            r"【?(?:字体|字号)[：:]?.{0,20}|.{0,8}大\s*中\s*小.{0,8}",
            rf"[【\[]?(?:{_BUTTON})[】\]]?(?:[\s|｜/、【\[\]】]*(?:{_BUTTON}))*[】\]]?",
            r"分享(?:到|至)[：:]?.{0,40}|分享[：:].{0,40}",
            r"(?:上一篇|下一篇|上一条|下一条|上篇|下篇|前一篇|后一篇)(?:[：:].*)?",
            r"(?:附件下载|下载附件|点击下载|文件下载)(?:[：:].{0,10})?|下载地址[：:].*|已?下载\s*\d*\s*次",
            r"(?:https?://|www\.)\S+",
            # other pages
            r"(?:相关(?:链接|阅读|文章|新闻|推荐)|推荐阅读|延伸阅读|往期(?:推荐|回顾|精彩)|热门文章|猜你喜欢|友情链接)[：:]?",
            # a WeChat article
            r"点击(?:上方|下方|蓝字|阅读原文).{0,30}|(?:轻触)?阅读原文|.{0,16}(?:关注我们|蓝字关注|蓝字).{0,8}|欢迎关注.{0,20}",
            r"长按.{0,20}(?:识别|关注|二维码).{0,20}|(?:扫一扫|扫码|微信扫码|扫描二维码)(?:，|,|即可|添加|\s)*关注.{0,20}|微信扫一扫.{0,20}",
            r"转载请注明.{0,30}|预览时标签不可点.*|继续滑动看下一个|收录于合集.{0,20}|原创|点个?[“]?(?:赞|在看)[”]?.{0,12}",
            # the foot of a site
            r"(?:版权所有|网站标识码|.{0,12}ICP备|.{0,10}公网安备|Copyright|©).{0,120}",
            r"(?:主办|承办|技术支持)(?:单位)?[：:].*(?:ICP|备案|技术支持|版权|网站维护).*",
            r"(?:视力保护色|保护视力色|无障碍(?:浏览|阅读)).{0,40}|欢迎(?:访问|光临).{0,40}",
            # the table of a government site, as far as it is of no use
            r"(?:索\s*引\s*号|信息索引号?|主题分类|体裁分类|组配分类|服务对象|信息分类|内容概述|关键词|文件状态|发文类型|统一编号)[：:].{0,60}",
            r"(?:公开(?:方式|范围|形式|时限|责任部门|程序|目录)|有效性|是否有效|载体类型|记录形式)[：:].{0,60}",
            r"(?:生效|失效|废止)(?:日期|时间)[：:].{0,60}",
        )
    )
)
# These may stand in a paper too, and are taken for the page's only near its ends.
_WEB_LABEL = re.compile(
    "|".join(
        (
            r"(?:信息|文章|稿件|新闻|内容|文件|本文)?(?:来源|出处)[：:]",
            r"(?:发布|更新|发稿|录入|添加|上传|创建|编辑|公开|生成)(?:时间|日期)[：:]|日期[：:]\s*(?:19|20)\d\d-\d",
            r"(?:浏览|点击|阅读|访问|查看|阅览)(?:次数|数|量|率|人次|人数)?[：:]\s*[\[【]?\d*",
            r"(?:发布者|发布人|发布单位|发布机构|信息提供|作者|(?:责任)?编辑|责编)[：:丨｜|]",
        )
    )
)
_CREDIT = re.compile(
    r"(?:(?:编辑|责编|审核人?|审稿|初审|复审|终审|[一二三]审|校对|供稿|供图|摄影|撰稿|撰文|文字|图文|图片|排版|录入|信息员|通讯员|监制|"
    r"录入人|核发|值班编辑|美编)\s*[：:丨｜|/]\s*[\u4e00-\u9fff、 \u3000]{2,16}[ \u3000]*)+"
)
_WECHAT_STAMP = re.compile(
    r"(?:原创\s*)?\S{2,20}\s+\S{2,20}\s+(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*\S{2,8})?|(?:昨天|今天|刚刚|\d+(?:天|小时|分钟)前)"
)
_TIMESTAMP = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*发布(?:于\S{2,8})?)?")
_TITLE_SUFFIX = re.compile(
    r"\s*[-_|｜—]+\s*[^-_|｜—]{0,14}(?:网|官网|网站|公众号|门户|政府网|频道|栏目|百度文库|道客巴巴|豆丁网|搜狐|知乎)\s*$"
)
_HEAD_LINES = 14
_REPEATED = 3


def clear(lines: Sequence[Line], journal: Journal) -> list[Line]:
    """The lines of the paper itself. What is left out is counted; metadata of the paper (文号、成文日期) is kept for the head."""
    running = _running_heads(lines)
    numbers = _page_numbers(lines)
    kept: list[Line] = []
    seen_running: set[str] = set()
    for at, line in enumerate(lines):
        code = _code_of(line, at, len(lines), numbers)
        if code is None and line.text in running and line.text in seen_running:
            code = "repair.pages"
        seen_running.add(line.text)
        if code is None:
            kept.append(line)
        else:
            journal.repair(code, line.text, "")
    return kept


def _code_of(line: Line, at: int, total: int, page_numbers: frozenset[int]) -> str | None:
    """The code under which a line is left out, or None for a line of the paper."""
    text = line.text
    if line.table:
        return None
    if at in page_numbers or _PAGE.fullmatch(text):
        return "repair.pages"
    if _RULE_STAR.fullmatch(text) or (_ORNAMENT.fullmatch(text) and not re.fullmatch("[.…·]+|——|（）", text)):
        return "repair.decoration"
    if _WEB_LINE.fullmatch(text) or _TIMESTAMP.fullmatch(text):
        return "repair.web"
    top, end = at < _HEAD_LINES, at > total - _HEAD_LINES
    if top and (_WECHAT_STAMP.fullmatch(line.raw.strip()) and "号" not in text):
        return "repair.web"
    if (top or end) and len(text) <= 160 and (_WEB_LABEL.match(text) or _CREDIT.fullmatch(line.raw.strip())):
        return "repair.web"
    return None


def _page_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Bare numbers on lines of their own, when they count up from page to page."""
    found = [
        (at, int(line.text)) for at, line in enumerate(lines) if _BARE_NUMBER.fullmatch(line.text) and not line.table
    ]
    rising = [a[1] + 1 == b[1] for a, b in pairwise(found)]
    if len(found) >= 2 and all(rising) and found[0][1] <= 3:
        return frozenset(at for at, _ in found)
    last = [at for at, _ in found if at == len(lines) - 1]
    return frozenset(last)


def _running_heads(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines that come back page after page."""
    counts = Counter(line.text for line in lines if 4 <= len(line.text) <= 30 and not line.table)
    return frozenset(
        text
        for text, n in counts.items()
        if n >= _REPEATED and (text.endswith(("文件", "委员会")) or "〕" in text) and "：" not in text
    )


def bare_title(text: str) -> str:
    """A title without the name of the website behind it (“…的通知 - 某某网”)."""
    return _TITLE_SUFFIX.sub("", text)
