"""征集报送 of the story: one pilot application in each state of its life, cases from below, a case made public."""

from datetime import datetime, timedelta
from typing import Any

from documents.campaigns.models import Campaign
from documents.files.kinds import Group
from documents.files.receiving import receive
from documents.submissions import calling, drafting, filing, finishing, presets, publicising, ranking, showcasing
from documents.submissions.models import Addressee, Call, Objection, Publicity, Submission, Supplement
from documents.submissions.models.calls import closing
from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.posts import posts

from . import answers, drawings
from .acts import Cast
from .calendar import long_enough, moment, nominal

PURPOSE = finishing.PURPOSE
CONTACT = "团曦原省委青年发展部，电话 0000-0000103，工作日 8:30—17:30；信件寄曦原省澈湖市灯火路0号。"
SHOWN = {
    Call.Kind.PILOT: {
        "title": "“灯火相伴”行动拟确定试点公示",
        "lead": "经自主申报、市级评估、省级审查，拟将下列地区列为试点，现予公示。对名单有异议的，请在公示期内反映。",
    },
    Call.Kind.TYPICAL: {
        "title": "“灯火相伴”行动拟采用典型案例公示",
        "lead": "经逐级审核，拟采用下列典型案例，现予公示。对名单有异议的，请在公示期内反映。",
    },
}
SIZES = {"villages": 86, "rooms": 5}


class Office:
    """Fills in, sends and leads submissions for the people of the story."""

    def __init__(self, places: dict[str, Organisation], cast: Cast, campaign: Campaign) -> None:
        self.places = places
        self.cast = cast
        self.campaign = campaign

    def call(self, kind: str, title: str, host: str, actor: str, when: datetime, **fields: Any) -> Call:
        """下达 a call with the shipped form."""
        organ = self.places[host]
        call = Call.objects.create(
            campaign=self.campaign,
            organ=organ,
            title=title,
            kind=kind,
            form_version=presets.install(kind, organ, actor=self.cast[actor]),
            process=kind,
            created_by=self.cast[actor],
            **fields,
        )
        return calling.open_call(call, actor=self.cast[actor], now=when)

    def begin(self, call: Call, unit: str, who: str, when: datetime, **fields: Any) -> Submission:
        """A unit begins."""
        return filing.begin(call, self.places[unit], actor=self.cast[who], now=when, **fields)

    def fill(self, submission: Submission, who: str, values: answers.Answers, when: datetime) -> None:
        """Type the answers."""
        drafting.save_draft(submission, self.cast[who], values, now=when)

    def attach(self, submission: Submission, who: str, file: Any, group: Group) -> str:
        """Upload one file; returns its key."""
        upload = receive(
            file, user=self.cast[who], organ=submission.organ, purpose=PURPOSE, group=group, subject_id=submission.pk
        )
        return str(upload.pk)

    def send(self, submission: Submission, who: str, when: datetime) -> Any:
        """核对提交, never before the paper was begun: weekends crowd the days."""
        case = engine.instance_of(submission)
        hour = max(when, case.entered_at) if case else when
        finishing.finish(submission, actor=self.cast[who], now=hour)
        return self.cast.act(engine.instance_of(submission), "submit", who, hour)

    def seal(self, submission: Submission, who: str, when: datetime) -> None:
        """盖章扫描件, after printing, signing and sealing on paper."""
        submission.refresh_from_db()
        upload = receive(
            drawings.sealed_scan(),
            user=self.cast[who],
            organ=submission.organ,
            purpose=PURPOSE,
            group=Group.SCAN,
            subject_id=submission.pk,
        )
        Supplement.objects.create(
            submission=submission,
            version=submission.version,
            key="seal",
            upload=upload,
            added_by=self.cast[who],
            added_at=when,
        )

    def show(self, submission: Submission, opinion: str, who: str, when: datetime) -> Publicity:
        """Chosen by the province's head and shown to the public."""
        case = engine.instance_of(submission, submission.call.process)
        case = self.cast.act(case, "select", who, when, opinion)
        words = SHOWN[Call.Kind(submission.call.kind)]
        hour = max(when, case.entered_at)
        publicising.prepare(submission.call, actor=self.cast["linyuan"], now=hour, contact=CONTACT, **words)
        self.cast.act(case, "announce", "linyuan", hour)
        return Publicity.objects.get(listed__submission=submission)

    def settle(self, submission: Submission, when: datetime) -> None:
        """The term is over, nobody objected; the evening of its last day at the soonest."""
        case = engine.instance_of(submission, submission.call.process)
        term = Publicity.objects.get(listed__submission=submission).until
        over = closing(term) + timedelta(minutes=30) if term else when
        self.cast.act(case, "settle", "linyuan", max(when, over), "公示期满，没有收到异议。")

    def apply(
        self, call: Call, unit: str, who: str, when: datetime, figures: dict[str, Any], **fields: Any
    ) -> Submission:
        """A whole pilot application, begun and filled in, not yet sent."""
        county = self.places[unit].name.removeprefix("共青团").removesuffix("委")
        submission = self.begin(call, unit, who, when, **fields)
        values = answers.pilot(county, **figures)
        values["plan_file"] = [self.attach(submission, who, drawings.plan_document(county), Group.ATTACHMENT)]
        self.fill(submission, who, values, when)
        return submission


