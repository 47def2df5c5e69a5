"""Changing a campaign: the one way to write it, so that every wording is kept."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Campaign, CampaignVersion, Phase


@dataclass(frozen=True)
class PhaseSpec:
    """A phase to be written; both days belong to it."""

    title: str
    starts: date
    ends: date
    summary: str = ""


@transaction.atomic
def revise(
    campaign: Campaign, *, phases: Iterable[PhaseSpec] | None = None, actor: Any = None, now: datetime | None = None
) -> Campaign:
    """Save a new or changed campaign with its phases (None keeps them) and keep the wording as the next version.

    Nothing changed, no version. Raises ``ValidationError`` for dates in the wrong order and phases outside the campaign.
    """
    campaign.full_clean()
    if campaign.pk:
        campaign.version = Campaign.objects.select_for_update().get(pk=campaign.pk).version
    campaign.save()
    if phases is not None:
        _write_phases(campaign, list(phases))
    content = snapshot(campaign)
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    newest = campaign.versions.first()
    if newest is None or newest.digest != digest:
        campaign.version += 1
        campaign.save(update_fields=["version"])
        CampaignVersion.objects.create(
            campaign=campaign,
            number=campaign.version,
            content=content,
            digest=digest,
            made_by=actor,
            made_at=now or timezone.now(),
        )
    return campaign


def snapshot(campaign: Campaign) -> dict[str, Any]:
    """All that a version keeps."""
    return {
        "title": campaign.title,
        "theme": campaign.theme,
        "summary": campaign.summary,
        "organ": campaign.organ.code,
        "starts": campaign.starts.isoformat(),
        "ends": campaign.ends.isoformat(),
        "brands": list(campaign.brands),
        "phases": [
            {
                "title": phase.title,
                "starts": phase.starts.isoformat(),
                "ends": phase.ends.isoformat(),
                "summary": phase.summary,
            }
            for phase in Phase.objects.filter(campaign=campaign)
        ],
    }


def _write_phases(campaign: Campaign, phases: list[PhaseSpec]) -> None:
    for phase in phases:
        if not campaign.starts <= phase.starts <= phase.ends <= campaign.ends:
            raise ValidationError(
                _("阶段“%(title)s”要在专项行动的起止日期之内，且结束不早于开始。") % {"title": phase.title}
            )
    campaign.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(campaign=campaign, title=phase.title, starts=phase.starts, ends=phase.ends, summary=phase.summary)
        for phase in phases
    )
