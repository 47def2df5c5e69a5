"""主送组: the names by which the reader's organs address many at once, whom each means today, and how that changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.notices import groups
from documents.notices.groups import GroupError, GroupVersion, Meaning, RecipientGroup
from workflows.organisations.models import LEVELS_UPWARD, Level, Organisation

from .. import naming
from ..forms import ask_in_sentences
from ..shell import Back, business_posts, page
from .register import tabs

SHOWN = 400
"""Organs named on the page of a group; the number is always whole."""


class GroupForm(forms.Form):
    """The name; levels and kinds below the organ; organs added and left out by name; why it was changed."""

    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("写在主送、抄送里的叫法，如“各县（区）团委”")
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("本机关以下的哪一级"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("哪类单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in groups.KINDS],
    )
    added = forms.CharField(
        label=gettext_lazy("另加单位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写单位的全称或简称，每行一个；兄弟单位写在这里"),
    )
    left_out = forms.CharField(
        label=gettext_lazy("除去单位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("在上面的范围里、但不发的单位"),
    )
    note = forms.CharField(label=gettext_lazy("改动说明"), required=False, max_length=120)

    def __init__(self, data: Any, *, organ: Organisation, version: GroupVersion | None = None) -> None:
        super().__init__(data, initial=_initial(version))
        ask_in_sentences(self)
        place = LEVELS_UPWARD.index(Level(organ.level))
        below = LEVELS_UPWARD[: place + (organ.level == Level.GRASSROOTS)]
        field: Any = self.fields["levels"]
        field.choices = [(level.value, level.label) for level in reversed(below)]
        if version is None:
            del self.fields["note"]

    def clean_added(self) -> set[int]:
        """Keys of the organs named."""
        return naming.clean_names(self.cleaned_data["added"])

    def clean_left_out(self) -> set[int]:
        """Keys of the organs named."""
        return naming.clean_names(self.cleaned_data["left_out"])

    def meaning(self) -> Meaning:
        """Whom the group is to mean."""
        words = self.cleaned_data
        return Meaning(
            tuple(words["levels"]), tuple(words["kinds"]), frozenset(words["added"]), frozenset(words["left_out"])
        )


def _initial(version: GroupVersion | None) -> dict[str, Any]:
    if version is None:
        return {"kinds": [Organisation.Kind.COMMITTEE.value]}
    named = list(version.members.all())
    return {
        "name": version.group.name,
        "levels": version.levels,
        "kinds": version.kinds,
        "added": "\n".join(row.organisation.name for row in named if not row.left_out),
        "left_out": "\n".join(row.organisation.name for row in named if row.left_out),
    }


def _organs(request: HttpRequest) -> list[Organisation]:
    """The organs of which the reader sees the groups; 404 for who handles no papers."""
    organs = {post.organisation.organ_pk: post.organisation.as_organ for post in business_posts(request)}
    found = [organ for organ in organs.values() if organ.kind != Organisation.Kind.PARTNER]
    if not found:
        raise Http404
    return found


@login_required
@require_GET
def recipient_groups(request: HttpRequest) -> HttpResponse:
    """The groups of the reader's organs with the number whom each means today."""
    held = business_posts(request)
    sections = [_section(organ, groups.may_keep(held, organ)) for organ in _organs(request)]
    context = {"tabs": tabs("groups"), "sections": sections}
    return page(
        request, "desk/groups.html", context, here="issued", back=Back(reverse("desk:register"), _("发文登记簿"))
    )


def _section(organ: Organisation, keeps: bool) -> dict[str, Any]:
    versions = groups.current(organ)
    sizes = groups.sizes(organ, versions) if versions else {}
    return {
        "organ": organ,
        "rows": [
            {"version": one, "count": sizes[one.pk], "url": reverse("desk:group", args=[one.group_id])}
            for one in versions
        ],
        "new_url": f"{reverse('desk:group_new')}?organ={organ.pk}" if keeps else "",
    }


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new group for an organ whose groups the reader keeps."""
    held = business_posts(request)
    kept = [organ for organ in _organs(request) if groups.may_keep(held, organ)]
    organ = next((one for one in kept if str(one.pk) == request.GET.get("organ")), kept[0] if kept else None)
    if organ is None:
        raise Http404
    return _edit(request, organ, None)


@login_required
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a group means today, its versions, and its form for those who keep it."""
    found = RecipientGroup.objects.select_related("organ").filter(pk=pk, retired_at__isnull=True).first()
    if found is None or found.organ_id not in {organ.pk for organ in _organs(request)}:
        raise Http404
    return _edit(request, found.organ, found)


def _edit(request: HttpRequest, organ: Organisation, found: RecipientGroup | None) -> HttpResponse:
    held = business_posts(request)
    keeps = groups.may_keep(held, organ)
    versions = list(found.versions.select_related("by").prefetch_related("members__organisation")) if found else []
    if found is not None:
        for version in versions:
            version.group = found
    latest = versions[0] if versions else None
    posted = request.POST if request.method == "POST" and keeps else None
    form = GroupForm(posted, organ=organ, version=latest) if keeps else None
    if form is not None and posted is not None and form.is_valid():
        words = form.cleaned_data
        try:
            kept = groups.keep(
                organ,
                words["name"],
                form.meaning(),
                by=request.user,
                held=held,
                group=found,
                note=words.get("note", ""),
            )
        except GroupError as refusal:
            form.add_error(None, str(refusal))
        else:
            same = latest is not None and kept.pk == latest.pk
            messages.success(request, _("没有改动单位范围。") if same else _("%s已保存。") % kept)
            return redirect("desk:group", pk=kept.group_id)
    means = groups.expand(organ, groups.meaning(latest)) if latest is not None else []
    context = {
        "title": found.name if found else _("新建主送组"),
        "organ": organ,
        "group": found,
        "form": form,
        "count": len(means),
        "organs": [str(node) for node in means[:SHOWN]],
        "versions": _versions(versions),
        "retire_url": reverse("desk:group_retire", args=[found.pk]) if found and keeps else "",
        "list_url": reverse("desk:groups"),
    }
    back = Back(reverse("desk:groups"), _("主送组"))
    return page(request, "desk/group.html", context, here="issued", back=back)


def _versions(versions: list[GroupVersion]) -> list[dict[str, Any]]:
    """Each version with what it changed against the one before, newest first."""
    names = {row.organisation_id: str(row.organisation) for version in versions for row in version.members.all()}
    told = []
    for place, version in enumerate(versions):
        before = groups.meaning(versions[place + 1]) if place + 1 < len(versions) else Meaning()
        told.append({"version": version, "changed": groups.changed(before, groups.meaning(version), names)})
    return told


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """停用."""
    found = RecipientGroup.objects.select_related("organ").filter(pk=pk, retired_at__isnull=True).first()
    if found is None or found.organ_id not in {organ.pk for organ in _organs(request)}:
        raise Http404
    try:
        groups.retire(found, held=business_posts(request))
    except GroupError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:group", pk=pk)
    messages.success(request, _("“%s”已停用，发过的公文不受影响。") % found.name)
    return redirect("desk:groups")
