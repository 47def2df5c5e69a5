"""The papers of the story: the province's joint notice, how city and county passed it on, a draft with every fault, a finished report."""

from dataclasses import dataclass
from datetime import date

from .calendar import nominal, year_before


@dataclass(frozen=True)
class PaperText:
    """What a drafter would type."""

    title: str
    recipients: str
    parts: tuple[tuple[int, str], ...]
    contact: str = ""
    cc: str = ""
    note: str = ""
    signature: str = ""


def on(day: date) -> str:
    """``11月27日``."""
    return f"{day.month}月{day.day}日"


def year() -> int:
    """The year of the story's notice, for the numbers it cites."""
    return nominal(11, 5).year


def until(day: date) -> str:
    """``12月18日17:30``: the end of the term, that day included (practice.md §3.14)."""
    return f"{on(day)}17:30"


def joint_notice() -> PaperText:
    """省: 团曦联 3号, five organs."""
    plan = nominal(11, 27)
    review, summary = nominal(12, 11), nominal(12, 18)
    return PaperText(
        title="关于开展“灯火相伴”青年志愿者|陪伴农村留守儿童行动的通知",
        recipients="各市团委、市委社会工作部、教育局、民政局、妇联，各省属高校团委",
        parts=(
            (
                0,
                f"为落实《{year()}年全省共青团工作要点》（团曦发〔{year()}〕8号），让农村留守儿童课余有人陪、假期有去处，现将有关事项通知如下。",
            ),
            (1, "一、行动主题"),
            (0, "灯火相伴"),
            (1, "二、主要任务"),
            (2, "（一）摸清底数。以村为单位核对人数，只报数字，不报姓名；已经报过的数字不再重复报送。"),
            (2, "（二）办好小屋。利用学校、社区现有房屋开设“灯火小屋”，每周开放不少于两次，开放时间贴在门口。"),
            (2, "（三）稳定结队。志愿服务队与学校结队不少于一学年，更换队员须当面交接。"),
            (2, "（四）守住底线。活动须有两名成人在场，未经监护人书面同意，不拍摄、不发布儿童影像。"),
            (1, "三、时间安排"),
            (0, f"{on(nominal(11, 10))}前完成部署，{on(nominal(11, 16))}起集中开展，{on(review)}前各地自查。"),
            (1, "四、试点申报"),
            (
                0,
                (
                    "试点采取自主申报和省级指定两种形式，每市推荐不超过2个。申报材料为情况分析报告、工作情况和特色经验、试点方案，"
                    f"请于{until(plan)}前由市级团委统一报送。"
                ),
            ),
            (1, "五、工作要求"),
            (0, f"各地不另行制定配套方案，各类表格最多报一次。工作总结请于{until(summary)}前报送团省委青年发展部。"),
        ),
        contact="联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。",
        cc="团曦原省委各部门、各直属单位",
    )


def city_notice() -> PaperText:
    """市: 团澈联 2号, passes the province's notice on."""
    return PaperText(
        title="转发《关于开展“灯火相伴”青年志愿者|陪伴农村留守儿童行动的通知》的通知",
        recipients="各县（区）团委、教育局、民政局、妇联",
        parts=(
            (
                0,
                f"现将《关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知》（团曦联〔{year()}〕3号）转发给你们，并提出以下要求，请一并落实。",
            ),
            (1, "一、及时申报"),
            (0, f"请各县（区）于{until(nominal(11, 25))}前报送试点材料，报送前书面征求同级教育、民政部门意见。"),
            (1, "二、减少重复"),
            (0, "底数沿用上半年已报数字，只报变化；市里不再另发表格。"),
            (1, "三、按时开放"),
            (0, "“灯火小屋”开放记录由县级团委按月汇总，乡镇不单独上报。"),
        ),
        contact="联系人：许南枝，电话：0000-0000116，邮箱：chehu@xiyuan.example。",
    )


def county_notice() -> PaperText:
    """县: 团鹭发 9号, down to townships and schools."""
    return PaperText(
        title="关于做好“灯火相伴”行动有关工作的通知",
        recipients="各乡镇团委、县直机关团工委、各学校团委",
        parts=(
            (0, f"根据团澈联〔{year()}〕2号文件要求，结合我县实际，现将有关事项通知如下。"),
            (1, "一、开放记录"),
            (0, "每月末报一次开放次数和陪伴人次，未开放的零报送。"),
            (1, "二、典型案例"),
            (0, f"有好做法的乡镇和学校，请于{until(nominal(12, 4))}前报送典型案例，图片不超过3张，不出现儿童正脸。"),
            (1, "三、安全要求"),
            (0, "每次活动两名成人在场，接送有人签字；天气不好不开放，提前告知家长。"),
        ),
        contact="联系人：唐小禾，电话：0000-0000129，邮箱：luting@xiyuan.example。",
    )


def opening_hours() -> PaperText:
    """县: the paper that got two numbers."""
    return PaperText(
        title="关于调整“灯火小屋”冬季开放时间的通知",
        recipients="芦哨镇团委、晚渡镇团委、月梳乡团委",
        parts=(
            (0, "入冬天黑较早，为方便学生往返，现将“灯火小屋”冬季开放时间调整如下。"),
            (1, "一、开放时间"),
            (0, f"自{on(nominal(11, 20))}起，每周二、周四16:30至17:30开放，比原来提前半小时结束。"),
            (1, "二、接送安排"),
            (0, "结束后由值守人员和家长当面交接；雨雪天气不开放，前一天告知家长。"),
        ),
        contact="联系人：唐小禾，电话：0000-0000129。",
    )


