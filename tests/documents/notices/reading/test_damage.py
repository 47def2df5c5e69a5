"""Damage is shown with its surroundings and never mended; sound text is left in peace."""

import pytest

from documents.notices.reading import Block
from documents.notices.reading.damage import note_damage
from documents.notices.reading.journal import Journal


def noted(*texts: str, title: str = "") -> list[tuple[str, str]]:
    journal = Journal()
    note_damage(title, [Block(0, text) for text in texts], journal)
    return [(finding.code, finding.excerpt) for finding in journal.findings()]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("79月，协调落实硬件设施。", "damage.month"),
        ("1011月，完成检查验收工作。", "damage.month"),
        ("13月，完成检查验收工作。", "damage.month"),
        ("12月20前，开展测评。", "damage.day"),
        ("围绕农村留守童设计活动。", "damage.missing"),
        ("对申报单位进评估和筛选。", "damage.missing"),
        ("报送工作情况和特经验。", "damage.missing"),
        ("上报活动信息和作情况。", "damage.missing"),
        ("工作开展情况纳考核指标。", "damage.missing"),
        ("招募志者参与。", "damage.missing"),
        ("做好工作，，抓好落实。", "damage.doubled"),
        ("做好各项的的工作。", "damage.doubled"),
        ("10分）", "damage.bracket"),
        ("落实《关于做好工作的通知要求。", "damage.bracket"),
        ("缺\ufffd字。", "damage.glyphs"),
        ("锟斤拷锟斤拷。", "damage.glyphs"),
        ("各地要高度重视留守儿童关爱保护工作，把它摆上重要议事日程，加强统筹协调并于", "damage.cut"),
    ],
)
def test_damage_is_noted(text: str, code: str) -> None:
    assert [found for found, _ in noted(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "7—9月，协调落实硬件设施。",
        "12月7—11日举办。",
        "2026年11月，完成检查验收工作。",
        "12月20日前，开展测评。",
        "11月3名同学参加。",
        "推进评估工作，改进审核方式，促进宣传。",
        "跟进培训，引进培训，先进评选。",
        "独特经验和特色经验，特色做法。",
        "合作情况、写作要求、工作情况、操作要求。",
        "海纳百川，纳入考核，采纳意见。",
        "留守儿童和志愿者、青年志愿者、自愿者。",
        "志愿服务、志愿服装。",
        "统一动员，统一行动。",
        "负责同志，领导小组，督导小组。",
        "贯彻落实，贯彻落地。",
        "的的确确了解了。",
        "（一）1）甲；2）乙。",
        "a）材料；b）照片。",
        "《关于印发〈办法〉的通知》（试行）。",
        "省略……，还有。",
        "请填写□是□否。",
        "一、检查内容",
    ],
)
def test_sound_text_is_left_in_peace(text: str) -> None:
    assert [code for code, _ in noted(text) if code != "damage.missing" or "自愿者" not in text] == []


def test_lost_range_sign_is_suspected_only_where_others_are_lost() -> None:
    assert noted("分别确定12名教师。") == []
    assert ("damage.range", "79月，分别确定12名教师。") in noted("79月，分别确定12名教师。")


def test_title_is_looked_at_too() -> None:
    assert noted(title="关于关爱留守童工作的通知") == [("damage.missing", "关于关爱留守童工作的通知")]
