"""Registrations entered twice, and required items left empty."""

from jiuye.standards.catalogue import rows
from jiuye.town.faults.case import Case
from jiuye.town.faults.employment import full_time
from jiuye.town.rows import Row

# Without these a row cannot be told apart or filed: they are never left out.
KEPT = {"person_id", "id_type", "id_number", "name", "registration_id", "acceptance_no", "certificate_no",
        "employer_id", "employer_name", "uscc", "expected_entity", "valid_flag", "created_at"}  # fmt: skip


def required(dataset: str) -> list[str]:
    """Items of the dataset that are always required and may be left out."""
    return [r["name_en"] for r in rows(1, "items")
            if r["dataset"] == dataset and r["required"] == "yes" and r["name_en"] not in KEPT]  # fmt: skip


def employment_twice(case: Case) -> bool:
    """The same full-time job registered twice: both overlap (R060)."""
    row = full_time(case)
    if row is None or case.bundle.certificates:
        return False
    again = _again(case, row, "JY", "employment")
    case.bundle.employments.append(again)
    for entry in (row, again):
        case.bundle.mark(entry, rule_id="R060")
    return case.bundle.mark(again, duplicate_of=row.key, of_row=row, kind="registered_twice")


def unemployment_twice(case: Case) -> bool:
    """The same unemployment registered twice: both in force (R089)."""
    row = case.unemployed()
    if row is None or case.bundle.certificates:
        return False
    again = _again(case, row, "SY", "unemployment")
    case.bundle.unemployments.append(again)
    for entry in (row, again):
        case.bundle.mark(entry, rule_id="R089")
    return case.bundle.mark(again, duplicate_of=row.key, of_row=row, kind="registered_twice")


def _again(case: Case, row: Row, prefix: str, series: str) -> Row:
    again = Row(row.dataset, dict(row))
    again["registration_id"] = f"{prefix}{case.desk.next(series):012d}"
    case.desk.accept(case.bundle, again, case.rng)
    return again


def missing(case: Case, items: dict[str, list[str]]) -> bool:
    """One required item of one of the person's rows left empty. items: candidates by dataset."""
    row = case.rng.choice(list(case.bundle.rows()))
    item = case.rng.choice(items[row.dataset])
    if row.get(item) is None:
        return False
    row[item] = None
    return case.bundle.mark(row, missing=item)
