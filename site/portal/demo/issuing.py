"""The papers of the story go their way: drafted, checked, signed, numbered, printed, sent out, signed for, made public."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.campaigns.models import Campaign
from documents.incoming import forwarding, receiving
from documents.incoming.models import Receipt
from documents.notices import checking, distribution, printing
from documents.notices.blocks import stream
from documents.notices.models import Artifact, CoIssuer, Notice, NumberPool
from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.posts import posts

from . import papers
from .acts import Cast
from .calendar import moment, year_before

CO_ISSUERS = ("990000-SG", "990000-JY", "990000-MZ", "990000-FL")
SIGNERS_ON_PAPER = {"990000-SG": "严予川", "990000-MZ": "童叙白", "990000-FL": "苗知微"}


@dataclass(frozen=True)
class Desk:
    """Who does what for an organ: drafts, checks, reviews, approves, signs, registers, seals."""

    draft: str
    check: str
    sign: str
    clerk: str
    seal: str
    office: str = ""
    deputy: str = ""


PROVINCE = Desk("linyuan", "zhoushenxing", "lusiqi", "zhongqing", "fushouzheng", "guzhibai", "qinwangchuan")
CITY = Desk("xunanzhi", "baijingxing", "heqingyue", "dingxiaoman", "dingxiaoman", "baijingxing", "songhuaiyuan")
COUNTY = Desk("tangxiaohe", "tangxiaohe", "mengyunshu", "tangxiaohe", "tangxiaohe")


class Registry:
    """Drafts papers and leads them through 发文."""

    def __init__(self, places: dict[str, Organisation], cast: Cast, campaign: Campaign) -> None:
        self.places = places
        self.cast = cast
        self.campaign = campaign

    def numbers_begin(self) -> None:
        """Earlier papers of this year and the last are told only by their numbers."""
        for code, mark, following in (
            ("990000", "团曦联", 3),
            ("990000", "团曦发", 9),
            ("990100", "团澈联", 2),
            ("990121", "团鹭发", 9),
        ):
            NumberPool.objects.create(organ=self.places[code], mark=mark, year=papers.year(), next=following)
        for code, mark, following in (("990000", "团曦发", 31), ("990121", "团鹭发", 12), ("990121", "团鹭报", 5)):
            last = year_before(11, 5).year
            NumberPool.objects.create(organ=self.places[code], mark=mark, year=last, next=following)

    def draft(
        self,
        text: papers.PaperText,
        place: str,
        author: str,
        mark: str,
        when: datetime,
        *,
        beside: tuple[str, ...] = (),
        carried: Notice | None = None,
        **fields: Any,
    ) -> Notice:
        """A new draft with its process; *beside* are the organs that issue it too, by code, *carried* is what it passes on."""
        unit = self.places[place]
        notice = Notice(
            organ=unit.as_organ,
            organisation=unit,
            author=self.cast[author],
            title=text.title,
            recipients=text.recipients,
            cc=text.cc,
            contact=text.contact,
            note=text.note,
            mark=mark,
            **{"campaign": self.campaign, **fields},
        )
        notice.body = notice._meta.get_field("body").to_python(stream(text.parts))
        notice.attachments = [forwarding.annex(carried)] if carried else []
        notice.save()
        for place_in_head, code in enumerate(beside):
            CoIssuer.objects.create(notice=notice, organisation=self.places[code], order=place_in_head)
        notice.save_revision(user=self.cast[author])
        engine.start(notice, "issue", actor=self.cast[author], now=when)
        return notice

    def issue(
        self, notice: Notice, desk: Desk, hours: list[datetime], *, copies: int, opinion: str = "同意。"
    ) -> Notice:
        """From 拟稿 to 已印发; *hours* are the hours of submitting, checking, signing, numbering and sending."""
        case = self.number(notice, desk, hours[:4], copies=copies, opinion=opinion)
        return self.send(case, notice, desk, *hours[3:])

    def number(self, notice: Notice, desk: Desk, hours: list[datetime], *, copies: int, opinion: str = "同意。") -> Any:
        """From 拟稿 to its number; returns the case."""
        submitted, checked, signed, numbered = hours
        checking.tick(notice, self.cast[desk.draft])
        case = self._to_signing(notice, desk, submitted, checked)
        case = self.cast.act(case, "sign", desk.sign, signed, opinion)
        case = self.cast.act(case, "recheck_pass", desk.clerk, signed)
        notice = Notice.objects.get(pk=notice.pk)
        notice.copies = copies
        notice.save(update_fields=["copies"])
        self._address(notice)
        return self.cast.act(case, "register", desk.clerk, numbered)

    def send(self, case: Any, notice: Notice, desk: Desk, printed: datetime, sent: datetime) -> Notice:
        """From the number to 已印发."""
        printing.make_print(Notice.objects.get(pk=notice.pk), Artifact.Kind.ISSUED, self.cast[desk.clerk])
        case = self.cast.act(case, "print", desk.seal, printed)
        self.cast.act(case, "dispatch", desk.clerk, sent)
        return Notice.objects.get(pk=notice.pk)

    def _to_signing(self, notice: Notice, desk: Desk, submitted: datetime, checked: datetime) -> Any:
        case = engine.instance_of(notice, "issue")
        case = self.cast.act(case, "submit", desk.draft, submitted)
        case = self.cast.act(case, "check_pass", desk.check, checked, "文字已改，同意送审。")
        if desk.office:
            case = self.cast.act(case, "office_pass", desk.office, checked, "格式、主送已核。")
        if notice.co_issuers.exists():
            scan = hashlib.sha256(b"sample scan").hexdigest()
            case = self.cast.act(case, "cosign_pass", "jianran", checked, "同意会签。")
            for row in notice.co_issuers.exclude(organisation=self.places["990000-JY"]).select_related("organisation"):
                signer = SIGNERS_ON_PAPER[row.organisation.code]
                case = self.cast.record(case, "cosign_pass", desk.clerk, checked, signer, scan, row.organisation)
        if desk.deputy:
            case = self.cast.act(case, "deputy_pass", desk.deputy, checked, "同意，送书记审定。")
        return case

    def _address(self, notice: Notice) -> None:
        """Take the range as proposed."""
        versions: dict[int, int] = {}

        def chosen(text: str) -> set[int]:
            rows = distribution.propose(notice, text)
            versions.update({node.pk: row.group.pk for row in rows if row.group for node in row.organisations})
            return {node.pk for row in rows for node in row.organisations}

        distribution.save(notice, main=chosen(notice.recipients), cc=chosen(notice.cc), by_group=versions)

    def sign_for(self, notice: Notice, signers: dict[str, datetime]) -> None:
        """签收 by each person for their organisation."""
        for username, when in signers.items():
            organisations = [post.organisation.organ_pk for post in receiving.receiving_posts(self.cast[username])]
            receipt = Receipt.objects.get(notice=notice, organisation__in=organisations)
            receiving.sign(receipt, user=self.cast[username], now=when)

    def publish(self, notice: Notice, proposer: str, approver: str, when: datetime) -> None:
        """公开发布, an act of its own by two persons."""
        case = engine.start(notice, "publish", actor=self.cast[proposer], now=when)
        case = self.cast.act(case, "propose", proposer, when)
        self.cast.act(case, "publish", approver, when, "可以公开。")


def tell_papers(registry: Registry) -> dict[str, Notice]:
    """Everything about papers that has happened by the day of the story."""
    joint = registry.draft(papers.joint_notice(), "990000-2", "linyuan", "团曦联", moment(11, 2), beside=CO_ISSUERS)
    joint = registry.issue(
        joint,
        PROVINCE,
        [moment(11, 2, "15:10"), moment(11, 3, "10:20"), moment(11, 5, "11:05"), moment(11, 6), moment(11, 6, "10:30")],
        copies=60,
    )
    registry.sign_for(joint, {"heqingyue": moment(11, 6, "14:12")})
    registry.publish(joint, "zhongqing", "qinwangchuan", moment(11, 9, "16:00"))

    city = registry.draft(
        papers.city_notice(), "990100-2", "xunanzhi", "团澈联", moment(11, 9), parent=joint, carried=joint
    )
    city = registry.issue(
        city,
        CITY,
        [
            moment(11, 9, "10:00"),
            moment(11, 9, "15:00"),
            moment(11, 10, "9:40"),
            moment(11, 10, "10:30"),
            moment(11, 10, "11:00"),
        ],
        copies=40,
    )
    registry.sign_for(city, {"mengyunshu": moment(11, 10, "15:32"), "youyishan": moment(11, 11)})
    registry.publish(city, "dingxiaoman", "songhuaiyuan", moment(11, 11, "10:00"))

    county = registry.draft(papers.county_notice(), "990121", "tangxiaohe", "团鹭发", moment(11, 11), parent=city)
    county = registry.issue(
        county,
        COUNTY,
        [
            moment(11, 11, "9:30"),
            moment(11, 11, "10:00"),
            moment(11, 12),
            moment(11, 12, "9:30"),
            moment(11, 12, "10:00"),
        ],
        copies=20,
    )
    registry.sign_for(county, {"luoazhou": moment(11, 12, "18:05")})
    tell_voided(registry)
    return {"joint": joint, "city": city, "county": county, **tell_drafts(registry)}


def tell_voided(registry: Registry) -> None:
    """县: a number was given in error; it stays in the register with the reason, and the paper went out under the next one."""
    cast = registry.cast
    paper = registry.draft(papers.opening_hours(), "990121", "tangxiaohe", "团鹭发", moment(11, 16))
    hours = [moment(11, 16, "10:00"), moment(11, 16, "10:30"), moment(11, 17), moment(11, 17, "9:30")]
    case = registry.number(paper, COUNTY, hours, copies=6)
    reason = "印制前发现主送漏列月梳乡团委，补上后重新登记。"
    case = cast.act(case, "void_number", "tangxiaohe", moment(11, 17, "10:10"), reason)
    case = cast.act(case, "recheck_pass", "tangxiaohe", moment(11, 17, "10:30"))
    case = cast.act(case, "register", "tangxiaohe", moment(11, 17, "10:40"))
    paper = registry.send(case, paper, COUNTY, moment(11, 17, "11:00"), moment(11, 17, "11:10"))
    registry.sign_for(paper, {"luoazhou": moment(11, 17, "19:20"), "ludisheng": moment(11, 18)})


def tell_drafts(registry: Registry) -> dict[str, Notice]:
    """Papers that are still on somebody's desk."""
    faulty = registry.draft(papers.faulty_draft(), "990121", "tangxiaohe", "团鹭发", moment(11, 24))
    training = registry.draft(papers.sound_draft(), "990000-2", "linyuan", "团曦发", moment(11, 23))
    checking.tick(training, registry.cast["linyuan"])
    case = registry.cast.act(engine.instance_of(training, "issue"), "submit", "linyuan", moment(11, 23, "16:00"))
    case = registry.cast.act(case, "check_pass", "zhoushenxing", moment(11, 24), "可以。")
    case = registry.cast.act(case, "office_pass", "guzhibai", moment(11, 24, "15:00"), "请按时间倒排报名。")
    case = registry.cast.act(case, "deputy_pass", "qinwangchuan", moment(11, 25), "同意。")
    tell_round(registry, case)
    report = registry.draft(papers.county_report(), "990121", "tangxiaohe", "团鹭报", moment(11, 24), kind="报告")
    checking.tick(report, registry.cast["tangxiaohe"])
    case = registry.cast.act(engine.instance_of(report, "issue"), "submit", "tangxiaohe", moment(11, 24, "10:00"))
    registry.cast.act(case, "check_pass", "tangxiaohe", moment(11, 24, "10:30"))
    pairing = tell_countersigning(registry)
    return {"faulty": faulty, "training": training, "report": report, "pairing": pairing}


