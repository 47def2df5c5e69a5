"""常用语 of the opinion box: a person's own, and the given ones by the step at which a paper stands."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows.engine import eraser, holdings
from workflows.organisations.models import User

from .models import OwnPhrase

MOST = 20
"""So many phrases of their own a person may keep; more would hide the opinion box."""


class PhraseError(Exception):
    """A phrase cannot be kept; the message says why."""


GENERAL = (_("同意。"), _("已阅。"))

BY_STATE = {
    "draft": (_("请审核。"),),
    "check": (_("已核，请办公室审核。"), _("文字已改，请再看一遍。")),
    "office": (_("格式、主送已核，拟同意。"), _("请分管领导审签。")),
    "cosign": (_("同意会签。"),),
    "deputy": (_("同意，请书记签发。"), _("原则同意。")),
    "sign": (_("同意，印发。"), _("同意，请抓好落实。")),
    "recheck": (_("复核无误。"),),
    "propose": (_("建议公开。"),),
    "approve": (_("同意公开。"),),
    "agree": (_("情况属实，同意报送。"),),
    "city": (_("材料齐全，建议推荐。"), _("数据与上次相差较大，请说明。")),
    "city_sign": (_("材料齐全，同意推荐。"),),
    "province": (_("经研究，同意。"),),
    "shown": (_("公示期满，没有异议。"), _("公示期满，异议已核实处理，不成立。")),
    "advise": (_("拟请分管领导阅示。"), _("拟请青年发展部承办。")),
    "intake": (_("拟请书记阅示。"), _("已阅存。")),
    "instruct": (_("请按文件要求抓好落实。"), _("已阅，请主办部门提出意见。"), _("转发并提出具体要求。")),
    "handle": (_("已按要求办理。"), _("已转发各单位。")),
    "answer": (_("已办结，存档。"),),
}


def phrases(state: str, user: Any = None) -> list[str]:
    """What is often written at this step: the person's own words first, then the step's, then what always fits.

    The person's own are asked once for each loaded person, that is once a request.
    """
    given = (str(phrase) for phrase in (*BY_STATE.get(state, ()), *GENERAL))
    return list(dict.fromkeys((*_own_texts(user), *given)))


def beside(user: User, **asked: Any) -> dict[str, Any]:
    """What a page asks of its reader, as annotations of the person; their own phrases come along in the same query."""
    rows = User.objects.filter(pk=user.pk).annotate(**asked).order_by("phrases__place", "phrases__pk")
    found = list(rows.values("phrases__text", *asked))
    user.__dict__["own_phrases"] = [row["phrases__text"] for row in found if row["phrases__text"] is not None]
    return {name: found[0][name] for name in asked}


def own(user: Any) -> list[OwnPhrase]:
    """The person's own phrases in their order."""
    return list(OwnPhrase.objects.filter(user=user))


def _own_texts(user: Any) -> list[str]:
    if not isinstance(user, User):
        return []
    known: dict[str, Any] = user.__dict__
    if "own_phrases" not in known:
        known["own_phrases"] = [phrase.text for phrase in own(user)]
    return list(known["own_phrases"])


@transaction.atomic
def add(user: User, text: str) -> OwnPhrase:
    """Keep a phrase as the last one.

    Raises:
        PhraseError: it is empty, too long, there already, or there are :data:`MOST` of them.
    """
    text = " ".join(text.split())
    kept = own(User.objects.select_for_update().get(pk=user.pk))
    longest = OwnPhrase._meta.get_field("text").max_length or 0
    if not text:
        raise PhraseError(_now("请填写常用语。"))
    if len(text) > longest:
        raise PhraseError(_now("常用语最多%d个字。") % longest)
    if text in {phrase.text for phrase in kept}:
        raise PhraseError(_now("这一条已经有了。"))
    if len(kept) >= MOST:
        raise PhraseError(_now("最多存%d条，请先删去用不着的。") % MOST)
    return OwnPhrase.objects.create(user=user, text=text, place=kept[-1].place + 1 if kept else 0)


def remove(user: User, pk: int) -> None:
    """Delete one of the person's phrases; what is not theirs is left alone."""
    OwnPhrase.objects.filter(user=user, pk=pk).delete()


@transaction.atomic
def raise_up(user: User, pk: int) -> None:
    """Move one of the person's phrases one place up; the first one stays."""
    kept = own(User.objects.select_for_update().get(pk=user.pk))
    at = next((number for number, phrase in enumerate(kept) if phrase.pk == pk), 0)
    if at:
        kept[at - 1], kept[at] = kept[at], kept[at - 1]
    for place, phrase in enumerate(kept):
        phrase.place = place
    OwnPhrase.objects.bulk_update(kept, ["place"])


@holdings
def kept_phrases(thing: Any) -> dict[str, int]:
    """How many phrases a person keeps."""
    return {"常用语": OwnPhrase.objects.filter(user=thing).count()} if isinstance(thing, User) else {}


@eraser("常用语")
def erase(thing: Any) -> int:
    """A person who is blanked keeps no phrases."""
    return OwnPhrase.objects.filter(user=thing).delete()[0] if isinstance(thing, User) else 0