def tell_pilots(office: Office) -> Call:
    """试点申报: one county, one state."""
    call = office.call(
        Call.Kind.PILOT,
        "“灯火相伴”行动试点申报",
        "990000",
        "linyuan",
        moment(11, 6, "15:00"),
        levels=["county"],
        designated_entry=True,
        quota_per_city=2,
        until=nominal(11, 27),
        instructions="材料为情况分析报告、工作情况和特色经验、试点方案。已报过的数字会自动带出，只改有变化的。",
    )
    asked = {row.organ_id: row for row in Addressee.objects.filter(call=call)}
    _tell_chehu(office, call, asked)
    _tell_jishan(office, call, asked)
    _tell_zhilin(office, call, asked)
    return call


def _tell_chehu(office: Office, call: Call, asked: dict[int, Addressee]) -> None:
    """澈湖市: 鹭汀 shown to the public with one objection, 萤田 sent back, 榴溪 declined, 绘桥 not asked."""
    cast = office.cast
    luting = office.apply(call, "990121", "tangxiaohe", moment(11, 12, "14:00"), {"children": (212, 498, 186), **SIZES})
    case = office.send(luting, "tangxiaohe", moment(11, 13))
    office.seal(luting, "tangxiaohe", moment(11, 13, "11:00"))
    case = cast.act(case, "agree", "mengyunshu", moment(11, 13, "15:00"), "材料属实，同意报送。")
    case = cast.act(case, "recommend", "xunanzhi", moment(11, 16), "材料齐全，同意推荐。建议补充雨季接送安排。")
    ranking.rank(call, office.places["990100"], [luting.pk], actor=cast["xunanzhi"], now=moment(11, 16))
    cast.act(case, "recommend_sign", "heqingyue", moment(11, 17), "同意推荐。")
    publicity = office.show(luting, "经研究，拟列为试点。", "lusiqi", moment(11, 24))
    if publicity.since is not None:
        publicising.record_objection(
            publicity,
            submission=luting,
            received_on=publicity.since,
            channel=Objection.Channel.PHONE,
            objector="匿名",
            text="申报表上写每周开放两次，旧候船室那一处上个月有两个星期没有开门，请核实。",
            actor=cast["zhongqing"],
            now=moment(11, 24, "16:00"),
        )

    yingtian = office.apply(call, "990122", "jingheming", moment(11, 13), {"children": (98, 260, 77), **SIZES})
    case = office.send(yingtian, "jingheming", moment(11, 16))
    office.seal(yingtian, "jingheming", moment(11, 16))
    case = cast.act(case, "agree", "youyishan", moment(11, 16, "14:00"), "同意。")
    cast.act(
        case, "return", "xunanzhi", moment(11, 17), "盖章件看不清，人数与上半年所报相差较大，请核对后再报。", to="draft"
    )

    liuxi = office.apply(call, "990123", "hanyanwei", moment(11, 16), {"children": (120, 310, 96), **SIZES})
    case = office.send(liuxi, "hanyanwei", moment(11, 17))
    office.seal(liuxi, "hanyanwei", moment(11, 17))
    case = cast.act(case, "agree", "ruanxinghe", moment(11, 17, "10:00"), "同意报送。")
    cast.act(case, "decline", "xunanzhi", moment(11, 19), "本市名额有限，今年暂不推荐，做法先在市内推广。")

    calling.exempt(
        asked[office.places["990101"].pk], "辖区没有农村学校，不予受理。", actor=cast["xunanzhi"], now=moment(11, 12)
    )


