"""抹去 a submission: what was answered, remarked and handed in is blanked; who sent which version when stays."""

from typing import Any

from documents.files.erasing import BLANK, blank
from documents.files.models import Upload
from documents.search.indexing import forget
from workflows import engine

from .models import AnswerVersion, Draft, Objection, Remark, Submission, Supplement


@engine.eraser("报送件")
def erase_submission(thing: Any) -> int:
    """Blank *thing* if it is a submission; how many rows were touched. Figures that sums were made of stay."""
    if not isinstance(thing, Submission):
        return 0
    versions = AnswerVersion.objects.filter(submission=thing)
    keys = {key for files in versions.values_list("files", flat=True) for key in files}
    handed_in = Supplement.objects.filter(submission=thing).values_list("upload", flat=True)
    uploads = list(Upload.objects.filter(pk__in=[*keys, *handed_in]))
    forget(Submission, thing.pk)
    count = versions.update(answers={})
    count += Draft.objects.filter(submission=thing).delete()[0]
    count += Objection.objects.filter(submission=thing).update(objector=BLANK, text=BLANK, handling=BLANK)
    count += Remark.objects.filter(submission=thing).update(text=BLANK)
    Submission.objects.filter(pk=thing.pk).update(title=BLANK)
    return count + 1 + blank(uploads)
