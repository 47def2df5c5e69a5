"""``manage.py workflow``: check, try out, draw, keep and explain processes."""

import errno
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from workflows.database import fault_in_words
from workflows.definition import Definition as Rules
from workflows.definition import DefinitionError, parse, regular, simulate, wander
from workflows.definition.graph import draw
from workflows.definition.model import LEVELS, PROFILES
from workflows.engine.errors import Refused
from workflows.engine.models import Definition, Instance
from workflows.engine.processes.definitions import load_shipped, prove_shipped
from workflows.engine.processes.migrating import migrate_cases, migration_preview
from workflows.engine.processes.naming import titles
from workflows.engine.processes.staffing import staffing
from workflows.engine.processes.versions import activate as put_in_force
from workflows.engine.processes.versions import judge, rules_of, save_draft, version_of
from workflows.engine.reading.looking import explain
from workflows.organisations.models import User

LARGEST = 2**31 - 1
"""No row has a larger number, and no database can be asked for one that is larger than its columns hold."""


class Command(BaseCommand):
    help = "流程：检查、试走、画图、导出导入、说明为什么不能办、岗位配备"

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True, metavar="做什么")
        check = doing.add_parser("check", help="检查文件或已有的流程，给出最短的反例")
        check.add_argument("what", nargs="+", metavar="文件或流程")
        doing.add_parser("prove", help="检查系统自带的流程，都走得通时记下，装库时不再重查")
        trial = doing.add_parser("simulate", help="试走一遍，一步一步写出来")
        trial.add_argument("what", metavar="文件或流程")
        trial.add_argument("--acts", default="", metavar="甲,乙", help="依次办的操作（代号）；不写时随机")
        trial.add_argument("--seed", type=_number, default=1, help="随机走法的编号，同号同走法")
        trial.add_argument("--level", choices=LEVELS, default="county", help="发起单位的层级")
        trial.add_argument("--profile", choices=PROFILES, default="full", help="岗位齐全 full，并岗 small")
        trial.add_argument("--named", action="append", default=[], metavar="名单=几方", help="文书所列的各方有几个")
        graph = doing.add_parser("graph", help="画成 SVG 图")
        graph.add_argument("what", metavar="文件或流程")
        graph.add_argument("-o", "--output", type=Path, metavar="文件.svg")
        export = doing.add_parser("export", help="原样写出一个版本的源文")
        export.add_argument("process", metavar="流程")
        export.add_argument("--version-number", type=_number, metavar="版本")
        export.add_argument("-o", "--output", type=Path, metavar="文件.toml")
        load = doing.add_parser("import", help="存为新版本；不给文件时载入系统自带的全部流程")
        load.add_argument("files", nargs="*", metavar="文件")
        load.add_argument("--activate", action="store_true", help="检查通过即启用")
        why = doing.add_parser("explain", help="某人对某件事能办什么，为什么不能，谁能办")
        why.add_argument("pk", type=_number, metavar="事项编号")
        why.add_argument("username", metavar="账号")
        move = doing.add_parser("migrate", help="把在办事项移到另一个版本，全部移或一件不移")
        move.add_argument("process", metavar="流程")
        move.add_argument("--to", type=_number, required=True, metavar="版本", dest="target")
        move.add_argument(
            "--from", type=_number, metavar="版本", dest="source", help="不写时为其余各个有在办事项的版本"
        )
        move.add_argument("--map", action="append", default=[], metavar="旧=新", dest="mapping", help="改了名的环节")
        move.add_argument("--preview", action="store_true", help="只看会怎样，不移")
        move.add_argument("--by", default="", metavar="账号", help="以哪位系统管理员的名义")
        posts = doing.add_parser("staffing", help="哪些单位缺岗，或者人手分不开")
        posts.add_argument("process", metavar="流程")

    def handle(self, *args: Any, doing: str, **options: Any) -> None:
        try:
            getattr(self, f"_{doing}")(**options)
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        except DefinitionError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(fault_in_words(error)) from error

    def _check(self, what: list[str], **_options: Any) -> None:
        sound = True
        for one in what:
            try:
                verdict = judge(self._source(one))
            except (CommandError, Refused) as error:  # the others are checked all the same
                sound, lines = False, getattr(error, "reasons", [str(error)])
            else:
                sound, lines = sound and verdict.sound, verdict.lines
            self.stdout.write("\n".join((one, *(f"  {line}" for line in lines))))
        if not sound:
            raise CommandError("有错误，不能启用。")

    def _prove(self, **_options: Any) -> None:
        try:
            wrong = prove_shipped()
        except OSError as error:
            raise CommandError(f"写不进 {error.filename}：{_why(error)}。") from error
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write("系统自带的流程都走得通，已记下。")

    def _simulate(
        self, what: str, acts: str, seed: int, level: str, profile: str, named: list[str], **_options: Any
    ) -> None:
        rules = self._rules(what)
        if level not in rules.levels:
            raise CommandError(f"“{rules.title}”不由这一级单位发起，可写：{'、'.join(rules.levels)}。")
        world = regular(rules, profile=profile, level=level, **_counts(rules, named))
        known, called = [name.strip() for name in acts.replace("，", ",").split(",") if name.strip()], titles(rules)
        trace = simulate(rules, known, world, names=called) if known else wander(rules, world, seed=seed, names=called)
        self.stdout.write("\n".join(trace.lines))
        if trace.refused:
            raise CommandError(f"走不下去：{trace.refused}")
        self.stdout.write(f"停在“{rules.state(trace.marking.state).title}”。")

    def _graph(self, what: str, output: Path | None, **_options: Any) -> None:
        rules = self._rules(what)
        self._out(draw(rules, roles=titles(rules)), output)

    def _export(self, process: str, version_number: int | None, output: Path | None, **_options: Any) -> None:
        self._out(version_of(process, version_number).source, output)

    def _import(self, files: list[str], activate: bool, **_options: Any) -> None:
        if not files:
            for result in load_shipped():
                row = result.definition
                told = f"{row}，{row.get_status_display()}" if row is not None else "不启用\n" + "\n".join(result.lines)
                self.stdout.write(f"{result.name}：{told}")
            return
        for file in files:
            row, created = save_draft(self._source(file), by=None)
            if activate and row.status != row.Status.ACTIVE:
                row = put_in_force(row, by=None)
            told = "新版本" if created else "已有同样的版本"
            self.stdout.write(f"{file}：{row}，{told}，{row.get_status_display()}")

    def _explain(self, pk: int, username: str, **_options: Any) -> None:
        case = Instance.objects.filter(pk=pk).first()
        if case is None:
            raise CommandError(f"没有编号为 {pk} 的事项。")
        told = explain(user := _account(username), case)
        self.stdout.write("\n".join((f"《{case.title}》，对 {user}：", *told.notes)))
        for one in told.transitions:
            self.stdout.write(f"“{one.title}”：{'可以办' if one.allowed else '不能办'}")
            for answer in one.guards:
                self.stdout.write(f"  条件 {answer.title}：{answer.reason or '满足'}")
            for reason in one.reasons:
                self.stdout.write(f"  原因：{reason}")
            self.stdout.write(f"  谁能办：{'、'.join(one.who) or '没有人'}")

    def _staffing(self, process: str, **_options: Any) -> None:
        found = staffing(rules_of(version_of(process)))
        for shortage in found:
            self.stdout.write(f"{'缺' if shortage.blocking else '代'}  {shortage}")
        blocking = sum(one.blocking for one in found)
        self.stdout.write(f"{blocking} 处走不下去，{len(found) - blocking} 处由他人代办。")

    @transaction.atomic
    def _migrate(
        self,
        process: str,
        target: int,
        source: int | None,
        mapping: list[str],
        preview: bool,
        by: str,
        **_options: Any,
    ) -> None:
        if faulty := [one for one in mapping if one.count("=") != 1]:
            raise CommandError(f"“{faulty[0]}”应写成 旧=新。")
        names = dict(one.split("=") for one in mapping)
        actor = _account(by) if by else None
        new = version_of(process, target)
        leaving = _versions(process, new, source)
        if not leaving:
            self.stdout.write(f"“{new.title}”的其余版本都没有在办事项，不用移。")
        for old in leaving:
            seen = migration_preview(old, new, names)
            for one in seen.states:
                told = "；".join(
                    [f"{count} 件不行：{reason}" for reason, count in one.problems]
                    + [f"{count} 件{words}" for words, count in one.changes]
                )
                self.stdout.write(f"第{old.version}版“{one.title}” {one.cases} 件 → {one.to or '无'} {told}".rstrip())
            blocked = sum(count for one in seen.states for _reason, count in one.problems)
            self.stdout.write(f"第{old.version}版共 {seen.cases} 件在办，其中 {blocked} 件移不过去。")
            if not preview:
                count = migrate_cases(old, new, names, actor=actor)
                self.stdout.write(f"已从第{old.version}版移到第{new.version}版 {count} 件。")

    def _rules(self, what: str) -> Rules:
        return parse(self._source(what)) if _is_file(what) else rules_of(version_of(what))

    @staticmethod
    def _source(what: str) -> str:
        """The text as it stands in the file, line ends included; of a process, the source that was kept."""
        if not _is_file(what):
            return version_of(what).source
        try:
            return Path(what).read_bytes().decode("utf-8")
        except OSError as error:
            raise CommandError(f"读不到 {what}：{_why(error)}。") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{what} 不是 UTF-8 文本，请另存为 UTF-8。") from error

    def _out(self, text: str, output: Path | None) -> None:
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_bytes(text.encode())
        except OSError as error:
            raise CommandError(f"写不进 {output}：{_why(error)}。") from error