def _tell_jishan(office: Office, call: Call, asked: dict[int, Addressee]) -> None:
    """霁山市: 枫眠 chosen after being named by the province, 蝉坪 taken back, 橡谷 exempt, 笛台 not begun."""
    cast = office.cast
    calling.designate(asked[office.places["990221"].pk], actor=cast["linyuan"], now=moment(11, 9))
    early = [long_enough(moment(11, day), 9) for day in (9, 10, 11)]
    fengmian = office.apply(call, "990221", "fengyichen", early[0], {"children": (160, 402, 171), **SIZES})
    case = office.send(fengmian, "fengyichen", early[1])
    office.seal(fengmian, "fengyichen", early[1])
    case = cast.act(case, "agree", "suheyuan", early[1], "同意报送。")
    case = cast.act(case, "recommend", "moyunzhou", early[2], "省级指定，材料齐全。")
    cast.act(case, "recommend_sign", "xiaoshanyue", early[2], "同意。")
    office.show(fengmian, "经研究，同意列为试点。", "lusiqi", long_enough(moment(11, 12), 8))
    office.settle(fengmian, moment(11, 20))

    chanping = office.apply(call, "990223", "xiayouqing", moment(11, 16), {"children": (66, 150, 40), **SIZES})
    case = office.send(chanping, "xiayouqing", moment(11, 17))
    cast.act(case, "withdraw", "xiayouqing", moment(11, 17, "10:00"), "先把两处小屋办好，明年再报。")

    calling.exempt(
        asked[office.places["990222"].pk],
        "已批准免报：今年由省里另行安排调研。",
        actor=cast["moyunzhou"],
        now=moment(11, 12),
    )


def _tell_zhilin(office: Office, call: Call, asked: dict[int, Addressee]) -> None:
    """栀林市: 葵原 waits for its head, 橙坞 is being filled in, 筝浦 came on paper, 莓岭 has longer."""
    kuiyuan = office.apply(call, "990322", "geyuanyuan", moment(11, 18), {"children": (140, 366, 120), **SIZES})
    office.send(kuiyuan, "geyuanyuan", moment(11, 24))
    office.seal(kuiyuan, "geyuanyuan", moment(11, 24))

    chengwu = office.begin(call, "990323", "chengduoduo", moment(11, 23))
    half = answers.pilot("橙坞县", children=(77, 190, 60), villages=41, rooms=3)
    office.fill(
        chengwu, "chengduoduo", {k: v for k, v in half.items() if not k.startswith("plan")}, moment(11, 23, "16:00")
    )

    _tell_zhengpu(office, call)

    calling.extend(
        asked[office.places["990321"].pk],
        nominal(12, 1),
        "雨水冲断两条路，入村核对推迟。",
        actor=office.cast["wenruohan"],
        now=moment(11, 20),
    )


