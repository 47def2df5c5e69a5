"""Deliberately broken definitions: each fails with the fault that was built in, and the shortest way to it."""

import pytest

from tests.workflows.definition.sources import CHAIN, MEMO, voting
from workflows.definition import Problem, check, parse
from workflows.definition.explore import apart, shapes, walk


def errors(source: str) -> list[Problem]:
    return list(check(parse(source)).errors)


@pytest.mark.parametrize("source", [MEMO, CHAIN, voting('"all"'), voting("2", veto=True), voting('"ordered"')])
def test_sound_definitions_pass(source: str) -> None:
    report = check(parse(source))
    assert report.problems == ()
    assert report.sound
    assert "未发现错误" in report.statement


def test_dead_end_is_found() -> None:
    source = MEMO.replace('to = "done"', 'to = "limbo"') + '\n[states.limbo]\ntitle = "悬着"\n'
    assert {(problem.code, problem.where) for problem in errors(source)} == {("dead_end", "悬着")}


def test_unreachable_state_is_found() -> None:
    source = MEMO + (
        '\n[states.archive]\ntitle = "归档"\nparty = { at = "organ", role = "clerk" }\n'
        '\n[transitions.store]\ntitle = "归档"\nfrom = "archive"\nto = "done"\n'
    )
    assert [(problem.code, problem.where) for problem in errors(source)] == [("unreachable", "归档")]


def test_circle_without_a_way_out_is_shown_by_the_shortest_path() -> None:
    source = MEMO.replace('from = "sign"\nto = "done"', 'from = "sign"\nto = "loop"') + (
        '\n[states.loop]\ntitle = "来回"\nparty = { at = "organ", role = "clerk" }\n'
        '\n[states.loop2]\ntitle = "往复"\nparty = { at = "organ", role = "clerk" }\n'
        '\n[transitions.to]\ntitle = "去"\nfrom = "loop"\nto = "loop2"\n'
        '\n[transitions.fro]\ntitle = "来"\nfrom = "loop2"\nto = "loop"\n'
        '\n[transitions.finish]\ntitle = "完"\nfrom = "sign"\nto = "done"\n'
    )
    found = {problem.where: problem for problem in errors(source) if problem.code == "no_way_to_final"}
    assert set(found) == {"来回", "往复"}
    assert found["往复"].path == (
        "（基层单位发起，岗位齐全）",
        "拟稿：送签 → 签批",
        "签批：同意 → 来回",
        "来回：去 → 往复",
    )


def test_condition_that_may_stay_unmet_needs_another_way_out() -> None:
    guarded = MEMO.replace('from = "draft"\nto = "sign"', 'from = "draft"\nto = "sign"\nguards = ["paper.fine"]')
    found = errors(guarded)
    assert [(problem.code, problem.where) for problem in found] == [("guarded_dead_end", "拟稿")]
    assert "paper.fine" in found[0].message
    curable = guarded.replace('title = "拟稿"', 'title = "拟稿"\ncurable = ["paper.fine"]')
    assert errors(curable) == []


def test_withdrawing_is_no_way_out_since_the_other_may_have_read() -> None:
    source = MEMO.replace('[transitions.approve]\ntitle = "同意"\nfrom = "sign"\nto = "done"', "").replace(
        'verdict = "return"\nresubmit = "choose"', 'verdict = "none"\nby = "sender"\nunread = true'
    )
    source += '\n[transitions.done]\ntitle = "办结"\nfrom = "sign"\nto = "done"\nguards = ["paper.fine"]\n'
    assert ("guarded_dead_end", "签批") in {(problem.code, problem.where) for problem in errors(source)}


def test_missing_level_without_leave_to_skip_is_shown_with_the_level() -> None:
    source = MEMO.replace('at = "organ"', 'at = "above:city"').replace(
        'initial = "draft"', 'initial = "draft"\nlevels = ["city"]'
    )
    found = errors(source)
    assert [(problem.code, problem.where) for problem in found] == [("nobody_to_ask", "拟稿")]
    assert found[0].path == ("（市级单位发起，岗位齐全）",)


