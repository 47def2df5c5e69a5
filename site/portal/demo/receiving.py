"""收文 in the story: papers that were received stand at every step, one came from outside the system, one was sent back."""

from datetime import datetime, timedelta

from documents.incoming import assigning, handling, receiving, registering
from documents.incoming.models import Incoming, Receipt
from documents.notices.models import Notice
from workflows.organisations.models import Organisation

from .calendar import moment, nominal
from .issuing import Registry

LETTER = {
    "sender": "鹭汀县教育局",
    "number": "鹭教函〔2026〕18号",
    "title": "关于征求农村学校课后服务安排意见的函",
    "kind": "函",
    "copies": 1,
    "note": "纸质件，机要交换收到",
}
REQUEST = {
    "sender": "曦原省文明办",
    "number": "曦文明办〔2026〕31号",
    "title": "关于报送冬季志愿服务安排的通知",
    "kind": "通知",
    "urgency": "加急",
    "copies": 2,
}


class Receiving:
    """Takes the papers that organs received along their way."""

    def __init__(self, registry: Registry) -> None:
        self.cast = registry.cast
        self.places = registry.places

    def of(self, notice: Notice, code: str) -> Incoming:
        """The paper at the organ *code*."""
        return Incoming.objects.select_related("organ").get(receipt__notice=notice, organ=self.places[code])

    def act(self, paper: Incoming, transition: str, who: str, when: datetime, opinion: str = "") -> None:
        """*who* presses a button."""
        self.cast.act(handling.case_of(paper), transition, who, when, opinion)

    def plan(self, paper: Incoming, who: str, *, leads: tuple[str, ...] = (), readers: tuple[str, ...] = ()) -> None:
        """*who* chooses, by name, who deals with the paper and who reads it."""
        by_name = {one.name: one.key for one in assigning.choices(Organisation.objects.get(pk=paper.organ_id))}
        wanted = {"lead": [by_name[name] for name in leads], "reader": [by_name[name] for name in readers]}
        assigning.arrange(paper, user=self.cast[who], case=handling.case_of(paper), wanted=wanted, due_on=paper.due_on)


def tell_incoming(registry: Registry, papers: dict[str, Notice]) -> None:
    """What became of the papers where they arrived."""
    desk = Receiving(registry)
    _city(desk, papers["joint"])
    _counties(desk, papers["city"])
    paper = desk.of(papers["county"], "990121002")
    desk.act(paper, "settle", "luoazhou", moment(11, 12, "18:10"), "已阅，照办。")
    _outside(desk)


def _city(desk: Receiving, joint: Notice) -> None:
    """The city went the whole way with the province's paper, up to its own."""
    paper = desk.of(joint, "990100")
    desk.act(paper, "register", "dingxiaoman", moment(11, 6, "14:30"))
    desk.plan(paper, "baijingxing", leads=("许南枝",), readers=("宋怀远",))
    desk.act(paper, "advise_pass", "baijingxing", moment(11, 6, "15:00"), "拟请怀远同志阅，青年发展部提出转发意见。")
    desk.act(paper, "instruct_pass", "heqingyue", moment(11, 6, "16:20"), "抓紧转发，县里的时限提前两天。")
    desk.act(paper, "circulate_pass", "songhuaiyuan", moment(11, 6, "17:00"), "请联合会签单位一并落实。")
    desk.act(paper, "handle_pass", "xunanzhi", moment(11, 10, "11:30"), "已会签转发各县（区）。")
    desk.act(paper, "close", "dingxiaoman", moment(11, 10, "14:00"))


def _counties(desk: Receiving, city: Notice) -> None:
    """One county has answered, one waits for its secretary, one sent the paper back."""
    first = desk.of(city, "990121")
    desk.plan(first, "tangxiaohe", leads=("唐小禾",))
    desk.act(first, "intake_pass", "tangxiaohe", moment(11, 10, "16:00"), "拟请书记阅示，由我起草贯彻通知。")
    desk.act(first, "instruct_pass", "mengyunshu", moment(11, 10, "17:10"), "同意。乡镇不另报表，开放记录月末报一次。")
    desk.act(first, "handle_pass", "tangxiaohe", moment(11, 12, "10:30"), "已印发本县通知。")
    desk.act(first, "reply", "tangxiaohe", moment(11, 12, "11:00"), "我县已于11月12日印发贯彻通知，发至各乡镇和学校。")
    second = desk.of(city, "990122")
    desk.act(second, "intake_pass", "jingheming", moment(11, 11, "10:00"), "拟请书记阅示。")
    returned = Receipt.objects.filter(notice=city, organisation=desk.places["990101"]).first()
    if returned is not None:
        reason = "附件只有目录，缺申报表，请补发后再签收。"
        receiving.send_back(returned, user=desk.cast["dongqiyang"], reason=reason, now=moment(11, 11, "9:20"))


def _outside(desk: Receiving) -> None:
    """Two papers that came by exchange: a letter that the county deals with, a notice that the city's office has before it."""
    dated = nominal(11, 19)
    cast, places = desk.cast, desk.places
    fields = {**LETTER, "dated": dated, "due_on": dated + timedelta(days=21)}
    letter = registering.register(places["990121"], user=cast["tangxiaohe"], fields=fields, now=moment(11, 20))
    desk.plan(letter, "tangxiaohe", leads=("唐小禾",))
    desk.act(letter, "intake_pass", "tangxiaohe", moment(11, 20, "9:40"), "拟请书记阅示。")
    desk.act(letter, "instruct_pass", "mengyunshu", moment(11, 20, "10:30"), "请小禾征求学校意见后复函。")
    asked = {**REQUEST, "dated": dated}
    registering.register(places["990100"], user=cast["dingxiaoman"], fields=asked, now=moment(11, 23))