def _tell_zhengpu(office: Office, call: Call) -> None:
    """筝浦: 市代报. The city enters what came on paper, its 书记's signature included."""
    clerk, unit, city = "wenruohan", "990301", "990300"
    figures = {"children": (58, 133, 49), **SIZES}
    post = posts(office.cast[clerk])[0]
    paper = office.apply(call, unit, clerk, moment(11, 19), figures, filed_by=office.places[city], post=post)
    case = office.send(paper, clerk, moment(11, 20))
    office.seal(paper, clerk, moment(11, 20))
    scan = Supplement.objects.get(submission=paper).upload.sha256
    office.cast.record(case, "agree", clerk, moment(11, 20, "10:00"), "聂成舟", scan, office.places[unit])


def tell_cases(office: Office) -> Call:
    """典型案例: one on its way, one adopted and made public, one adopted and being edited."""
    call = office.call(
        Call.Kind.TYPICAL,
        "“灯火相伴”典型案例征集",
        "990000",
        "linyuan",
        moment(11, 6, "15:30"),
        levels=["county", "township", "grassroots"],
        per_unit=2,
        until=nominal(12, 18),
        instructions="写做法，也写难处；不出现孩子的姓名、正脸和班级。",
    )
    early = [long_enough(moment(11, 9), 9), long_enough(moment(11, 10), 8)]
    ferry = _case(office, call, "990121002", "luoazhou", answers.FERRY, drawings.lamp_house(), early[0])
    _climb(office, ferry, ["luoazhou", "mengyunshu", "songhuaiyuan"], *early)
    office.show(ferry, "做法实在，拟采用。", "qinwangchuan", early[1])
    office.settle(ferry, moment(11, 18))
    _make_public(office, ferry, "旧候船室改成的小屋，窗口亮着灯，水边停着一只小船（图画）", moment(11, 20))

    talk = _case(office, call, "99S08", "fushuangchen", answers.CALLS_HOME, drawings.lit_corridor(), early[0])
    _climb(office, talk, ["fushuangchen", "suheyuan", "luqinghe"], *early)
    office.show(talk, "可以推广，拟采用。", "qinwangchuan", early[1])
    office.settle(talk, moment(11, 18))
    _make_public(office, talk, "夜里的教学楼，四间活动室轮流亮灯（图画）", moment(11, 19))

    road = _case(office, call, "990121001", "ludisheng", answers.LANTERNS, drawings.lanterns(), moment(11, 23))
    _climb(office, road, ["ludisheng"], moment(11, 24), moment(11, 24))
    return call


def _case(
    office: Office, call: Call, unit: str, who: str, values: answers.Answers, picture: Any, when: datetime
) -> Submission:
    submission = office.begin(call, unit, who, when, title=values["title"])
    key = office.attach(submission, who, picture, Group.PICTURE)
    office.fill(submission, who, {**values, "pictures": [key]}, when)
    return submission


def _climb(office: Office, submission: Submission, people: list[str], sent: datetime, decided: datetime) -> None:
    """Sent, agreed in the unit, then level by level as far as there are people named."""
    case = office.send(submission, people[0], sent)
    buttons = ("agree", "recommend", "recommend_city")
    for button, who in zip(buttons, people, strict=False):
        case = office.cast.act(case, button, who, decided, "情况属实，同意。")


def _make_public(office: Office, submission: Submission, alt: str, when: datetime) -> None:
    """典型公开发布: edited, checked for children's information, approved."""
    editor = office.cast["xiechangle"]
    submission.refresh_from_db()
    showcasing.begin_showcase(submission, actor=editor, now=when)
    showcasing.save_showcase(submission, {"picture_alt": alt, "face_checked": True}, actor=editor, now=when)
    case = engine.instance_of(submission, "showcase")
    case = office.cast.act(case, "submit", "xiechangle", when)
    case = office.cast.act(case, "privacy_pass", "jianmingxia", when, "没有姓名、住址和正脸，可以公开。")
    office.cast.act(case, "publish", "qinwangchuan", when, "可以发布。")
