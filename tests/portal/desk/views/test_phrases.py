def test_added_phrase_is_a_chip_of_the_opinion_box(as_user, who, places):
    from tests import factories

    case = factories.carry(factories.notice(places.youth, who.drafter), who, "check")
    browser = as_user(who.reviewer)
    browser.post("/desk/me/phrases/", {"text": "请速核。"})
    assert ">请速核。</button>" in browser.get(f"/desk/notices/{case.subject_id}/").content.decode()
    assert "请速核。" not in as_user(who.drafter).get("/desk/me/phrases/").content.decode()


def test_refused_phrase_comes_back_with_the_reason(as_user, who):
    response = as_user(who.drafter).post("/desk/me/phrases/", {"text": "字" * 61})
    assert "常用语最多60个字。" in response.content.decode()
    assert "字" * 61 in response.content.decode()


def test_phrases_are_moved_and_deleted_by_their_owner_only(as_user, who):
    browser = as_user(who.drafter)
    for text in "甲乙":
        browser.post("/desk/me/phrases/", {"text": text})
    first, second = browser.get("/desk/me/phrases/").context["rows"]
    browser.post(f"/desk/me/phrases/{second.pk}/", {"do": "up"})
    assert [row.text for row in browser.get("/desk/me/phrases/").context["rows"]] == ["乙", "甲"]
    as_user(who.reviewer).post(f"/desk/me/phrases/{first.pk}/", {"do": "remove"})
    assert len(browser.get("/desk/me/phrases/").context["rows"]) == 2
    browser.post(f"/desk/me/phrases/{first.pk}/", {"do": "remove"})
    assert [row.text for row in browser.get("/desk/me/phrases/").context["rows"]] == ["乙"]
