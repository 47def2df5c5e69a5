"""The codes of the findings that reading itself makes: repairs, notes on how the file was understood, damage beyond repair."""

from typing import NamedTuple

from .structure import Severity


class Code(NamedTuple):
    """How a kind of finding is announced: severity, a short Chinese title, where the rule comes from."""

    severity: Severity
    title: str
    source: str


_REPAIR = "导入修复"
_READ = "导入说明"
_DAMAGE = "识别损伤"
_NUMBER = "GB/T 9704-2012 7.2.5"

CODES: dict[str, Code] = {
    "repair.encoding": Code("info", "文字编码已转换", _REPAIR),
    "repair.invisible": Code("info", "删去看不见的字符", _REPAIR),
    "repair.variants": Code("info", "部首和兼容字换成常用字", _REPAIR),
    "repair.shifted": Code("info", "字库错位的标点和数字还原", _REPAIR),
    "repair.width": Code("info", "全角数字、字母改为半角", "GB/T 15835-2011"),
    "repair.punctuation": Code("info", "汉字之间的半角标点改为全角", "GB/T 15834-2011"),
    "repair.quotes": Code("info", "引号配对改正", "GB/T 15834-2011"),
    "repair.dashes": Code("info", "破折号改正", "GB/T 15834-2011"),
    "repair.spaces": Code("info", "删去文字中多余的空格", _REPAIR),
    "repair.digits": Code("info", "日期和数字中的误识字符改正", _REPAIR),
    "repair.lines": Code("info", "被硬换行切断的段落接起", _REPAIR),
    "repair.breaks": Code("info", "补上丢失的换行", _REPAIR),
    "repair.fields": Code("info", "删去文字处理软件的域代码", _REPAIR),
    "repair.pages": Code("info", "删去页码和页眉", _REPAIR),
    "repair.decoration": Code("info", "删去装饰符号和分隔线", _REPAIR),
    "repair.markup": Code("info", "删去网页和标记符号", _REPAIR),
    "repair.web": Code("info", "删去网页附带文字", _REPAIR),
    "repair.number": Code("info", "发文字号的括号改为六角括号〔〕", _NUMBER),
    "repair.email": Code("info", "邮箱中的空格和全角字符改正", _REPAIR),
    "read.lossy": Code("warning", "部分字节不是文字", _READ),
    "read.tracked": Code("info", "修订已按接受处理", _READ),
    "read.textbox": Code("info", "读入文本框文字", _READ),
    "read.table": Code("info", "表格按行读入", _READ),
    "read.hidden": Code("info", "隐藏文字未读入", _READ),
    "read.footnotes": Code("info", "脚注、尾注未读入", _READ),
    "read.pictures": Code("warning", "图片中的文字未读入", _READ),
    "read.cover": Code("info", "印发、转发的正文单列", _READ),
    "read.annex": Code("info", "附件正文单列", _READ),
    "read.collection": Code("warning", "多篇文字的汇集，不是一份公文", _READ),
    "read.no-year": Code("warning", "截止日期的年份无法推定", _READ),
    "read.recurring": Code("info", "周期性要求未列入截止日期", _READ),
    "read.relative": Code("info", "以收文或印发之日起算的期限未列入截止日期", _READ),
    "damage.glyphs": Code("error", "缺字或乱码", _DAMAGE),
    "damage.month": Code("warning", "月份疑有缺字", _DAMAGE),
    "damage.day": Code("warning", "日期疑缺“日”字", _DAMAGE),
    "damage.range": Code("warning", "数字疑漏连接号", _DAMAGE),
    "damage.missing": Code("warning", "疑有漏字", _DAMAGE),
    "damage.bracket": Code("warning", "括号、书名号不成对", _DAMAGE),
    "damage.quotes": Code("warning", "引号不成对", _DAMAGE),
    "damage.doubled": Code("warning", "标点或文字重复", _DAMAGE),
    "damage.cut": Code("warning", "段落似未写完", _DAMAGE),
    "damage.shifted": Code("warning", "疑为字库错位的字", _DAMAGE),
}
