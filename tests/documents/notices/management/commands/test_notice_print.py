"""The command line of the typesetter: a PDF with its measured report, or one line and status 1."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import factories

SEEDS = Path(__file__).resolve().parents[6] / "shared" / "seeds"
TEXT = """共青团澈湖市委文件
团澈发〔2026〕12号
关于开展“灯火相伴”行动的通知
各乡镇团委：
请于2026年11月28日前报送方案。
联系人：许南枝，电话：0000-0000201
共青团澈湖市委
2026年11月10日
"""


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("notice_print", *args, stdout=out)
    return out.getvalue()


def refused(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    with pytest.raises(SystemExit) as stopped:
        call_command("notice_print", *args)
    assert stopped.value.code == 1
    return capsys.readouterr().err


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_file_becomes_a_measured_pdf(text: Path, target: Path) -> None:
    printed = run("--from", text, "-o", target, "--report")
    assert target.read_bytes().startswith(b"%PDF-")
    assert "1 页" in printed
    assert "7.2.5" in printed  # the report names the clause of each rule


def test_notice_of_the_system_is_printed_by_its_key(db: None, target: Path) -> None:
    places = factories.tree()
    paper = factories.notice(places.youth, factories.people(places).drafter)
    assert "已写入" in run(paper.pk, "-o", target)
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents lie beside a checkout, not in it")
@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_what_a_seed_has_stands_on_the_grid(seed: Path, target: Path) -> None:
    measured, *faults = run("--from", seed, "-o", target).splitlines()
    assert "版式检查" in measured
    # What a text never had cannot be printed; everything that is there stands where it must.
    assert [fault for fault in faults if not fault.endswith("实测没有")] == []


def test_unknown_notice_missing_file_and_untitled_text_end_with_status_one(
    db: None, tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "没有编号为 4711 的公文" in refused(capsys, 4711, "-o", target)
    assert "没有这个文件" in refused(capsys, "--from", tmp_path / "没有.txt", "-o", target)
    untitled = tmp_path / "a.txt"
    untitled.write_text("各位老师：\n请交回执。", encoding="utf-8")
    assert "缺少标题" in refused(capsys, "--from", untitled, "-o", target)
    assert not target.exists()


def test_target_that_cannot_be_written_is_told(text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "不能写入" in refused(capsys, "--from", text, "-o", tmp_path / "没有这个夹" / "out.pdf")
