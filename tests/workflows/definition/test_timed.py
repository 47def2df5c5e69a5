"""Time in a definition: reminders, escalation, and transitions that wait for their day."""

import pytest

from workflows.definition import DefinitionError, Problem, check, digest, from_document, parse, simulate, to_document
from workflows.definition.simulate import regular

PUBLIC = """
process = "public"
title = "公示"
subject = "paper"
initial = "draft"

[states.draft]
title = "拟稿"
party = { at = "author", role = "drafter" }

[states.shown]
title = "公示"
party = { at = "organ", role = "office" }
days = 7

[states.done]
title = "已确定"
outcome = "passed"

[transitions.show]
title = "公示"
from = "draft"
to = "shown"

[transitions.settle]
title = "公示结束"
from = "shown"
to = "done"
after = 5

[transitions.lapse]
title = "公示期满，无异议"
from = "shown"
to = "done"
verdict = "none"
automatic = true
after = 8
"""


def problems(source: str) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check(parse(source)).problems]


def test_times_are_read_and_kept_in_the_canonical_form() -> None:
    source = PUBLIC.replace("days = 7", "days = 7\nremind = [1, -1, 0]\nescalate = 2")
    definition = parse(source)
    shown = definition.state("shown")
    assert (shown.remind, shown.escalate) == ((-1, 0, 1), 2)
    assert definition.state("draft").remind == (-3, -1, 0, 1)
    assert [(one.name, one.after, one.timed) for one in definition.transitions] == [
        ("show", 0, False),
        ("settle", 5, False),
        ("lapse", 8, True),
    ]
    assert from_document(to_document(definition)) == definition


def test_no_reminder_at_all_differs_from_the_usual_ones() -> None:
    silent = parse(PUBLIC.replace("days = 7", "days = 7\nremind = []"))
    assert silent.state("shown").remind == ()
    assert from_document(to_document(silent)) == silent
    assert digest(silent) != digest(parse(PUBLIC))
    assert digest(parse(PUBLIC.replace("days = 7", "days = 7\nremind = [-3, -1, 0, 1]"))) == digest(parse(PUBLIC))


@pytest.mark.parametrize("wrong", ["remind = 3", 'remind = ["3"]', "remind = [true]", "remind = [400]"])
def test_wrong_reminders_are_refused_with_the_remedy(wrong: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        parse(PUBLIC.replace("days = 7", f"days = 7\n{wrong}"))
    (fault,) = refused.value.faults
    assert "[-3, -1, 0, 1]" in fault.remedy


def test_sound_timer_passes_and_counts_as_a_way_out() -> None:
    assert check(parse(PUBLIC)).problems == ()
    alone = PUBLIC.replace('party = { at = "organ", role = "office" }\ndays = 7', "")
    alone = alone.replace('from = "shown"\nto = "done"\nafter = 5', 'from = "draft"\nto = "done"')
    assert check(parse(alone)).sound  # nobody is asked: the system alone ends it


def test_timer_behind_a_condition_is_no_sure_way_out() -> None:
    alone = PUBLIC.replace("after = 5", 'guards = ["paper.heard"]\nafter = 5').replace(
        "after = 8", 'guards = ["paper.heard"]\nafter = 8'
    )
    problem = next(one for one in check(parse(alone)).errors if one.where == "公示")
    assert problem.code == "guarded_dead_end"
    assert problem.path[-1] == "拟稿：公示 → 公示"


def test_counter_example_tells_how_long_one_waits() -> None:
    trap = PUBLIC.replace('to = "done"\nverdict', 'to = "trap"\nverdict') + (
        '\n[states.trap]\ntitle = "悬着"\nparty = { at = "organ", role = "clerk" }\n'
        '\n[transitions.again]\ntitle = "再看"\nfrom = "trap"\nto = "trap"\nverdict = "none"\n'
    )
    problem: Problem = next(one for one in check(parse(trap)).errors if one.code == "no_way_to_final")
    assert problem.path[-1] == "公示：公示期满，无异议（满8个工作日） → 悬着"


def test_circle_of_timers_warns_and_one_without_waiting_is_an_error() -> None:
    slow = PUBLIC + (
        '\n[transitions.expire]\ntitle = "久未公示"\nfrom = "shown"\nto = "draft"\nverdict = "none"\nautomatic = true\n'
        "after = 9\n"
        '\n[transitions.restart]\ntitle = "自动公示"\nfrom = "draft"\nto = "shown"\nverdict = "none"\nautomatic = true\n'
        "after = 3\n"
    )
    assert problems(slow) == [("timed_cycle", "拟稿、公示")]
    assert problems(slow.replace("after = 9\n", "").replace("after = 3\n", ""))[-1] == ("automatic_cycle", "拟稿、公示")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("after = 8", "after = 6", "timer_before_term"),
        ("days = 7", "remind = [0]", "no_term"),
        ("days = 7", "escalate = 1", "no_term"),
        ("after = 5", "after = 5\nunread = true", "late_recall"),
    ],
)
def test_times_that_make_no_sense_warn(old: str, new: str, code: str) -> None:
    assert code in [one.code for one in check(parse(PUBLIC.replace(old, new))).problems]


def test_timer_behind_an_immediate_move_warns() -> None:
    source = (
        PUBLIC + '\n[transitions.go]\ntitle = "直过"\nfrom = "shown"\nto = "done"\nverdict = "none"\nautomatic = true\n'
    )
    assert ("timer_never", "公示") in problems(source)


def test_simulation_tells_the_days_that_pass() -> None:
    definition = parse(PUBLIC)
    lines = simulate(definition, ["show", "lapse"], regular(definition)).lines
    assert lines[3:] == (
        "  进入“公示”，请 office 办理",
        "过了 8 个工作日",
        "系统自动“公示期满，无异议”",
        "  office 无需处理",
        "  进入“已确定”",
        "  办结：办成",
    )
