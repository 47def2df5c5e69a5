"""What a check finds, in words for the administrator who has to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One finding: an ``error`` blocks activation. *path* is the shortest way that shows it, one line per act."""

    code: str
    severity: Literal["error", "warning"]
    where: str
    message: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{'错误' if self.severity == 'error' else '提醒'}（{self.where}）：{self.message}"
        return "\n".join((head, *(f"    {number}. {line}" for number, line in enumerate(self.path, start=1))))


@dataclass(frozen=True)
class Report:
    """All findings, and how far the exploration went: *walks* of *shapes*, since some of these go the same ways."""

    problems: tuple[Problem, ...]
    markings: int
    shapes: int
    bound: int
    complete: bool
    votes: int = 0
    walks: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The findings that block activation."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def sound(self) -> bool:
        """Whether the definition may go live: everything was explored, and nothing wrong was found."""
        return self.complete and not self.errors

    @property
    def statement(self) -> str:
        """What exactly was proved, in one sentence."""
        if not self.complete:
            return f"未能证明：超过 {self.bound} 种情形，请简化流程。"
        if self.errors and not self.markings and not self.votes:
            return f"发现 {len(self.errors)} 个错误，改正以后再走遍各种情形。"
        alike = f"，走法相同的并作 {self.walks} 种" if self.walks < self.shapes else ""
        what = (
            f"已走遍全部 {self.markings} 种情形（{self.shapes} 种层级与岗位设置{alike}；同类参与方视为可互换），"
            f"以及各环节表决的 {self.votes} 种走法（每个环节至多两名加签）；上限 {self.bound} 种"
        )
        return f"{what}，{'未发现错误' if not self.errors else f'发现 {len(self.errors)} 个错误'}。"
