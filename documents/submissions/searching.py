"""What of a submission is searched: its title and unit, and the answers as sent; personal ones never."""

from collections.abc import Iterator

from documents.search.indexing import Searchable, register

from . import comparing
from .drafting import newest_version
from .models import AnswerVersion, Submission


def title(submission: Submission) -> str:
    """Title and unit."""
    return f"{submission.title}　{submission.organ.name}"


def texts(submission: Submission) -> Iterator[str]:
    """The call's title and the answers in words."""
    yield submission.call.title
    version = newest_version(submission)
    if version is not None:
        content = {"title": "", "version": version.content()}
        yield from (passage.text for passage in comparing.passages(content))


def _owner(version: AnswerVersion) -> int:
    return version.submission_id


register(Searchable(Submission, title, texts), submissions__AnswerVersion=_owner)
