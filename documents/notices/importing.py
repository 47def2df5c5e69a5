"""导入: from a reading of a file to a draft on somebody's desk."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.files.models import Upload
from workflows import engine
from workflows.organisations.models import Membership, Organisation

from . import originals
from .blocks import stream
from .enclosing import carried_of
from .kinds import Kind
from .models import Notice, NoticeAttachment
from .policy import DRAFTING_ROLES, drafting_units
from .reading import Reading

ROLE_ORDER = ("drafter", "clerk", "reviewer", "office", "deputy", "secretary")

EXPIRED = gettext_lazy("原件已过期删除，请重新导入。")


class ImportRefused(Exception):
    """The reading cannot become a draft; the message says why."""


def drafter_of(organisation: Organisation) -> Any:
    """Who gets the draft when the command line names only the unit: its drafter, else whoever may draft there."""
    held = list(
        Membership.objects.current()
        .filter(organisation=organisation, role__key__in=DRAFTING_ROLES)
        .select_related("user", "role")
        .order_by("pk")
    )
    held.sort(key=lambda post: ROLE_ORDER.index(post.role.key) if post.role.key in ROLE_ORDER else len(ROLE_ORDER))
    if not held:
        raise ImportRefused(_("%s还没有可以拟稿的人，请先在“岗位”中登记。") % organisation.name)
    return held[0].user


def refuse_untitled(reading: Reading) -> None:
    """Raise :class:`ImportRefused` for a reading without a title: it would be found in no list."""
    if not reading.title:
        raise ImportRefused(_("没有读出标题，不能存为草稿。请在文字开头写明标题后再导入。"))


def adopt(original: Upload, *, organisation: Organisation, author: Any) -> Notice:
    """采用: make the draft of a kept original, once; whoever comes a second time gets the notice that was made.

    Raises :class:`ImportRefused` when the author may not draft there, the paper has no title or the original was erased
    meanwhile, and ReadError when it cannot be read. It is read before its row is locked.
    """
    if organisation not in drafting_units(author):
        raise ImportRefused(_("您不能为%s拟稿。") % organisation.name)
    try:
        reading = originals.read(original)
    except FileNotFoundError:
        raise ImportRefused(EXPIRED) from None
    with transaction.atomic():
        held = Upload.objects.select_for_update().filter(pk=original.pk).first()
        if held is None:
            raise ImportRefused(EXPIRED)
        if held.subject_id is not None:
            return Notice.objects.get(pk=held.subject_id)
        notice = save_reading(reading, organisation=organisation, author=author, original=held)
        held.subject_id = notice.pk
        held.save(update_fields=["subject_id"])
    return notice


@transaction.atomic
def save_reading(
    reading: Reading, *, organisation: Organisation, author: Any = None, original: Upload | None = None
) -> Notice:
    """Make a draft of *reading* for the unit and open the process 发文.

    Nothing is invented: what the file did not say stays empty. Number and dates of the old paper are not taken over as the
    new one's; they stay in the kept reading. Raises :class:`ImportRefused` without a title, or when nobody there may draft.
    """
    refuse_untitled(reading)
    author = author or drafter_of(organisation)
    notice = Notice(
        organ=organisation.as_organ,
        organisation=organisation,
        author=author,
        kind=reading.kind if reading.kind in Kind.values else Kind.NOTICE,
        title=(reading.title or "")[:200],
        head="\n".join(reading.head),
        mark=_mark(reading.document_number),
        urgency=reading.urgency if reading.urgency in {"加急", "特急"} else "",
        recipients=reading.recipients_text,
        cc=reading.cc_text,
        contact=reading.contact_text,
        attendance=reading.attendance_text,
        signature="\n".join(reading.signature),
        note=(reading.note or "")[:120],
        printing_organ=(reading.printed_by or "")[:120],
        original=original,
        reading=reading.to_json(),
    )
    notice.body = _stream(notice, [(block.level, block.text) for block in reading.cover()])
    carried = carried_of(reading)
    notice.attachments = [*([carried] if carried else []), *_attachments(reading)]
    notice.save()
    notice.save_revision(user=author)
    engine.start(notice, "issue", actor=author)
    return notice


def _mark(number: str | None) -> str:
    """``团曦发`` of ``团曦发〔2026〕8号``."""
    return number.split("〔")[0][:20] if number and "〔" in number else ""


def _stream(notice: Notice, parts: list[tuple[int, str]]) -> Any:
    return notice._meta.get_field("body").to_python(stream(parts))


def _attachments(reading: Reading) -> list[NoticeAttachment]:
    """The list under the text, with the text of those that came in the same file."""
    texts = {annex.title: annex for annex in reading.annexes}
    titles = [*reading.attachments, *(title for title in texts if title not in reading.attachments)]
    field: Any = NoticeAttachment._meta.get_field("body")
    rows = []
    for place, title in enumerate(titles, 1 if reading.carried else 0):
        annex = texts.get(title)
        body = field.to_python(stream([(b.level, b.text) for b in annex.body] if annex else []))
        rows.append(NoticeAttachment(title=title[:120], body=body, order=place))
    return rows
