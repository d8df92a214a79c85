"""Who was connected at a moment, as the server's own log has it: logins and times, never a statement.

The change stream names transactions and not logins; the embedded server logs every coming and going for a week.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from jiuye.lib.clock import ZONE

_LINE = re.compile(r"(\S+ \S+) \S+ \[(\d+)\] (\S+)@(\S+) LOG:  (connection authorized|disconnection): (.*)")
_PROGRAM = re.compile(r"application_name=(.*)$")
# What the house itself signs in with all day long; an edit outside any act is beyond them.
HOUSE = ("jiuye_app", "jiuye_inspector", "jiuye_sealer", "jiuye_backup", "jiuye_reader")
MOST = 6  # sessions told of one moment


@dataclass
class Visit:
    """One session of a login of no room of the house. `gone` is None while it lasts, as far as the log goes."""

    login: str
    program: str
    process: int
    came: datetime
    gone: datetime | None = None

    def __str__(self) -> str:
        program = f"，{self.program}" if self.program else ""
        return f"{self.login}（进程 {self.process}{program}，{self.came:%H:%M:%S} 连入）"


class Visitors:
    """logs: the server's log directory, None where it is not ours to read. Read once, when first asked."""

    def __init__(self, logs: Path | None, database: str) -> None:
        self._logs, self._database = logs, database

    def at(self, moment: datetime) -> str:
        """The sessions open at an aware moment; "" where the log knows none or cannot be read."""
        there = [v for v in self._visits if v.came <= moment and (v.gone is None or v.gone >= moment)]
        more = f"等 {len(there)} 个会话" if len(there) > MOST else ""
        return "；".join(map(str, there[-MOST:])) + more

    @cached_property
    def _visits(self) -> list[Visit]:
        open_, found = dict[int, Visit](), list[Visit]()
        for at, process, login, deed, rest in self._lines():
            if deed == "disconnection":
                if visit := open_.pop(process, None):
                    visit.gone = at
                continue
            program = _PROGRAM.search(rest)
            visit = Visit(login, program[1] if program else "", process, at)
            open_[process] = visit
            found.append(visit)
        return found

    def _lines(self) -> Iterator[tuple[datetime, int, str, str, str]]:
        """Comings and goings in order of time: one file a weekday, the oldest first."""
        try:
            files = sorted(self._logs.glob("*.log"), key=lambda f: f.stat().st_mtime) if self._logs else []
            for file in files:
                with file.open(encoding="utf-8", errors="replace") as lines:
                    for line in lines:
                        m = _LINE.match(line)
                        if m and m[4] == self._database and m[3] not in HOUSE:
                            yield datetime.fromisoformat(m[1]).replace(tzinfo=ZONE), int(m[2]), m[3], m[5], m[6].strip()
        except PermissionError:
            return
