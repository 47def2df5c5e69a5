"""A submission's content as people compare it: question by question, personal answers left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from documents.files.naming import labels_by_key, unknown
from documents.forms.display import say
from documents.forms.models import FormVersion
from workflows.database import once
from workflows.engine import Passage


def passages(content: Mapping[str, Any]) -> list[Passage]:
    """What :meth:`SubmissionType.projection` gave once, in the words of its form.

    Whoever may see the paper sees the comparison, so personal answers never appear in it, not even masked.
    """
    found = [Passage("title", _("标题"), str(content.get("title", "")))]
    if version := content.get("version"):
        found += _answers(version)
    return [*found, *_page(content.get("showcase") or {})]


def _answers(version: Mapping[str, Any]) -> Iterator[Passage]:
    digest = version.get("form", "")
    form = once(("form", digest), lambda: FormVersion.objects.filter(digest=digest).first())
    if form is None:
        return
    answers, files = version.get("answers", {}), version.get("files", {})
    labels = labels_by_key(files)
    for spec in form.parsed:
        if spec.personal:
            continue
        value = answers.get(spec.key)
        text = _files(value, files, labels) if spec.takes_uploads else say(spec, value)
        yield Passage(f"answer:{spec.key}", spec.label, text)


def _files(value: Any, files: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Uploads by name and moment: a replaced photograph is a change though number and name stay."""
    keys = [str(key) for key in (value if isinstance(value, list) else [value] if value else [])]
    return "\n".join(labels.get(key) or unknown(files.get(key, key)) for key in keys)


def _page(showcase: Mapping[str, Any]) -> Iterator[Passage]:
    """The public page that was made of it."""
    titles = {
        "title": _("典型标题"),
        "summary": _("摘要"),
        "story": _("典型正文"),
        "takeaways": _("可推广之处"),
        "unit_label": _("单位名称"),
        "year": _("年份"),
        "picture": _("图片"),
        "picture_alt": _("图片说明"),
    }
    for key, title in titles.items():
        if key in showcase:
            value = showcase[key]
            yield Passage(f"showcase:{key}", title, "\n".join(value) if isinstance(value, list) else str(value or ""))
