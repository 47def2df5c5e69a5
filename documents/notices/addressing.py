"""主送 while drafting: the organ's 主送组 and what it addressed last, each with whom it means today, one press away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from workflows.organisations.models import Organisation

from . import distribution, groups
from .beginning import earlier
from .kinds import Direction
from .models import Notice
from .policy import drafting_units

SHOWN = 6
"""Names that stand beside a name at once; the others unfold."""

EARLIER, LOOKED_AT = 2, 20
"""So many different 主送 of earlier papers are offered, from so many papers."""


@dataclass(frozen=True)
class Offer:
    """What can be written into 主送: the words, where they come from, whom they mean, and which of them mean nobody here.

    *sort*: names of one sort are joined by 、 and others by ， (the same organs by kind).
    """

    text: str
    source: str
    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    sort: str = ""

    @property
    def first(self) -> tuple[str, ...]:
        """The names shown at once."""
        return self.names[:SHOWN]

    @property
    def has_more(self) -> bool:
        """Whether some unfold."""
        return len(self.names) > SHOWN


def offers(notice: Notice, user: Any) -> list[Offer]:
    """主送组 of the organ by name, then what it addressed last; at most twelve queries however many there are."""
    organ = notice.organ
    versions = groups.current(organ)
    meant = groups.names(organ, versions) if versions else {}
    found = [
        Offer(version.group.name, _("主送组"), tuple(meant[version.pk]), sort=",".join(sorted(version.kinds)))
        for version in versions
    ]
    return [*found, *_last(notice, user, {one.text: one.names for one in found}, versions)]


def _last(
    notice: Notice, user: Any, known: dict[str, tuple[str, ...]], versions: list[groups.GroupVersion]
) -> Iterable[Offer]:
    """What the newest papers addressed, each wording once, but not one that is a 主送组 alone."""
    papers = [one for one in earlier(user, notice.organisation)[:LOOKED_AT] if one.pk != notice.pk and one.recipients]
    wordings: dict[str, Notice] = {}
    for paper in papers:
        text = paper.recipients.strip().rstrip("：:")
        if text not in known and paper.direction != Direction.UP:
            wordings.setdefault(text, paper)
    chosen = list(wordings.items())[:EARLIER]
    read = distribution.reader(notice, versions) if chosen else None
    for text, paper in chosen:
        names: dict[str, None] = {}
        unknown = []
        for entry in distribution.entries(text):
            reached = known.get(entry)
            if reached is None and read is not None:
                reached = tuple(str(node) for node in read(entry).organisations)
            names.update(dict.fromkeys(reached or ()))
            unknown += [] if reached else [entry]
        yield Offer(text, _("上次主送：%s") % (paper.number or paper.plain_title), tuple(names), tuple(unknown))


class RecipientsInput(AdminAutoHeightTextInput):
    """The words of 主送, and below them what can be taken over; what was typed stays."""

    def __init__(self, notice: Notice, user: Any) -> None:
        super().__init__()
        self.notice, self.user = notice, user

    @property
    def media(self) -> forms.Media:
        """With the look of the list."""
        return super().media + forms.Media(css={"all": ["notices/editor.css"]})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, then the list where there is one."""
        field = super().render(name, value, attrs, renderer)
        notice = self.notice
        if not notice.organ_id:
            unit: Organisation | None = next(iter(drafting_units(self.user)), None)
            if unit is None:
                return field
            notice = Notice(organ=unit.as_organ, organisation=unit)
        context = {"field": field, "offers": offers(notice, self.user), "organ": notice.organ}
        return render_to_string("notices/addressing.html", context)
