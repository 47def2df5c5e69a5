"""``manage.py workflow``: what an administrator sees of check, dry run, picture, export, import, reasons and posts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection

from tests.workflows.definition.sources import MEMO as SMALL
from tests.workflows.engine.conftest import NOW, House
from workflows.database import fault_in_words
from workflows.definition import digest, parse
from workflows.engine.models import Definition
from workflows.organisations.models import Membership

OWN = SMALL.replace('process = "memo"', 'process = "own"')


@pytest.fixture
def own(tmp_path: Path, db: None) -> Path:
    path = tmp_path / "own.toml"
    path.write_bytes(OWN.replace("\n", "\r\n").encode())
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    capsys.readouterr()
    call_command("workflow", *map(str, words))
    return capsys.readouterr().out


def test_check_tells_what_was_proved_and_keeps_nothing(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "未发现错误" in run(capsys, "check", own)
    assert "未发现错误" in run(capsys, "check", "memo", "ballot")
    assert not Definition.objects.filter(process="own").exists()


def test_check_fails_on_a_faulty_file_with_its_line(
    tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("process = ", encoding="utf-8")
    with pytest.raises(CommandError, match="不能启用"):
        call_command("workflow", "check", str(bad))
    assert "第 1 行" in capsys.readouterr().out
    for doing in ("import", "graph", "simulate"):
        with pytest.raises(CommandError, match="第 1 行"):
            call_command("workflow", doing, str(bad))
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("workflow", "graph", str(bad))
    capsys.readouterr()
    with pytest.raises(CommandError, match="不能启用"):
        call_command("workflow", "check", str(tmp_path / "none.toml"), "nothing", "memo")
    told = capsys.readouterr().out
    assert "none.toml：没有这个文件或文件夹" in told
    assert "没有流程“nothing”" in told
    assert "未发现错误" in told  # the others are checked all the same


def test_import_and_export_lose_nothing(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "新版本，草稿" in run(capsys, "import", own)
    copy = tmp_path / "copy.toml"
    run(capsys, "export", "own", "-o", copy)
    assert copy.read_bytes() == own.read_bytes()
    assert Definition.objects.get(process="own").digest == digest(parse(OWN))
    assert "已有同样的版本，启用" in run(capsys, "import", copy, "--activate")
    assert run(capsys, "export", "own").encode() == own.read_bytes()
    with pytest.raises(CommandError, match="流程“own”没有第9版"):
        call_command("workflow", "export", "own", "--version-number", "9")


def test_import_does_not_put_what_is_unsound_in_force(tmp_path: Path, db: None) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(OWN.replace('outcome = "passed"', 'outcome = "refused"'), encoding="utf-8")
    with pytest.raises(CommandError, match="不能启用"):
        call_command("workflow", "import", str(bad), "--activate")
    assert not Definition.objects.filter(process="own", status="active").exists()


def test_import_without_files_loads_what_is_shipped(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert "issue.toml：发文 v1，启用" in run(capsys, "import")


def test_scripted_run_is_told_step_by_step(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "simulate", own, "--acts", "submit,approve")
    assert "操作“送签”" in told
    assert "进入“签批”，请 本机关 书记 办理" in told
    assert told.endswith("停在“已签批”。\n")
    with pytest.raises(CommandError, match="走不下去"):
        call_command("workflow", "simulate", str(own), "--acts", "approve")


def test_random_run_is_the_same_for_the_same_number(capsys: pytest.CaptureFixture[str], db: None) -> None:
    words = ("simulate", "issue", "--named", "co_issuers=2", "--level", "province", "--seed", 7)
    first = run(capsys, *words)
    assert first == run(capsys, *words)
    assert "停在“" in first
    with pytest.raises(CommandError, match="不由这一级"):
        call_command("workflow", "simulate", "pilot", "--level", "central")
    with pytest.raises(CommandError, match="应写成 名单=几方，如 answering=2"):
        call_command("workflow", "simulate", "issue", "--named", "co_issuers=x")
    with pytest.raises(CommandError, match="流程里没有名单“issuers”"):
        call_command("workflow", "simulate", "issue", "--named", "issuers=2")


def test_graph_is_a_picture(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "own.svg"
    run(capsys, "graph", own, "-o", target)
    assert target.read_text(encoding="utf-8").startswith("<svg")
    assert "本机关 书记" in run(capsys, "graph", own)


def test_explain_tells_every_transition_and_who_could(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    case = house.case((house.drafter, "submit"))
    told = run(capsys, "explain", case.pk, "林予安")
    assert "“核稿通过”：不能办" in told
    assert "谁能办：省青年部部长（核稿）" in told
    assert "“核稿通过”：可以办" in run(capsys, "explain", case.pk, "周慎行")
    house_paper = house.case()
    assert "条件 " in run(capsys, "explain", house_paper.pk, "林予安")
    for wrong in (("999", "林予安"), (str(case.pk), "无此人")):
        with pytest.raises(CommandError):
            call_command("workflow", "explain", *wrong)


def test_staffing_names_vacancies_as_soon_as_a_post_ends(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert "省“复核”" not in run(capsys, "staffing", "memo")
    Membership.objects.filter(user=house.clerk).update(until=NOW.date().replace(year=2021))
    assert "省“复核”：岗位空缺，由顶岗的人办理" in run(capsys, "staffing", "memo")


ROOT = Path(__file__).resolve().parents[4]
EVERY = (
    ("prove",),
    ("check", "issue"),
    ("simulate", "issue"),
    ("graph", "issue"),
    ("export", "issue"),
    ("import",),
    ("explain", "1", "林予安"),
    ("migrate", "issue", "--to", "2"),
    ("staffing", "issue"),
)


@pytest.mark.parametrize("words", EVERY, ids=lambda words: words[0])
def test_database_without_tables_is_one_line(words: tuple[str, ...], db: None) -> None:
    with connection.cursor() as cursor:
        for table in ("organisations_role", "engine_definition", "engine_instance"):
            cursor.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
    with pytest.raises(CommandError) as caught:
        call_command("workflow", *words)
    assert str(caught.value) == "数据库里还没有所需的表，或者不是这个版本的。请先运行 manage.py migrate。"


def test_database_that_does_not_answer_is_told_apart_from_one_without_tables() -> None:
    told = fault_in_words(OperationalError("connection refused\n\tIs the server running?"))
    assert (
        told == "数据库办不了：connection refused Is the server running?。请检查 DATABASE_URL，看数据库是否已经启动。"
    )
    assert "migrate" in fault_in_words(DatabaseError("no such column: engine_definition.digest"))


def test_command_ends_with_one_line_and_status_one(tmp_path: Path) -> None:
    own = {**os.environ, "TUANWEN_VAR": str(tmp_path), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    own.pop("DATABASE_URL", None)
    own["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    words = [sys.executable, str(ROOT / "manage.py"), "workflow", "staffing", "issue"]
    done = subprocess.run(words, capture_output=True, text=True, env=own, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "请先运行 manage.py migrate" in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explain", "999999", "林予安"), "没有编号为 999999 的事项。"),
        (("explain", "9" * 30, "林予安"), "没有编号为 2147483647 的事项。"),
        (("migrate", "nothing", "--to", "1"), "没有流程“nothing”。"),
        (("migrate", "memo", "--to", "9"), "流程“memo”没有第9版。"),
        (("migrate", "memo", "--to", "1", "--from", "9"), "流程“memo”没有第9版。"),
        (("migrate", "memo", "--to", "1", "--by", "无此人"), "没有账号“无此人”。"),
        (("migrate", "memo", "--to", "1", "--map", "甲乙"), "“甲乙”应写成 旧=新。"),
        (("staffing", "nothing"), "没有流程“nothing”。"),
        (("simulate", "nothing"), "没有流程“nothing”。"),
        (("graph", "nothing"), "没有流程“nothing”。"),
        (("export", "nothing"), "没有流程“nothing”。"),
        (("import", "nothing"), "没有流程“nothing”。"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
)
def test_what_is_not_there_is_said_in_one_line(house: House, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("workflow", *words)
    assert str(caught.value) == said


def test_account_that_is_not_there_is_said_for_a_case_that_is(house: House) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("workflow", "explain", str(house.case().pk), "无此人")
    assert str(caught.value) == "没有账号“无此人”。"


@pytest.mark.parametrize("doing", ["import", "graph", "simulate"])
def test_file_that_is_no_toml_is_one_line(doing: str, tmp_path: Path, db: None) -> None:
    for content in (b"PK\x03\x04 not a text", "流程：签报".encode(), b""):
        file = tmp_path / "own.toml"
        file.write_bytes(content)
        with pytest.raises(CommandError) as caught:
            call_command("workflow", doing, str(file))
        assert "第 1 行" in str(caught.value)
    with pytest.raises(CommandError, match="这是一个文件夹。"):
        call_command("workflow", doing, f"{tmp_path}/")


def test_process_without_running_cases_has_nothing_to_move(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert "都没有在办事项，不用移。" in run(capsys, "migrate", "memo", "--to", "1")
