"""What a fault works on, and the few changes many faults share."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from jiuye.town.days import at
from jiuye.town.desk import Desk
from jiuye.town.people import PRISON, Resident
from jiuye.town.rows import Bundle, Row


@dataclass(slots=True)
class Case:
    """A clean person about to get a fault. recent: clean people already written; left: rows to come."""

    desk: Desk
    bundle: Bundle
    who: Resident
    rng: Random
    recent: deque[Bundle]
    left: int

    @property
    def person(self) -> Row:
        return self.bundle.person

    @property
    def as_of(self) -> date:
        return self.desk.as_of

    @property
    def blank(self) -> bool:
        """Living, of age, and without any registration."""
        return (
            self.who.age >= 18
            and self.who.died is None
            and not any((self.bundle.employments, self.bundle.unemployments))
        )

    @property
    def able(self) -> bool:
        """Living and free, far from retirement, grown up for years."""
        who = self.who
        return 25 <= who.age <= 45 and who.died is None and not who.retired and who.status != PRISON

    def running(self) -> Row | None:
        """The employment that has not ended."""
        return next((r for r in self.bundle.employments if not r.get("end_date")), None)

    def unemployed(self) -> Row | None:
        """The unemployment registration in force."""
        return next((r for r in self.bundle.unemployments if r["valid_flag"] == "1"), None)

    def cancelled(self) -> Row | None:
        return next((r for r in self.bundle.unemployments if r["valid_flag"] == "0"), None)

    def ago(self, days: int) -> date:
        return self.as_of - timedelta(days=days)

    def days(self, least: int, most: int) -> timedelta:
        return timedelta(days=self.rng.randint(least, most))

    def renumber(self, number: str) -> None:
        """Another identity number, in every row of the person."""
        card = self.person.get("disability_cert_no")
        self.person["id_number"] = number
        if self.person.get("social_security_number"):
            self.person["social_security_number"] = number
        if card:
            self.person["disability_cert_no"] = number[:18] + card[18:]
        for rows in self.bundle.lists:
            for row in rows:
                if row.get("id_number"):
                    row["id_number"] = number

    def rename(self, name: str) -> None:
        """Another name, in every row of the person."""
        old = self.person["name"]
        for row in self.bundle.rows():
            for item in ("name", "bank_account_name"):
                if row.get(item) == old:
                    row[item] = name

    def book(self, row: Row, day: date) -> None:
        """Has the row handled on another day, and the case behind it with it."""
        minute = self.rng.randint(30, 400)
        row.update(handled_at=at(day, minute), reviewed_at=at(day, minute + 20))
        acceptance = self.bundle.acceptance_of(row)
        if acceptance:
            acceptance.update(accepted_at=at(day, minute - 5), completed_at=at(day, minute + 20),
                              stored_at=at(day, minute + 21))  # fmt: skip


# The rows that now break the rule; None when the person does not fit the fault (and is unchanged).
Planted = Row | Iterable[Row] | None
Fault = Callable[[Case], Planted]
Table = list[tuple[str, Fault]]


def fault(table: Table, rule_id: str) -> Callable[[Fault], Fault]:
    """Enters a function into a table of faults under the rule it breaks."""

    def enter(function: Fault) -> Fault:
        table.append((rule_id, function))
        return function

    return enter