def test_tree_with_a_level_left_out_between_is_tried() -> None:
    source = MEMO.replace('at = "organ"', 'at = "city"').replace(
        'initial = "draft"', 'initial = "draft"\nlevels = ["county"]'
    )
    last = '\n[states.up]\ntitle = "省审"\nparty = { at = "province", role = "secretary" }\n'
    source = source.replace('to = "done"', 'to = "up"') + last
    source += '\n[transitions.pass]\ntitle = "通过"\nfrom = "up"\nto = "done"\n'
    assert [problem.path[0] for problem in errors(source)] == ["（县级单位发起，岗位齐全，没有市级）"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (voting("4"), "quorum_out_of_reach"),
        (
            voting('"all"') + '\n[transitions.also]\ntitle = "也行"\nfrom = "vote"\nto = "refused"\n',
            "vote_split",
        ),
        (MEMO.replace('outcome = "passed"', 'outcome = "refused"'), "no_passed"),
        (MEMO + '\n[transitions.more]\ntitle = "再办"\nfrom = "done"\nto = "sign"\n', "final_with_exit"),
        (
            MEMO.replace('outcome = "passed"', 'outcome = "passed"\nparty = { at = "organ", role = "clerk" }'),
            "final_with_party",
        ),
        (MEMO.replace('party = { at = "organ", role = "secretary" }\n', ""), "transition_without_party"),
        (
            MEMO.replace('to = "done"', 'to = "done"\nby = "clerk@own"\nverdict = "none"').replace(
                'verdict = "return"', 'by = "clerk@own"\nverdict = "none"'
            ),
            "party_without_transition",
        ),
        (MEMO.replace('to = "done"', 'to = "done"\nby = "clerk@own"'), "vote_from_outside"),
        (
            MEMO.replace('from = "draft"\nto = "sign"', 'from = "draft"\nto = "@previous"'),
            "nothing_before",
        ),
        (
            MEMO.replace(
                'party = { at = "organ", role = "secretary" }',
                'party = { at = "city", role = "secretary" }\nskip = "无"',
            ).replace('to = "done"', 'to = "@previous"'),
            "skip_without_way",
        ),
        (
            voting('"all"').replace('from = "vote"\nto = "done"', 'from = "vote"\nto = "done"\nverdict = "none"'),
            "vote_without_yes",
        ),
        (MEMO.replace('to = "sign"', 'to = "sign"\nautomatic = true'), "automatic_by_hand"),
    ],
)
def test_local_faults_are_named(source: str, code: str) -> None:
    assert code in {problem.code for problem in errors(source)}


def test_automatic_transitions_in_a_circle_are_refused() -> None:
    automatic = 'automatic = true\nverdict = "none"\n'
    source = MEMO + (
        '\n[states.a]\ntitle = "甲"\n\n[states.b]\ntitle = "乙"\n'
        f'\n[transitions.ab]\ntitle = "甲到乙"\nfrom = "a"\nto = "b"\n{automatic}'
        f'\n[transitions.ba]\ntitle = "乙到甲"\nfrom = "b"\nto = "a"\n{automatic}'
        '\n[transitions.enter]\ntitle = "进"\nfrom = "sign"\nto = "a"\n'
    )
    found = [problem for problem in errors(source) if problem.code == "automatic_cycle"]
    assert [problem.where for problem in found] == ["甲、乙"]


def test_more_markings_than_the_bound_is_not_proven_and_blocks() -> None:
    report = check(parse(CHAIN), bound=20)
    assert not report.complete
    assert not report.sound
    assert report.statement == "未能证明：超过 20 种情形，请简化流程。"


def test_like_cosigners_count_as_one_kind() -> None:
    alike = voting('"all"').replace("parties = [", 'parties = [{ name = "x", at = "@x", role = "secretary" }]\n# ')
    with_skip = alike.replace("veto = false", 'skip = "无"')
    assert check(parse(with_skip)).markings < 120


def test_warnings_do_not_block() -> None:
    report = check(parse(MEMO.replace('title = "签批"', 'title = "签批"\nveto = true')))
    assert [problem.code for problem in report.problems] == ["veto_unused"]
    assert report.sound


def test_cases_that_ask_the_same_are_walked_once() -> None:
    rules = parse(CHAIN)
    every = list(shapes(rules))
    kinds = apart(rules, every)
    assert 1 < len(kinds) < len(every)
    ways = [set(walk(rules, shape).parents) for shape in kinds]
    assert all(set(walk(rules, shape).parents) in ways for shape in every)
    assert f"{len(every)} 种层级与岗位设置，走法相同的并作 {len(kinds)} 种" in check(rules).statement
