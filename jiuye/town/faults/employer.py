"""Faults in employers: each on an employer made for it, that nobody works for. R037 to R051; and in their vacancies."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from jiuye.town import market, names, numbers, shared
from jiuye.town.desk import Desk
from jiuye.town.employers import CASES, employer_row
from jiuye.town.faults import vacancy
from jiuye.town.faults.twice import required
from jiuye.town.rows import Row

Marks = list[tuple[Row, dict[str, Any]]]
BUSY = 20  # people on average: an employer that is certain to have several
# What a case changes in a fresh row.
Change = Callable[[Row, Random], None]


def code(row: Row, uscc: str) -> None:
    row.update(uscc=uscc, org_code=None)


def odd_code(row: Row, rng: Random) -> None:
    good = row["uscc"]
    code(row, rng.choice((good[:17], good[:16] + "IO", good.lower(), good[:9] + " " + good[9:17])))


def check_character(row: Row, rng: Random) -> None:
    good = row["uscc"]
    code(row, good[:17] + ("1" if good[17] != "1" else "2"))


def other_department(row: Row, rng: Random) -> None:
    wrong = {"9": "1", "1": "9", "5": "9"}[row["uscc"][0]]
    code(row, numbers.recheck(wrong + "2" + row["uscc"][2:]))


def shop_as_company(row: Row, rng: Random) -> None:
    row.update(employer_type="90", economic_type="175")
    code(row, numbers.recheck("91" + row["uscc"][2:]))


def other_org_code(row: Row, rng: Random) -> None:
    row["org_code"] = row["uscc"][9:17] + ("1" if row["uscc"][8:17] != row["uscc"][9:17] + "1" else "2")


def closed_without_date(row: Row, rng: Random) -> None:
    row.update(employer_status=rng.choice("34"), cancelled_date=None)


def closed_before_opened(row: Row, rng: Random) -> None:
    row.update(employer_status="3", cancelled_date=row["registered_date"] - timedelta(days=rng.randint(1, 300)))


def odd_phone(row: Row, rng: Random) -> None:
    row["contact_phone"] = rng.choice(("0631", "123456", "0631-0", "无", "1600000000"))


def placeholder(row: Row, rng: Random) -> None:
    row[rng.choice(("address", "legal_representative", "contact_person"))] = rng.choice(("无", "不详", "测试", "略"))


def no_licence(row: Row, rng: Random) -> None:
    row.update(dispatch_flag="1", hr_license_no=None)


CHANGES: dict[str, Change] = {
    "R037": odd_code, "R038": check_character, "R039": other_department, "R040": shop_as_company,
    "R041": other_org_code, "R044": closed_without_date, "R045": closed_before_opened, "R048": odd_phone,
    "R049": placeholder, "R051": no_licence,
}  # fmt: skip
DUPLICATES = ("same_credit_code", "normalised_name", "similar_name")
MISSING = "missing"
FACTS = {"R046": "502", "R047": "501"}  # what market regulation says of an employer that we hold otherwise


class EmployerFaults:
    """Hands out employer cases in turn. ensured: two of every kind, however few there are."""

    def __init__(self, desk: Desk, rng: Random, ensured: bool) -> None:
        self.desk, self.rng = desk, rng
        self.kinds = [*CHANGES, *vacancy.CHANGES, *FACTS, *DUPLICATES, MISSING]
        self.queue: list[str] = []
        self.owed = 2 * len(self.kinds) if ensured else 0
        self.items = required("employer")

    def heads(self, index: int, row: Row) -> bool:
        """Makes the first employer of a stratum, if many work there, say that one does (R050)."""
        town = self.desk.employers
        if index not in town.starts or index >= town.pool or town.expected(index) < BUSY:
            return False
        row["employee_count"] = 1
        return True

    def case(self, last: Row) -> tuple[list[Row], Marks]:
        """Rows to write and what is planted in them. last: an employer already written, for duplicates."""
        if not self.queue:
            self.queue = self.rng.sample(self.kinds, len(self.kinds))
        kind = self.queue.pop()
        self.owed = max(0, self.owed - 1)
        index = CASES + self.desk.next("employer case")
        employer = self.desk.employers.get(index)
        row = employer_row(employer, self.desk.as_of, self.rng)
        if kind in vacancy.CHANGES:
            offered = market.vacancy(self.desk, employer, self.rng)
            vacancy.CHANGES[kind](offered, row, self.rng, self.desk.as_of)
            return [row, offered], [(offered, {"rule_id": kind})]
        if kind in FACTS:
            asked = self.desk.as_of - timedelta(days=self.rng.randint(4, 12))
            fact = shared.of_employer(self.desk, row, FACTS[kind], asked, self.rng, since=asked)
            fact["match_result"] = "2" if kind == "R047" else "1"
            return [row, fact], [(row, {"rule_id": kind})]
        if kind in CHANGES:
            CHANGES[kind](row, self.rng)
            return [row], [(row, {"rule_id": kind})]
        if kind == MISSING:
            item = self.rng.choice(self.items)
            row[item] = None
            return [row], [(row, {"missing": item})]
        return [row], self._duplicate(kind, row, last)

    def _duplicate(self, kind: str, row: Row, last: Row) -> Marks:
        for item in ("legal_representative", "address", "division_code", "employer_type", "registered_date"):
            row[item] = last[item] or row[item]
        rules: tuple[str, ...] = ()
        if kind == "same_credit_code":
            row.update(uscc=last["uscc"], org_code=last["org_code"], employer_type=last["employer_type"])
            rules = ("R042",)
        else:
            row.update(uscc=numbers.recheck(last["uscc"][:2] + row["uscc"][2:]), employer_name=_variant(kind, last))
            rules = ("R043",) if kind == "normalised_name" else ()
        marks: Marks = [(entry, {"rule_id": r}) for r in rules for entry in (row, last)]
        return [*marks, (row, {"duplicate_of": last.key, "of_row": last.number, "kind": kind})]


def _variant(kind: str, last: Row) -> str:
    """The name written another way: alike once normalised, or merely similar."""
    name = str(last["employer_name"])
    if kind == "similar_name":
        return name.replace("威海", "", 1) if len(name) % 2 else name[:6] + names.RARE[0] + name[7:]
    if name.endswith("有限公司"):
        return name.removesuffix("有限公司") + "有限责任公司"
    return name[:4] + " " + name[4:]
