import pytest

from portal.desk import phrases
from portal.desk.models import OwnPhrase
from workflows.engine import confirm_erasure, propose_erasure
from workflows.organisations.models import Membership


def test_own_words_stand_before_the_given_ones_and_only_for_their_owner(who):
    phrases.add(who.secretary, " 同意，  抓紧办。 ")
    assert phrases.phrases("sign", who.secretary)[:2] == ["同意， 抓紧办。", "同意，印发。"]
    assert phrases.phrases("sign", who.deputy)[0] == "同意，印发。"


def test_own_words_that_are_given_too_appear_once(who):
    phrases.add(who.secretary, "已阅。")
    assert phrases.phrases("", who.secretary) == ["已阅。", "同意。"]


@pytest.mark.parametrize("text", ["", "   ", "字" * 61, "已有的"])
def test_empty_long_and_repeated_phrases_are_refused(who, text):
    phrases.add(who.secretary, "已有的")
    with pytest.raises(phrases.PhraseError):
        phrases.add(who.secretary, text)
    assert OwnPhrase.objects.count() == 1


def test_no_more_than_the_most_are_kept(who):
    for number in range(phrases.MOST):
        phrases.add(who.secretary, f"第{number}条")
    with pytest.raises(phrases.PhraseError):
        phrases.add(who.secretary, "再来一条")


def test_phrase_moves_up_and_the_first_stays(who):
    first, second = (phrases.add(who.secretary, text) for text in "甲乙")
    phrases.raise_up(who.secretary, second.pk)
    assert [phrase.text for phrase in phrases.own(who.secretary)] == ["乙", "甲"]
    phrases.raise_up(who.secretary, second.pk)
    assert [phrase.text for phrase in phrases.own(who.secretary)] == ["乙", "甲"]
    phrases.raise_up(who.deputy, first.pk)
    assert [phrase.text for phrase in phrases.own(who.secretary)] == ["乙", "甲"]


def test_only_the_owner_removes_a_phrase(who):
    kept = phrases.add(who.secretary, "甲")
    phrases.remove(who.deputy, kept.pk)
    assert phrases.own(who.secretary) == [kept]
    phrases.remove(who.secretary, kept.pk)
    assert phrases.own(who.secretary) == []


def test_blanked_person_keeps_no_phrases(who, places):
    from tests import factories

    second = factories.holder("安守静", places.province, "secadmin")
    phrases.add(who.deputy, "甲")
    Membership.objects.filter(user=who.deputy).delete()
    asked = propose_erasure(reason="本人申请", by=who.sysadmin, person=who.deputy)
    done = confirm_erasure(asked, by=second)
    assert (done.blanked["常用语"], OwnPhrase.objects.count()) == (1, 0)