def winter_service() -> PaperText:
    """省, last year: a notice to the cities."""
    return PaperText(
        title="关于组织青年志愿者开展“暖冬同行”服务的通知",
        recipients="各市团委",
        parts=(
            (0, "为做好寒假期间服务农村少年儿童工作，现将有关事项通知如下。"),
            (1, "一、服务内容"),
            (0, "以自习陪伴、读书分享和安全提醒为主，就近就便，不跨市组织。"),
            (1, "二、服务时间"),
            (0, "寒假放假之日起至开学前一周，由各地根据天气自行安排。"),
            (1, "三、有关要求"),
            (0, "活动由家长自愿报名，须有两名成人在场。各地不另行制定方案，不报送过程材料。"),
        ),
        contact="联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。",
    )


def summer_report() -> PaperText:
    """县, last year: an upward paper."""
    return PaperText(
        title="关于暑期青年志愿服务开展情况的报告",
        recipients="共青团澈湖市委",
        parts=(
            (0, f"现将我县{year_before(10, 20).year}年暑期青年志愿服务开展情况报告如下。"),
            (1, "一、基本情况"),
            (0, "暑期共开放服务点8处，参加志愿者31人，服务少年儿童460人次。"),
            (1, "二、主要做法"),
            (0, "服务点设在学校图书室和镇文化站，不新建场所；志愿者由返乡大学生和退休教师担任。"),
            (1, "三、存在困难"),
            (0, "两处服务点离村较远，接送依靠家长，雨天到人较少。"),
        ),
        contact="联系人：唐小禾，电话：0000-0000129。",
    )


def winter_duty() -> PaperText:
    """县, last year: a notice to the townships."""
    return PaperText(
        title="关于做好寒假志愿服务值守工作的通知",
        recipients="芦哨镇团委、晚渡镇团委",
        parts=(
            (0, "寒假临近，现将志愿服务值守工作有关事项通知如下。"),
            (1, "一、值守安排"),
            (0, "每个服务点每次不少于两名成人在场，值守表贴在门口。"),
            (1, "二、安全要求"),
            (0, "活动前检查电器和取暖设备；遇雨雪冰冻天气停止开放。"),
        ),
        contact="联系人：唐小禾，电话：0000-0000129。",
    )


def faulty_draft() -> PaperText:
    """县: 带病样稿, with one of nearly every fault that the linter knows."""
    wrong = nominal(11, 4)
    return PaperText(
        title="关于做好“灯火小屋”建设工作的通知",
        recipients="各乡镇人民政府，县教育局",
        parts=(
            (0, "根据《关于加强农村留守儿童关爱保护工作的意见》（国发〔 〕号）和上级要求，现将有关事项通知如下。"),
            (1, "一、工作目标"),
            (0, "全年建设“灯火小屋”共40间：新建35间、改建4间，由×××负责验收。"),
            (1, "三、有关要求"),
            (0, f"请于{on(wrong)}前报送建设方案（见附件），逾期不再受理。"),
        ),
        contact="联系人：唐小禾，电话：0000-0000129。",
    )


def sound_draft() -> PaperText:
    """省: a draft on its way through 核稿."""
    return PaperText(
        title="关于组织全省“灯火小屋”志愿者冬季培训的通知",
        recipients="各市团委，各省属高校团委",
        parts=(
            (0, "为做好冬季值守工作，团省委决定举办“灯火小屋”志愿者冬季培训。现将有关事项通知如下。"),
            (1, "一、培训时间"),
            (0, f"{on(nominal(12, 8))}上午9:00开始，培训一天，通过网络进行。"),
            (1, "二、培训对象"),
            (0, "各地“灯火小屋”值守志愿者，每处不少于1人。"),
            (1, "三、报名方式"),
            (0, f"请于{until(nominal(12, 1))}前将参加人数报团省委青年发展部，只报人数，不报名单。"),
        ),
        contact="联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。",
    )


def pairing_notice() -> PaperText:
    """市: two city committees and an education bureau together, waiting to be countersigned."""
    return PaperText(
        title="关于组织“灯火小屋”跨市结对的通知",
        recipients="各县（区）团委、教育局",
        parts=(
            (0, "为让两市的“灯火小屋”互相学习、寒假不断档，现将跨市结对有关事项通知如下。"),
            (1, "一、结对范围"),
            (0, "澈湖、霁山两市各选6处小屋，按路程就近结对，名单由两市团委商定。"),
            (1, "二、结对内容"),
            (0, "互派志愿者不少于4人次，共用图书目录和活动安排，假期轮流值守。"),
            (1, "三、时间要求"),
            (0, f"请于{until(nominal(12, 4))}前选定小屋，{on(nominal(12, 14))}起互访。"),
        ),
        contact="联系人：许南枝，电话：0000-0000116，邮箱：chehu@xiyuan.example。",
    )


def county_report() -> PaperText:
    """县: an upward paper, to show 签发人."""
    return PaperText(
        title="关于报送“灯火小屋”冬季开放安排的报告",
        recipients="共青团澈湖市委",
        parts=(
            (0, f"按照团澈联〔{year()}〕2号文件要求，现将我县冬季开放安排报告如下。"),
            (1, "一、基本情况"),
            (0, "全县现有“灯火小屋”12处，其中学校7处、渡口和社区5处，冬季全部保持开放。"),
            (1, "二、开放时间"),
            (0, "每周二、周四16:30至18:00开放，天黑较早的三处提前半小时结束。"),
            (1, "三、下一步打算"),
            (0, "与县教育部门商定雨雪天接送办法，把值守表贴在门口，方便家长知道找谁。"),
        ),
        contact="联系人：唐小禾，电话：0000-0000129。",
    )
