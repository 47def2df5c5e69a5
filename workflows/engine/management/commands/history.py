"""``manage.py history``: seal the history, prove it, give out heads and proofs, and blank what has to be forgotten."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from workflows.database import fault_in_words
from workflows.definition import canonical_json
from workflows.engine.errors import Refused
from workflows.engine.models import Erasure, Instance
from workflows.engine.proving.auditing import audit, note
from workflows.engine.proving.erasing import confirm_erasure, preview_erasure, propose_erasure
from workflows.engine.proving.sealing import SealFault, inclusion, read_export, seal_now
from workflows.engine.proving.sealing import export as export_seal
from workflows.engine.registry import adapter_of
from workflows.organisations.models import User


class Command(BaseCommand):
    help = "经过的封存、核验、证明和抹去"

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True, metavar="做什么")
        verify = doing.add_parser("verify", help="核验一件或全部：有增删改即说出是哪一件、哪一条")
        verify.add_argument("pk", nargs="?", type=int, metavar="事项编号")
        verify.add_argument("--all", action="store_true", dest="everything", help="核验全部")
        verify.add_argument("--seal", action="append", type=Path, default=[], metavar="文件", help="与导出的封存核对")
        seal = doing.add_parser("seal", help="封存上次以来的全部经过，并导出")
        seal.add_argument("--export", type=Path, metavar="文件夹", help="导出到哪里；不写时按 TUANWEN_SEALS")
        for name, words in (("head", "一件的链头"), ("proof", "一件的每条经过到封存根的证明")):
            doing.add_parser(name, help=words).add_argument("pk", type=int, metavar="事项编号")
        erase = doing.add_parser("erase", help="抹去一个人的姓名和意见，或一份文书的意见和内容：一人提出，另一人确认")
        erase.add_argument("--person", metavar="账号", help="抹去谁")
        erase.add_argument("--document", metavar="类别:编号", help="抹去哪份文书，如 notice:12")
        erase.add_argument("--reason", default="", metavar="理由")
        erase.add_argument("--confirm", type=int, metavar="抹去编号", help="确认别人提出的一项")
        erase.add_argument("--by", required=True, metavar="账号", help="办理的管理员")

    def handle(self, *args: Any, doing: str, **options: Any) -> None:
        try:
            getattr(self, f"_{doing}")(**options)
        except SealFault as fault:
            raise CommandError(str(fault)) from fault
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        except (DatabaseError, OverflowError) as error:
            raise CommandError(_told(error)) from error

    def _verify(self, pk: int | None, everything: bool, seal: list[Path], **_options: Any) -> None:
        if (pk is None) != everything:
            raise CommandError("写一个事项编号，或者写 --all。")
        exported = [read_export(path) for path in seal]
        instance = self._case(pk) if pk is not None else None
        found = audit(instance, exported=exported)
        note(found, by=None, instance=instance)
        for line in found.lines:
            self.stdout.write(line)
        if not found.sound:
            raise CommandError("经过被动过，见上。")
        words = f"{found.cases} 件、{found.events} 条经过完好。"
        if found.unsealed:
            words += f"其中 {found.unsealed} 条还没有封存{'或导出' if exported else ''}，只有各自的链作证。"
        self.stdout.write(words)

    def _seal(self, export: Path | None, **_options: Any) -> None:
        made = seal_now()
        if made is None:
            self.stdout.write("上次封存以来没有新的经过。")
            return
        path = export_seal(made, export)
        self.stdout.write(
            f"{made}：{made.count} 条经过，根 {bytes(made.root).hex()}\n已导出 {path}，请另存一份到别处。"
        )

    def _head(self, pk: int, **_options: Any) -> None:
        case = self._case(pk)
        told = {"case": case.pk, "process": case.process, "seq": case.seq, "head": bytes(case.head).hex()}
        self.stdout.write(canonical_json(told))

    def _proof(self, pk: int, **_options: Any) -> None:
        for line in inclusion(self._case(pk)):
            self.stdout.write(canonical_json(line))

    def _erase(
        self, person: str | None, document: str | None, reason: str, confirm: int | None, by: str, **_options: Any
    ) -> None:
        who = self._user(by)
        if confirm is not None:
            waiting = Erasure.objects.filter(pk=confirm).first()
            if waiting is None:
                raise CommandError(f"没有第 {confirm} 项。")
            done = confirm_erasure(waiting, by=who)
            told = "，".join(f"{name} {count}" for name, count in done.blanked.items() if count)
            self.stdout.write(f"已抹去：{told or '没有需要抹去的'}。备份和已发出的邮件不在其中。")
            if done.person_id is not None:
                self.stdout.write("文书里写的姓名（联系人、签发人、正文）不动；确实要抹去的，用 --document 另提。")
            return
        made = propose_erasure(
            reason=reason,
            by=who,
            person=self._user(person) if person else None,
            subject=self._document(document) if document else None,
        )
        seen = preview_erasure(person=made.person, kind=made.subject_type, pk=made.subject_id)
        counts = [("段意见和说明", seen.words), ("份签过的内容", seen.contents), ("份收文", seen.copies)]
        parts = [f"{count} {name}" for name, count in counts if count] + [f"{name} {count}" for name, count in seen.own]
        self.stdout.write(f"将抹去：{'、'.join(parts) or '没有找到要抹去的'}。")
        self.stdout.write(f"已提出第 {made.pk} 项。请另一位管理员确认：history erase --confirm {made.pk} --by 账号")

    @staticmethod
    def _case(pk: int) -> Instance:
        case = Instance.objects.filter(pk=pk).first()
        if case is None:
            raise CommandError(f"没有编号为 {pk} 的事项。")
        return case

    @staticmethod
    def _user(username: str) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”。")
        return user

    @staticmethod
    def _document(told: str) -> Any:
        key, _colon, pk = told.partition(":")
        model = adapter_of(key).get_model()
        subject = model.objects.filter(pk=pk).first() if pk.isdecimal() else None
        if subject is None:
            raise CommandError(f"没有文书“{told}”。写成 notice:12 这样。")
        return subject


def _told(error: Exception) -> str:
    return fault_in_words(error) if isinstance(error, DatabaseError) else "没有这个编号。"
