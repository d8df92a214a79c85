"""Records entered twice, and required items left empty."""

from jiuye.standards.catalogue import NUMBERS, rows
from jiuye.town.faults import custody, hardship, subsidy, training
from jiuye.town.faults.case import Case
from jiuye.town.faults.employment import full_time
from jiuye.town.rows import Row

# Without these a row cannot be told apart or filed: they are never left out.
KEPT = {"id_type", "id_number", "name", "person_id", "employer_id", "employer_name", "uscc", "expected_entity",
        "valid_flag", "created_at", *NUMBERS.values()}  # fmt: skip


def required(dataset: str) -> list[str]:
    """Items of the dataset that are always required and may be left out."""
    return [r["name_en"] for r in rows(1, "items")
            if r["dataset"] == dataset and r["required"] == "yes" and r["name_en"] not in KEPT]  # fmt: skip


def employment_twice(case: Case) -> bool:
    """The same full-time job registered twice: both overlap (R060)."""
    row = full_time(case)
    if row is None or case.bundle.certificates:
        return False
    return _both(case, row, case.bundle.employments, "JY", "employment", "R060")


def unemployment_twice(case: Case) -> bool:
    """The same unemployment registered twice: both in force (R089)."""
    row = case.unemployed()
    if row is None or case.bundle.certificates:
        return False
    return _both(case, row, case.bundle.unemployments, "SY", "unemployment", "R089")


def hardship_twice(case: Case) -> bool:
    """The same recognition entered twice: both in force (R126)."""
    job = case.running()
    if job is None or job["start_date"] < case.ago(1000):
        return False
    row = hardship.recognised(case)
    if row is None:
        return False
    hardship.stay(row)
    return _both(case, row, case.bundle.hardships, "KN", "hardship", "R126")


def subsidy_twice(case: Case) -> bool:
    """The same subsidy paid twice (R132)."""
    row = subsidy.paid(case)
    return row is not None and _both(case, row, case.bundle.subsidies, "BT", "subsidy", "R132")


def training_twice(case: Case) -> bool:
    """The same course entered twice: the two overlap (R154)."""
    row = training.course(case, passed=False)
    return row is not None and _both(case, row, case.bundle.trainings, "PX", "training", "R154")


def file_twice(case: Case) -> bool:
    """The same file taken in twice, on two shelves (R175)."""
    row = custody.in_stock(case)
    if row is None:
        return False
    _both(case, row, case.bundle.files, "DA", "file", "R175")
    case.bundle.files[-1]["cabinet_no"] += "附"
    return True


def scan_twice(case: Case) -> bool:
    """The same scan bound twice to the same record."""
    row = custody.scanned(case)
    if row is None:
        return False
    again = Row(row.dataset, row | {"archive_id": f"EA{case.desk.next('scan'):014d}"})
    case.bundle.archives.append(again)
    return case.bundle.mark(again, duplicate_of=row.key, of_row=row, kind="registered_twice")


# Each kind of entry that was made twice; unemployment, which few have, apart.
TWICE = (hardship_twice, subsidy_twice, employment_twice, training_twice, file_twice, scan_twice)


def _both(case: Case, row: Row, rows: list[Row], prefix: str, series: str, rule_id: str) -> bool:
    """A second entry of the row; both break the rule."""
    again = _again(case, row, prefix, series)
    rows.append(again)
    for entry in (row, again):
        case.bundle.mark(entry, rule_id=rule_id)
    return case.bundle.mark(again, duplicate_of=row.key, of_row=row, kind="registered_twice")


def _again(case: Case, row: Row, prefix: str, series: str) -> Row:
    again = Row(row.dataset, dict(row))
    again[NUMBERS[row.dataset]] = f"{prefix}{case.desk.next(series):012d}"
    case.desk.accept(case.bundle, again, case.rng)
    return again


def missing(case: Case, items: dict[str, list[str]]) -> bool:
    """One required item of one of the person's rows left empty. items: candidates by dataset."""
    row = case.rng.choice([row for row in case.bundle.rows() if row.dataset in items])
    item = case.rng.choice(items[row.dataset])
    if row.get(item) is None:
        return False
    row[item] = None
    return case.bundle.mark(row, missing=item)
