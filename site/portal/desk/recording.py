"""线下办理登记: what the form asks, the scan that outlives a refusal, and the act as the engine takes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.files.kinds import Group, accept_attribute
from documents.files.models import Upload
from documents.files.receiving import receive
from workflows import engine
from workflows.organisations.models import Organisation

from .enclosures import OFFLINE
from .forms import ask_in_sentences
from .measuring import SIGN, add_wanted, wanted

SALT = "desk.offline.scan"
OWN = gettext_lazy("本单位")
"""Whose act it is where no party is asked: 挂起, 督办 and the like."""

ORDER = ("find", "whom", "seat", "state", "to", "resubmit", "days", "until", "signer", "signed_on", "opinion", "scan")


def key_of(offer: Any) -> str:
    """What the choice posts: whose item, and which act."""
    return f"{offer.item_id or 0}:{offer.transition}"


def find_offer(offers: list[Any], key: str) -> Any:
    """The chosen act; the first one, as long as nothing (or nothing that is still possible) was chosen."""
    return next((offer for offer in offers if key_of(offer) == key), offers[0])


@dataclass(frozen=True)
class Holder:
    """Whose acts these are, each with its key and its words."""

    name: str
    acts: list[tuple[str, str]]


def grouped(offers: Iterable[Any]) -> list[Holder]:
    """The acts by whose they are, in the order of the offers."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for offer in offers:
        holders.setdefault(offer.holder or str(OWN), []).append((key_of(offer), str(offer.title)))
    return [Holder(name, acts) for name, acts in holders.items()]


def choice(offers: list[Any], offer: Any, *, asked: bool) -> dict[str, Any]:
    """What the choice shows: the steps of the process by whose they are, and apart from them everything else (转办, 加签 …).
    It is folded away once somebody has chosen (*asked*), or where the steps are those of one party.
    """
    steps = grouped(one for one in offers if not is_measure(one))
    return {
        "steps": steps,
        "others": grouped(one for one in offers if is_measure(one)),
        "others_open": is_measure(offer),
        "chosen": key_of(offer),
        "chosen_words": f"{offer.holder or OWN}　{offer.title}",
        "choosing": not asked and sum(one.name != str(OWN) for one in steps) != 1,
    }


class OfflineForm(forms.Form):
    """What was done on paper: which act, whose, to whom where it concerns somebody, by whom signed, when, in which words,
    and the scan that proves it.

    *kept* is a scan that came with an earlier, refused post; another file takes its place.
    """

    find = forms.CharField(label=gettext_lazy("查找"), required=False, max_length=40)
    signer = forms.CharField(
        label=gettext_lazy("签字人"), max_length=40, help_text=gettext_lazy("纸上签字的人，如“温如故”")
    )
    signed_on = forms.DateField(
        label=gettext_lazy("签字日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    opinion = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("照纸上的原话写"),
    )
    scan = forms.FileField(
        label=gettext_lazy("扫描件"),
        help_text=gettext_lazy("签过字的发文稿纸、会签单或意见复函，PDF 或照片"),
        widget=forms.FileInput(attrs={"accept": accept_attribute(Group.SCAN)}),
    )

    def __init__(self, *args: Any, offer: Any, look: Any, kept: Upload | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.kept = offer, kept
        add_wanted(self, offer, lambda text: look.offline_candidates(offer.transition, offer.item_id, text))
        self._returning()
        if not offer.takes_opinion:
            del self.fields["opinion"]
        elif offer.needs_opinion:
            self.fields["opinion"].required = True
        if kept is not None:
            self.fields["scan"].required = False
            self.fields["scan"].help_text = _("已经传上：%s。要换再选。") % kept.name
        ask_in_sentences(self)
        self.order_fields(ORDER)

    def _returning(self) -> None:
        """Where a return goes, and which way it comes back."""
        if self.offer.choices and not self.offer.wants:
            choices = [(choice.name, choice.title) for choice in self.offer.choices]
            self.fields["to"] = forms.ChoiceField(label=_("退到哪个环节"), choices=choices, widget=forms.RadioSelect)
        if self.offer.resubmit:
            ways = [("again", _("逐级重新审核")), ("direct", _("直接回到退回的人"))]
            self.fields["resubmit"] = forms.ChoiceField(
                label=_("改好以后"), choices=ways, initial="again", widget=forms.RadioSelect
            )

    def clean_signed_on(self) -> Any:
        """Nobody signs in the future."""
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("签字日期不能晚于今天。"))
        return day

    def action(self, case: Any, user: Any, posted: QueryDict, scan: Upload) -> Any:
        """The engine's action. The token is the one with which the page was shown, as long as it speaks of the same act."""
        words, offer = self.cleaned_data, self.offer
        params = {name: words[name] for name in ("to", "resubmit") if words.get(name)} | wanted(words)
        if offer.item_id is not None:
            params["item"] = offer.item_id
        same = posted.get("shown") == key_of(offer)
        return engine.Action(
            instance_id=case.pk,
            transition=offer.transition,
            actor=user,
            token=(same and posted.get("token")) or offer.token,
            opinion=words.get("opinion", ""),
            params=params,
            request_key=posted.get("request_key", "")[:64],
            offline=engine.Offline(scan=scan.sha256, signer=words["signer"], signed_on=words["signed_on"]),
        )


def is_measure(offer: Any) -> bool:
    """Whether an act is no step of the process."""
    return str(offer.transition).startswith(SIGN)


def keep_scan(file: UploadedFile, user: Any, organ: Organisation) -> Upload:
    """Take the scan in; it belongs to no case before the act is recorded, and is erased when that never happens.

    Raises:
        RefusedFileError: with a sentence for the person.
    """
    return receive(file, user=user, organ=organ, purpose=OFFLINE, group=Group.SCAN)


def ticket_of(upload: Upload | None, case: Any) -> str:
    """What the page carries of a scan that was taken in already."""
    return signing.dumps([str(upload.pk), case.pk], salt=SALT) if upload is not None else ""


def kept_scan(ticket: str, user: Any, case: Any) -> Upload | None:
    """The scan behind a ticket: the person's own, for this very case, and bound to nothing yet."""
    try:
        key, pk = signing.loads(ticket, salt=SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        return None
    if pk != case.pk:
        return None
    return Upload.objects.filter(pk=key, purpose=OFFLINE, uploaded_by=user, subject_id__isnull=True).first()


def record(case: Any, action: Any, scan: Upload) -> Any:
    """Do the act and give the scan to its case, or neither. Returns the engine's outcome.

    Raises:
        Refused: see the reasons.
    """
    with transaction.atomic():
        outcome = engine.act(action)
        scan.subject_id = case.pk
        scan.save(update_fields=["subject_id"])
    return outcome
