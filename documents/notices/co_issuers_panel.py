"""联合发文机关 in the editor: only organs that may issue along are offered, those of the same rank nearby (条例第17条)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from workflows.organisations.models import Organisation
from workflows.organisations.tree import span, superior


def peers(organ: Organisation) -> QuerySet[Organisation]:
    """Organs of the same level in the same place, and the league organs beside it under the same superior."""
    near = Q(region=organ.region) if organ.region else Q(pk__in=[])
    if above := superior(organ):
        low, high = span(above.path)
        near |= Q(path__gte=low, path__lt=high, depth=organ.depth)
    active = Organisation.objects.active().organs()
    return active.filter(near, level=organ.level).exclude(pk=organ.pk).order_by("-kind", "path")


class CoIssuerForm(WagtailAdminModelForm):
    """One organ that issues along; ``peers`` are those offered, besides the one that is chosen already."""

    def __init__(self, *args: Any, peers: Sequence[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {one.pk: one for one in peers}
        if self.instance.organisation_id:
            offered.setdefault(self.instance.organisation_id, self.instance.organisation)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=offered)
        field.choices = [("", _("请选择")), *((pk, one.name) for pk, one in offered.items())]


class CoIssuersPanel(InlinePanel):
    """Rows of :class:`CoIssuerForm`; the notice's form says which organs are offered."""

    def get_form_options(self) -> dict[str, Any]:
        """With the form for one row."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = CoIssuerForm
        return options
