"""What the counties, townships and schools of the story wrote."""

from typing import Any

from .calendar import nominal

Answers = dict[str, Any]


def pilot(county: str, *, children: tuple[int, int, int], villages: int, rooms: int) -> Answers:
    """A whole 试点申报 of a county; the parts add up."""
    preschool, primary, middle = children
    total = preschool + primary + middle
    return {
        "villages": villages,
        "children": total,
        "children_preschool": preschool,
        "children_primary": primary,
        "children_middle": middle,
        "kept_by_grandparents": total * 7 // 10,
        "boarding": middle,
        "analysis_text": (
            f"{county}外出务工人员多，农村留守儿童{total}人，大多由祖辈照看。孩子放学后到晚饭前这段时间没有人陪，"
            "作业不会做、安全没人管，是家长反映最多的两件事。离学校远的几个村，雨雪天接送也是难处。"
        ),
        "teams": rooms + 2,
        "volunteers": rooms * 9,
        "rooms": rooms,
        "sessions": rooms * 74,
        "companions": rooms * 1120,
        "work_text": (
            "县团委与教育、民政部门每季度碰一次头，核对数字，商量难处。小屋用学校和村里的现成房子，值守以返乡大学生、"
            "退休教师为主，一学期一排班，换人时当面交接，向老师和孩子说清楚。"
        ),
        "experience_text": (
            "开放时间固定，贴在门口，家长心里有数；门口只挂一块牌，写当天来了几人、谁送谁接，不另立台账；"
            "队员缺勤由县里预备队补，一年没有空岗。困难是冬季天黑早，值守人返程不便，正与镇里商量顺路车。"
        ),
        "plan_townships": 3,
        "plan_schools": 4,
        "plan_rooms": 6,
        "plan_rooms_new": 2,
        "plan_rooms_rebuilt": 4,
        "plan_start": nominal(12, 15).isoformat(),
        "plan_goals": "一年内小屋覆盖所有农村寄宿制学校；每处每周开放不少于两次，全年不空岗；家长到会率提高十个百分点。",
        "plan_steps": "第一季度改建房屋、排好班；第二季度起按时开放，每月末报一次次数；年底由学校、家长代表和县团委一起评一次。",
        "plan_safety": "每次两名成人在场；接送有人签字；不拍孩子正脸，确需拍摄的先取得监护人书面同意；值守人员先查询有无违法犯罪记录。",
    }


FERRY: Answers = {
    "title": "渡口边的一小时",
    "summary": "旧候船室收拾出来，每周二、周四有人值守，隔水三个村的孩子等船时有了去处。",
    "story": (
        "镇上有三个自然村隔水，孩子放学要等最后一班船。镇团委把渡口旁的旧候船室收拾出来，取名“灯火小屋”，"
        "周二、周四由大学生和退休教师各一人值守。\n\n"
        "他们没有另立台账，只在门口挂一块牌：今天来了几人，谁送谁接。一年下来开放76次，陪伴1138人次，没有一次空岗。\n\n"
        "困难也如实写下：冬季天黑早，值守人返程仍靠镇上顺风车。"
    ),
    "takeaways": "用现成的房，守固定的时，留最少的字。",
    "sessions": 76,
    "companions": 1138,
    "volunteers": 14,
    "persons": "none",
}

CALLS_HOME: Answers = {
    "title": "周三通话角",
    "summary": "每周三晚七点，学校四间活动室轮流亮灯，孩子可以安静地和父母说上一刻钟。",
    "story": (
        "每周三晚七点，学校的四间活动室轮流亮灯，孩子可以安静地和父母说上一刻钟。队员只管接通和看钟，不听、不记内容。\n\n"
        "队伍由县职工青年和返乡学生组成，共23人。换队员时新老同到校，向老师当面交接，一年换了五人，没有一周断过。\n\n"
        "学校反映，家长会到会率由61%升到83%。队长小谢说：“我们做的事很小，就是让电话准时响。”"
    ),
    "takeaways": "固定时间，固定房间，换人时当面交接；只管接通，不听内容。",
    "sessions": 38,
    "companions": 1904,
    "volunteers": 23,
    "persons": "none",
}

LANTERNS: Answers = {
    "title": "放学路上有人等",
    "summary": "镇上四个路口，放学时各有一名志愿者提灯值守，孩子结伴回家。",
    "story": (
        "冬天放学天就黑了。镇团委在四个路口各请了一名志愿者，提一盏灯，等孩子们结伴走过。\n\n"
        "值守的是镇上的店主和邮递员，他们本来就在路边。一个学期下来，没有一个孩子独自走夜路。"
    ),
    "takeaways": "请本来就在路边的人，每天多站二十分钟。",
    "sessions": 90,
    "companions": 2100,
    "volunteers": 8,
    "persons": "none",
}


def summary(sessions: int, companions: int, volunteers: int, pairs: int, rooms: int, work: str = "") -> Answers:
    """A whole 活动总结 without pictures: headcounts only, no names."""
    return {
        "sessions": sessions,
        "companions": companions,
        "volunteers": volunteers,
        "pairs": pairs,
        "rooms": rooms,
        "work_text": work or "每周二、周四放学后开放，两名成年志愿者值守，当天来了几人、谁送谁接写在门口的牌子上。",
        "persons": "none",
    }


WANDU: Answers = {
    **summary(7, 105, 6, 14, 1),
    "work_text": "旧候船室每周二、周四开放，孩子等最后一班船时写作业、看书。值守的是两名返乡大学生和四名退休教师，一次没有空岗。",
    "problems_text": "冬季天黑早，值守人返程仍靠镇上顺风车，盼县里帮着联系一趟顺路班车。",
}

LUSHAO: Answers = {
    **summary(9, 132, 8, 18, 2),
    "work_text": "四个路口放学时有人提灯值守，两处小屋设在镇图书室和村部。队员与学校当面交接，一学年不换。",
    "problems_text": "村部小屋没有取暖设备，冬天开放时间缩短半小时。",
}

YUESHU: Answers = {
    **summary(5, 64, 4, 8, 1),
    "work_text": "乡中心小学的旧图书室改成小屋，周三、周五开放，孩子做完作业可以给外地的父母打视频电话。",
}

SHIDENG: Answers = {
    **summary(4, 38, 3, 6, 1),
    "work_text": "乡里暂时没有团委书记，由乡妇联主席照看小屋，村里两位退休教师轮流值守。材料由县团委按纸质报表代报。",
}

WANDU_SCHOOL: Answers = {
    **summary(6, 88, 5, 11, 1),
    "work_text": "放学后在少先队室开放一小时，班主任和两名家长志愿者轮流值守，住得远的孩子由志愿者送到渡口。",
    "problems_text": "总结交晚了：上周带学生参加比赛，回来补报。",
}

YINGTIAN: Answers = {
    "work_text": "三个乡镇各有一间小屋，用的都是现成的房子；县里每两周看一次开放牌，缺人时由县直机关志愿者补上。",
    "problems_text": "乡镇没有专职团干部，材料由县里按纸质报表代报，盼市里统一样式。",
    "persons": "none",
}