def tell_round(registry: Registry, case: Any) -> None:
    """A paper sent round while it waits for its signature: one has read it, one has only opened it, one has not."""
    cast = registry.cast
    when = moment(11, 24, "15:10")
    readers = ("xiechangle", "jianmingxia", "zhongqing")
    whom = [f"m{posts(cast[username])[0].pk}" for username in readers]
    case = cast.act(case, "@circulate", "guzhibai", when, "请提前安排报道和值守。", whom=whom)
    engine.mark_read(cast["jianmingxia"], case, now=moment(11, 24, "16:20"))
    engine.mark_read(cast["xiechangle"], case, now=moment(11, 24, "15:40"))
    cast.act(case, "@read", "xiechangle", moment(11, 24, "15:42"), "宣传部派一名记者。")


def tell_countersigning(registry: Registry) -> Notice:
    """Two cities issue together: the other one works inside, its officer has checked, its secretary has not signed."""
    cast = registry.cast
    paper = registry.draft(
        papers.pairing_notice(), "990100-2", "xunanzhi", "团澈联", moment(11, 20), beside=("990200", "990100-JY")
    )
    checking.tick(paper, cast["xunanzhi"])
    case = cast.act(engine.instance_of(paper, "issue"), "submit", "xunanzhi", moment(11, 20, "10:00"))
    case = cast.act(case, "check_pass", "baijingxing", moment(11, 23), "文字已改，同意送审。")
    case = cast.act(case, "office_pass", "baijingxing", moment(11, 24), "请两家会签。")
    inner = engine.case_for(cast["moyunzhou"], case)
    cast.act(inner, "check_pass", "moyunzhou", moment(11, 25), "已和我市两处小屋核对，可以结对。")
    return paper