def _versions(process: str, new: Definition, source: int | None) -> list[Definition]:
    """The versions to be left: the one asked for, else every other one by which cases are still worked."""
    if source is not None:
        return [version_of(process, source)]
    rows = Definition.objects.filter(process=process, instances__finished_at=None, instances__isnull=False)
    return list(rows.exclude(pk=new.pk).distinct().order_by("version"))


def _account(username: str) -> User:
    """Whose account it is."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"没有账号“{username}”。")
    return found


def _number(text: str) -> int:
    """A number on the command line."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"“{text}”应是数字，如 2")
    return min(int(text), LARGEST)


def _counts(rules: Rules, named: list[str]) -> dict[str, int]:
    """How many each list of the document names, from ``list=number``."""
    known = sorted({party.dynamic for state in rules.states for party in state.parties if party.dynamic})
    counts = {}
    for one in named:
        name, _eq, count = one.partition("=")
        name = name.strip().removeprefix("@")
        if not count.strip().isdigit():
            raise CommandError(f"“{one}”应写成 名单=几方，如 {(known or ['co_issuers'])[0]}=2。")
        if name not in known:
            raise CommandError(
                f"流程里没有名单“{name}”，{'可写：' + '、'.join(known) if known else '不用写 --named'}。"
            )
        counts[name] = int(count)
    return counts


_ERRORS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOSPC: "磁盘已满",
}


def _why(error: OSError) -> str:
    """What the system says of a file, in Chinese where it is common."""
    return _ERRORS.get(error.errno or 0) or str(error.strerror)


def _is_file(what: str) -> bool:
    return what.endswith(".toml") or "/" in what
