"""The register of rules as a whole."""

import subprocess
import sys
from pathlib import Path

from documents.notices.lint import RULES, check, checked
from documents.notices.reading import CODES, Block, Reading, read_text
from tests.documents.notices.lint.papers import paper

ROOT = Path(__file__).resolve().parents[4]


def test_sound_paper_has_no_findings_at_all() -> None:
    assert checked(paper()).findings == ()


def test_every_code_of_reading_and_rules_is_listed_with_title_and_source() -> None:
    assert set(CODES) < set(RULES)
    assert all(rule.severity in {"error", "warning", "info"} and rule.title and rule.source for rule in RULES.values())


def test_findings_come_errors_first() -> None:
    found = checked(read_text("工作计划\n\n请于2026年2月30日前报送，截止目前已报3家。"))

    order = ["error", "warning", "info"]
    assert [f.severity for f in found.findings] == sorted((f.severity for f in found.findings), key=order.index)
    assert {f.severity for f in found.findings} == set(order)


def test_what_blocks_are_missing_elements_glyphs_and_a_secrecy_mark_only() -> None:
    assert {code for code, rule in RULES.items() if rule.severity == "error"} == {
        "missing.title", "missing.body", "missing.recipients", "missing.issuer", "secrecy.mark", "damage.glyphs"
    }  # fmt: skip


def test_message_says_what_and_what_to_do() -> None:
    messages = [finding.message for finding in check(read_text("关于做好工作的通知"))]

    assert len(messages) >= 3
    assert all(message.endswith("。") for message in messages)


def test_table_for_the_readme_is_printed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "documents.notices.lint"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert run.stderr == ""
    assert len(run.stdout.splitlines()) == len(RULES) + 2
    assert "| `date.before-issue` | 须核对 | 截止日期早于成文日期 |" in run.stdout


def test_damage_that_is_typed_or_left_is_found_in_the_text_as_it_stands() -> None:
    draft = Reading(
        title="关于做好“工作的通知", kind="通知", body=(Block(0, "各地要对留守童进评估。"), Block(0, "缺\ufffd字。"))
    )

    found = {finding.code: finding.severity for finding in check(draft)}
    assert found["damage.missing"] == found["damage.quotes"] == "warning"
    assert found["damage.glyphs"] == "error"


def test_damage_noted_on_reading_is_not_told_twice() -> None:
    reading = checked(paper(body="各地要对留守童进评估。"))

    assert [f.code for f in reading.findings] == ["damage.missing", "damage.missing", "attachment.unmentioned"]
