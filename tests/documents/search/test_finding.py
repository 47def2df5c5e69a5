"""The index over real papers: found inside sentences, kept fresh, forgotten when erased."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.files.receiving import receive
from documents.notices.erasing import erase_notice
from documents.notices.models import Notice, NoticeAttachment
from documents.search import finding, tokens, walking
from documents.search.finding import Found, find
from documents.search.indexing import catch_up, rebuild
from documents.search.models import Entry, Stale
from documents.search.storing import tag_rows
from tests.factories import draft, people, tree


def search(*args: Any, seconds: float = float("inf"), **options: Any) -> Found:
    """However slow the machine is."""
    return finding.search(*args, seconds=seconds, **options)


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def paper(
    house: SimpleNamespace, title: str, text: str = "为落实要点，现将有关事项通知如下。", **fields: Any
) -> Notice:
    return draft(house.places.youth, house.people.drafter, title=title, body=((0, text),), **fields)


def word(text: str) -> bytes:
    """A small .docx."""
    from io import BytesIO

    from docx import Document

    document, out = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_words_are_found_inside_a_sentence_and_titles_come_first(house: SimpleNamespace) -> None:
    inside = paper(house, "关于开展陪伴行动的通知", "让农村留守儿童课余有人陪。")
    titled = paper(house, "关于关爱农村留守儿童工作的通知")
    newer = paper(house, "关于值守的通知", "请各地关心留守\n儿童。")
    other = paper(house, "关于会议的通知")
    assert catch_up() == 4
    assert find(Notice, "留守儿童") == [titled.pk, newer.pk, inside.pk]
    assert find(Notice, "留守儿童 陪伴") == [inside.pk]
    assert find(Notice, "会议") == [other.pk]
    assert find(Notice, "留童") == []
    assert find(Notice, "童") == [titled.pk, newer.pk, inside.pk]


def test_numbers_are_found(house: SimpleNamespace) -> None:
    one = paper(house, "关于会议的通知")
    one.number = "团曦发〔2026〕8号"
    one.save()
    catch_up()
    for query in ("团曦发〔2026〕8号", "2026", "曦发", "〔2026〕8"):
        assert find(Notice, query) == [one.pk], query
    assert find(Notice, "团曦发〔2026〕9号") == []


@pytest.mark.parametrize("query", ["", "  ", "，", "'", '"', "*", "a' OR 1=1 --", ":*", "AND", "NEAR(", "\\", "%"])
def test_no_query_is_an_error(house: SimpleNamespace, query: str) -> None:
    paper(house, "关于会议的通知")
    catch_up()
    assert find(Notice, query) == []


def test_a_changed_text_is_found_by_its_new_words_only(house: SimpleNamespace) -> None:
    one = paper(house, "关于会议的通知")
    catch_up()
    one.title = "关于培训的通知"
    one.save()
    assert find(Notice, "会议") == [one.pk]  # until it is read again
    assert catch_up() == 1
    assert (find(Notice, "会议"), find(Notice, "培训")) == ([], [one.pk])
    assert not Stale.objects.exists()


def test_attachments_are_read_once_and_forgotten_when_taken_away(
    house: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = paper(house, "关于会议的通知")
    upload = receive(
        ContentFile(word("灯火小屋值守表"), name="名单.docx"),
        user=house.people.drafter,
        organ=house.places.province,
        purpose="notice",
    )
    row = NoticeAttachment.objects.create(notice=one, title="附表", upload=upload)
    catch_up()
    assert find(Notice, "值守表") == [one.pk]
    monkeypatch.setattr("documents.search.indexing.text_of", lambda _upload: pytest.fail("read again"))
    one.save()
    catch_up()
    assert find(Notice, "值守表") == [one.pk]
    row.delete()
    catch_up()
    assert find(Notice, "值守表") == []


def test_deleting_and_erasing_leave_nothing(house: SimpleNamespace) -> None:
    gone, blanked = paper(house, "关于会议的通知"), paper(house, "关于培训的通知")
    catch_up()
    gone.delete()
    erase_notice(blanked)
    assert not Entry.objects.exists()
    rebuild()
    assert (find(Notice, "会议"), find(Notice, "培训")) == ([], [])


def test_as_many_statements_however_many_words_and_hits(house: SimpleNamespace, django_assert_num_queries: Any) -> None:
    for n in range(3):
        paper(house, f"关于第{n}次会议的通知")
    catch_up()
    with django_assert_num_queries(2):
        assert len(find(Notice, "会议 通知")) == 3


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """One block of two papers first, then keys by threes, looked at by twos."""
    for module in (tokens, walking):
        monkeypatch.setattr(module, "BLOCK", 2)
    for name, number in (("BLOCKS", 1), ("COMMON", 2), ("KEYS", 3), ("PORTION", 2)):
        monkeypatch.setattr(walking, name, number)


TEXTS = (("会议", "志愿服务"), ("培训", "会议"), ("会议培训", "值守"), ("值守", "培训会议"), ("会议", "渡口"))


@pytest.mark.parametrize(
    "query", ["通知", "会议", "培训", "会议 培训", "渡口 会议", "值守 渡口", "会", "没有", "第3号", "2"]
)
def test_in_portions_as_in_one_and_in_known_papers_the_same_is_found(
    house: SimpleNamespace, narrow: None, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    made = []
    for n, (title, text) in enumerate(TEXTS * 2):
        made.append(paper(house, f"关于{title}的第{n}号通知", f"现将{text}有关事项通知如下。"))
    catch_up()
    words = query.split()
    whole = {one.pk: f"{one.plain_title}\n{one.body[0].value}" for one in made}
    titled = {one.pk: one.plain_title for one in made}
    expected = sorted(
        (pk for pk, text in whole.items() if all(word in text for word in words)),
        key=lambda pk: (not any(word in titled[pk] for word in words), -pk),
    )
    assert find(Notice, query) == expected
    monkeypatch.setattr(finding, "FEW", 3)
    assert search(Notice, query, lambda keys: keys, lambda most: list(whole)).keys == expected
    first = find(Notice, query, limit=1)
    assert first == sorted(expected, reverse=True)[:1]


def test_keys_far_apart_are_reached_in_one_step(house: SimpleNamespace, django_assert_num_queries: Any) -> None:
    old = paper(house, "关于会议的通知")
    far = paper(house, "关于培训的通知", pk=old.pk + 10**9)
    catch_up()
    with django_assert_num_queries(4):
        assert find(Notice, "通知") == [far.pk, old.pk]


def test_hits_are_counted_and_listed_up_to_a_number_the_newest_first(house: SimpleNamespace, narrow: None) -> None:
    papers = [paper(house, f"关于第{n}次会议的通知") for n in range(5)]
    catch_up()
    keys = [one.pk for one in reversed(papers)]
    for most, expected in ((4, Found(keys[:4], more=True)), (5, Found(keys)), (9, Found(keys))):
        assert search(Notice, "会议", lambda hits: hits, most=most) == expected


def test_portions_are_taken_until_the_old_papers_that_the_reader_may_see(house: SimpleNamespace, narrow: None) -> None:
    papers = [paper(house, f"关于第{n}次会议的通知") for n in range(9)]
    catch_up()
    allowed = {papers[0].pk, papers[1].pk}
    asked: list[list[int]] = []

    def seen(hits: list[int]) -> set[int]:
        asked.append(hits)
        return allowed & set(hits)

    assert search(Notice, "会议", seen) == Found([papers[1].pk, papers[0].pk])
    assert sorted(pk for some in asked for pk in some) == [one.pk for one in papers]
    assert max(map(len, asked)) <= 4
    assert search(Notice, "没有", lambda hits: pytest.fail("nothing to ask")) == Found([])


@pytest.mark.parametrize("at_once", [True, False])
def test_whoever_may_see_few_papers_has_those_looked_through(
    house: SimpleNamespace, narrow: None, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    papers = [paper(house, f"关于第{n}次会议的通知") for n in range(9)]
    catch_up()
    monkeypatch.setattr(finding, "ENOUGH", 1)
    allowed = {papers[0].pk}
    asked: list[int] = []

    def seen(hits: list[int]) -> set[int]:
        asked.extend(hits)
        return allowed & set(hits)

    def few(keys: list[int]) -> Any:
        return lambda most: keys if at_once or most > finding.FEW else None

    # The second is more than may be seen: the rights are asked all the same.
    assert search(Notice, "会议", seen, few([papers[0].pk, papers[1].pk])) == Found([papers[0].pk])
    assert len(asked) < len(papers)
    assert search(Notice, "会议", seen, few([])) == Found([])


def test_when_time_is_up_the_answer_says_so(house: SimpleNamespace, narrow: None) -> None:
    papers = [paper(house, f"关于第{n}次会议的通知") for n in range(9)]
    catch_up()
    keys = [one.pk for one in reversed(papers)]
    ticks = iter(range(100))
    found = search(Notice, "会议", lambda hits: hits, seconds=2, clock=lambda: next(ticks))
    assert found.unfinished
    assert found.keys == keys[: len(found.keys)]
    assert 0 < len(found.keys) < 9
    assert search(Notice, "没有", lambda hits: hits, seconds=0, clock=lambda: 0.0) == Found([], unfinished=True)


def test_one_bad_document_does_not_hold_up_the_others(house: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.search import indexing

    bad, good = paper(house, "关于会议的通知"), paper(house, "关于培训的通知")
    real = indexing.index

    def index(kind: Any, pk: int) -> None:
        if pk == bad.pk:
            raise ValueError("示例")
        real(kind, pk)

    monkeypatch.setattr(indexing, "index", index)
    assert catch_up() == 2
    assert find(Notice, "培训") == [good.pk]


def test_command_builds_the_index_anew(house: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    one = paper(house, "关于会议的通知")
    call_command("search_index")
    Entry.objects.all().delete()
    call_command("search_index", all=True)
    assert find(Notice, "会议") == [one.pk]
    assert "读入 1 份" in capsys.readouterr().out


def test_rows_from_before_there_were_tags_get_theirs(house: SimpleNamespace) -> None:
    one = paper(house, "关于会议的通知")
    catch_up()
    tagged = dict(Entry.objects.values_list("pk", "words"))
    for pk, words in tagged.items():
        Entry.objects.filter(pk=pk).update(words=words.partition(" ")[2])
    assert find(Notice, "会议") == []
    tag_rows()
    assert find(Notice, "会议") == [one.pk]
    assert dict(Entry.objects.values_list("pk", "words")) == tagged


@pytest.mark.parametrize("query", ["κ", "κ1", "β0", "ω", "zz"])
def test_what_the_index_keeps_for_itself_is_no_word(house: SimpleNamespace, query: str) -> None:
    paper(house, "关于会议的通知")
    catch_up()
    assert find(Notice, query) == []


def test_the_database_uses_its_index(house: SimpleNamespace) -> None:
    if connection.vendor == "postgresql":
        query = "EXPLAIN SELECT id FROM search_entry WHERE vector @@ to_tsquery('simple'::regconfig, '留守')"
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(query)
            assert "search_entry_vector" in "".join(row[0] for row in cursor.fetchall())
    else:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN SELECT rowid FROM search_words WHERE words MATCH '留守'")
            assert "VIRTUAL TABLE INDEX" in str(cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its own figures")
def test_words_are_asked_first_and_entries_by_key_after_them(house: SimpleNamespace) -> None:
    paper(house, "关于会议的通知")
    catch_up()
    with CaptureQueriesContext(connection) as seen:
        find(Notice, "留守儿童 保险")
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + seen[len(seen) - 1]["sql"])
        plan = [row[3] for row in cursor.fetchall() if row[3].split()[1] in {"w", "e"}]
    assert [step.partition(" USING")[0].partition(" VIRTUAL")[0] for step in plan] == ["SCAN w", "SEARCH e"] * 2
    assert all("INTEGER PRIMARY KEY" in step for step in plan if step.startswith("SEARCH e"))
