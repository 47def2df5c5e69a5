"""Files of a draft: taken in one by one, taken out again, erased when nothing sent refers to them."""

import pytest

from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError
from documents.submissions import attaching, drafting, finishing
from tests.documents.submissions import making


@pytest.fixture
def paper(typical, places, who):
    return making.begun(typical, places.township, who.township_secretary)


@pytest.fixture
def pictures(typical):
    return typical.form_version.parsed.by_key["pictures"]


def kept(paper, who):
    return drafting.open_draft(paper, who.township_secretary).answers.get("pictures", [])


def test_attach_keeps_files_in_the_order_in_which_they_came(paper, pictures, who):
    uploads = [
        attaching.attach(paper, who.township_secretary, pictures, making.picture(colour=colour), group=Group.PICTURE)
        for colour in ("red", "green")
    ]
    assert kept(paper, who) == [str(upload.pk) for upload in uploads]


def test_attach_refuses_one_too_many_and_keeps_nothing_of_it(paper, pictures, who):
    for colour in ("red", "green", "blue"):
        attaching.attach(paper, who.township_secretary, pictures, making.picture(colour=colour), group=Group.PICTURE)
    with pytest.raises(RefusedFileError) as caught:
        attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    assert (str(caught.value), Upload.objects.count()) == ("“图片”最多3个，已经有3个，请先删去一个再传。", 3)


def test_detach_erases_a_file_that_nothing_refers_to(paper, pictures, who):
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    attaching.detach(paper, who.township_secretary, pictures, str(upload.pk))
    assert (kept(paper, who), Upload.objects.count(), upload.file.storage.exists(upload.file.name)) == ([], 0, False)


def test_detach_keeps_a_file_that_was_sent(typical, places, pictures, who):
    paper = making.filled(typical, places.township, who.township_secretary)
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    finishing.finish(paper, actor=who.township_secretary)
    attaching.detach(paper, who.township_secretary, pictures, str(upload.pk))
    assert (kept(paper, who), Upload.objects.filter(pk=upload.pk).exists()) == ([], True)


def test_detach_of_an_unknown_file_changes_nothing(paper, pictures, who):
    attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    attaching.detach(paper, who.township_secretary, pictures, "nothing")
    assert len(kept(paper, who)) == 1
