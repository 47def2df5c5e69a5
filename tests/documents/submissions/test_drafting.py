"""Typing: nothing is lost, whoever else types."""

import pytest

from documents.submissions import drafting, finishing
from documents.submissions.drafting import merge, open_draft, save_draft
from documents.submissions.models import Draft
from tests.documents.submissions import making
from tests.factories import holder, moment


@pytest.fixture
def paper(pilot, places, who):
    return making.begun(pilot, places.county, who.county_drafter)


@pytest.fixture
def colleague(places):
    return holder("贺春生", places.county, "reporter")


def test_merge_takes_what_only_the_other_changed():
    merged = merge(
        {"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}, base={"a": "1", "b": "2"}, their_base={"a": "1", "b": "2"}
    )
    assert (merged.answers, merged.taken, merged.conflicts) == ({"a": "1", "b": "3", "c": "4"}, ["b", "c"], [])


def test_merge_keeps_what_only_mine_changed():
    merged = merge({"a": "9"}, {"a": "1"}, base={"a": "1"}, their_base={"a": "1"})
    assert (merged.answers, merged.taken, merged.conflicts) == ({"a": "9"}, [], [])


def test_merge_leaves_a_field_that_both_changed_to_a_person():
    merged = merge({"a": "9"}, {"a": "8"}, base={"a": "1"}, their_base={"a": "1"})
    assert (merged.answers, [(c.key, c.mine, c.theirs) for c in merged.conflicts]) == ({"a": "9"}, [("a", "9", "8")])


def test_merge_sees_a_field_that_was_emptied():
    assert merge({"a": "1"}, {"a": ""}, base={"a": "1"}, their_base={"a": "1"}).answers == {"a": ""}


def test_merge_knows_a_typed_number_from_a_stored_one():
    assert merge({"a": "896"}, {"a": 896}, base={}, their_base={}).conflicts == []


def test_the_first_opening_is_prefilled_with_what_is_known(paper, who):
    assert open_draft(paper, who.county_drafter).answers == {
        "unit_name": "共青团鹭汀县委",
        "unit_code": "990121",
        "head": "孟云舒",
        "reporter": "唐小禾",
        "phone": who.county_drafter.phone,
    }


def test_the_next_time_starts_with_the_figures_of_the_last(paper, places, who):
    save_draft(paper, who.county_drafter, making.PILOT)
    spec = paper.call.form_version.parsed.by_key["plan_file"]
    making.attaching.attach(paper, who.county_drafter, spec, making.pdf(), group=making.Group.ATTACHMENT)
    finishing.finish(paper, actor=who.county_drafter)
    again = making.call("pilot", places.province, who.drafter)
    answers = open_draft(making.begun(again, places.county, who.county_drafter), who.county_drafter).answers
    assert (answers["children"], "analysis_text" in answers, "plan_rooms" in answers) == (896, False, False)


def test_save_keeps_wrong_answers_as_typed_and_touches_no_other_field(paper, who):
    save_draft(paper, who.county_drafter, {"children": "许多"}, now=moment(10, 14, 32))
    draft = open_draft(paper, who.county_drafter)
    assert (draft.answers["children"], draft.answers["head"], draft.saved_at) == ("许多", "孟云舒", moment(10, 14, 32))


def test_each_editor_has_one_row(paper, who, colleague):
    for _time in range(3):
        save_draft(paper, who.county_drafter, {"children": "1"})
        save_draft(paper, colleague, {"rooms": "2"})
    assert Draft.objects.filter(submission=paper).count() == 2


def test_a_stale_page_does_not_undo_what_another_page_wrote(paper, who):
    save_draft(paper, who.county_drafter, {"children": "100", "rooms": "1"}, page="first.0")
    save_draft(paper, who.county_drafter, {"children": "200", "rooms": "1"}, page="second.1")
    saved = save_draft(paper, who.county_drafter, {"children": "100", "rooms": "5"}, page="first.0")
    assert ({key: saved.draft.answers[key] for key in ("children", "rooms")}, saved.message) == (
        {"children": "200", "rooms": "5"},
        "",
    )


def test_two_pages_that_write_the_same_field_are_told_of_it(paper, who):
    save_draft(paper, who.county_drafter, {"children": "200"}, page="second.0")
    saved = save_draft(paper, who.county_drafter, {"children": "300"}, page="first.0")
    assert (saved.draft.answers["children"], saved.draft.stamps["children"]["before"], saved.message) == (
        "300",
        "200",
        "“农村留守儿童”在另一个页面改成过“200”，现在按这里写的保存。",
    )


def test_a_colleague_goes_on_from_the_newest_draft(paper, who, colleague):
    save_draft(paper, who.county_drafter, {"children": "896"})
    assert open_draft(paper, colleague).answers["children"] == "896"


def test_drafts_of_two_people_are_put_together(paper, who, colleague):
    save_draft(paper, who.county_drafter, {"children": "896"})
    save_draft(paper, colleague, {"rooms": "5"})
    save_draft(paper, who.county_drafter, {"children": "900"})
    mine = open_draft(paper, who.county_drafter)
    ((theirs, merged),) = drafting.others(paper, who.county_drafter, mine)
    assert (theirs.editor, merged.taken, merged.conflicts) == (colleague, ["rooms"], [])
    drafting.take_over(paper, who.county_drafter, theirs)
    answers = open_draft(paper, who.county_drafter).answers
    assert (answers["children"], answers["rooms"]) == ("900", "5")


def test_a_conflict_waits_until_somebody_has_chosen(paper, who, colleague):
    open_draft(paper, colleague)
    save_draft(paper, who.county_drafter, {"children": "896"})
    save_draft(paper, colleague, {"children": "800"})
    theirs = open_draft(paper, colleague)
    left = drafting.take_over(paper, who.county_drafter, theirs)
    assert [conflict.key for conflict in left.conflicts] == ["children"]
    assert open_draft(paper, who.county_drafter).answers["children"] == "896"
    drafting.take_over(paper, who.county_drafter, theirs, choices={"children": "theirs"})
    assert open_draft(paper, who.county_drafter).answers["children"] == "800"
    assert open_draft(paper, colleague).answers["children"] == "800"


def test_a_draft_follows_a_version_that_was_sent_meanwhile(pilot, places, who, colleague):
    paper = making.filled(pilot, places.county, who.county_drafter)
    save_draft(paper, colleague, {"rooms": "6"})
    finishing.finish(paper, actor=who.county_drafter)
    paper.refresh_from_db()
    draft = open_draft(paper, colleague)
    assert (draft.base_version, draft.answers["rooms"], draft.answers["children"]) == (1, "6", 896)


def test_a_draft_that_contradicts_the_sent_version_waits_for_a_choice(pilot, places, who, colleague):
    paper = making.filled(pilot, places.county, who.county_drafter)
    save_draft(paper, colleague, {"rooms": "6"})
    save_draft(paper, who.county_drafter, {"rooms": "7"})
    finishing.finish(paper, actor=who.county_drafter)
    paper.refresh_from_db()
    assert open_draft(paper, colleague).base_version == 0
    with pytest.raises(finishing.UnfinishedError) as caught:
        finishing.finish(paper, actor=colleague)
    assert [(c.key, c.mine, c.theirs) for c in caught.value.conflicts] == [("rooms", "6", 7)]
    assert drafting.catch_up(paper, colleague, {"rooms": "mine"}).conflicts == []
    assert finishing.finish(paper, actor=colleague).answers["rooms"] == 6
