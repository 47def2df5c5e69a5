"""What a deciding act leaves behind."""

from django.utils import timezone

from workflows import engine

from .models import Result, Submission


@engine.effect("submission.decided", title="写入结论")
def decided(moment: engine.Moment) -> None:
    """Write the conclusion: the final state's name and words, the place in the city's order, who decided and when."""
    submission: Submission = moment.subject
    final = moment.definition.state(moment.transition.to)
    ranking = getattr(submission, "ranking", None)
    Result.objects.update_or_create(
        submission=submission,
        defaults={
            "conclusion": moment.transition.to,
            "title": final.title,
            "passed": final.outcome == "passed",
            "position": ranking.position if ranking else None,
            "decided_by": moment.organisation.as_organ,
            "decided_on": timezone.localdate(moment.now),
        },
    )
