"""线下办理登记: an act that was done on paper, recorded with its scan by somebody who may."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Transition

from ..errors import Refused
from ..models import WorkItem
from ..people.rights import Capacity, by_place, capacities_by, is_asked
from ..people.standing import Post, Standing, standing
from .actions import Action, Offline
from .dossier import VOICES, Dossier
from .judging import name_of

_SHA256_LENGTH = 64


def registrar_post(case: Dossier, who: Standing) -> Post | None:
    """The post in which the person may record papers in the present state, if any."""
    for grant in case.state.offline:
        for post in who.own:
            if by_place(grant, post, case.instance):
                return post
    return None


def offline_capacity(case: Dossier, transition: Transition, who: Standing, action: Action) -> Capacity:
    """The registrar's post and the item that was taken care of on paper; none where the act asks no party (作废 by the office).

    Raises:
        Refused: the person may not record papers here, the scan or the name is missing, or it is unclear whose act it was.
    """
    post = registrar_post(case, who)
    if post is None or not can_be_on_paper(transition):
        raise Refused([_("您不能在“%(state)s”环节登记线下办理。") % {"state": case.state.title}])
    check_paper(case, action.offline)
    if "party" not in transition.by:
        _check_outsider(case, transition, action)
        return Capacity(post)
    item = _item_on_paper(case, action)
    _check_signer(case, action, item)
    if action.behalf is not None and action.behalf.pk in case.excluded(case.state.name):
        raise Refused([_("岗位分离：%(name)s办过前面的环节，不能再办这一环节。") % {"name": action.behalf}])
    check_behalf(case, action, item)
    return Capacity(post, item)


def can_be_on_paper(transition: Transition) -> bool:
    """Whether somebody can have done it on paper: not what the system does, nor taking back what nobody has opened (撤回)."""
    return not (transition.automatic or transition.unread)


def _check_outsider(case: Dossier, transition: Transition, action: Action) -> None:
    """An account named for who signed is that of one who may take *transition* from outside the vote.

    Raises:
        Refused: it is somebody else's.
    """
    if action.behalf is None or action.offline is None:
        return
    signer = standing(action.behalf, action.offline.signed_on)
    if not any(capacities_by(case, transition.by, (), signer)):
        words = {"title": transition.title, "name": action.behalf}
        raise Refused([_("“%(title)s”不由%(name)s办，不能记在他的名下。") % words])


def _check_signer(case: Dossier, action: Action, item: WorkItem) -> None:
    """Who signed the paper must be one of those who may, where the document names them and knows any.

    Raises:
        Refused: another name stands on the paper.
    """
    entitled = case.entitled(case.state.name) if item.relation == WorkItem.Relation.INITIAL else None
    signer = action.offline.signer.strip() if action.offline is not None else ""
    if entitled is not None and entitled.people and signer not in entitled.people.values():
        words = {"signer": signer, "sentence": entitled.sentence}
        raise Refused([_("纸质件上的签字人“%(signer)s”不对。%(sentence)s") % words])


def check_behalf(case: Dossier, action: Action, item: WorkItem | None) -> None:
    """An account named for who signed is that of one who was asked; where no party is, of somebody in the case's organ.

    Raises:
        Refused: it is somebody else's.
    """
    if action.behalf is None or action.offline is None:
        return
    posts = standing(action.behalf, action.offline.signed_on).own
    if item is not None:
        fits = any(is_asked(post, item, action.behalf.pk) for post in posts)
    else:
        fits = any(post.is_business and post.is_in(case.instance.organ_id) for post in posts)
    if not fits:
        raise Refused([_("这一项没有请%(name)s办，不能记在他的名下。") % {"name": action.behalf}])


def origin_of(offline: Offline | None) -> dict[str, str]:
    """Who signed the paper and when, as it is kept beside the event."""
    return {} if offline is None else {"signer": offline.signer.strip(), "signed_on": offline.signed_on.isoformat()}


def scan_of(offline: Offline | None) -> bytes | None:
    """The digest of the scan."""
    return None if offline is None else bytes.fromhex(offline.scan)


def check_paper(case: Dossier, offline: Offline | None) -> None:
    """Whether a paper is complete.

    Raises:
        Refused: with all that is missing.
    """
    assert offline is not None  # noqa: S101 - the caller asked
    faults = []
    if len(offline.scan) != _SHA256_LENGTH or not all(char in "0123456789abcdef" for char in offline.scan):
        faults.append(_("请上传签字纸质件的扫描件。"))
    if not offline.signer.strip():
        faults.append(_("请填写纸质件上的签字人。"))
    if offline.signed_on > timezone.localdate(case.now):
        faults.append(_("签字日期不能晚于今天。"))
    if faults:
        raise Refused(faults)


def _item_on_paper(case: Dossier, action: Action) -> WorkItem:
    tasks = [item for item in case.open_items if item.kind in VOICES]
    wanted = action.params.get("item")
    if wanted is not None:
        tasks = [item for item in tasks if str(item.pk) == str(wanted)]
    if len({item.party for item in tasks}) != 1:
        names = "、".join(name_of(item) for item in tasks)
        raise Refused([_("请选明是谁办的：%(names)s。") % {"names": names} if names else _("这一项已经办过了。")])
    return tasks[0]
