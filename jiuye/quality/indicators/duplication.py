"""数据重复率: surplus rows under one key; one of each group is kept, the earliest. indicators.md §3.5."""

from collections.abc import Iterator

from jiuye.quality.engines import Engine
from jiuye.quality.findings import DUPLICATE, owners
from jiuye.quality.indicators import counted, records
from jiuye.quality.tally import Tally
from jiuye.standards.language.dialects import engine as dialect
from jiuye.standards.language.names import normalized

NORMALIZED = "normalize_name(employer_name)"
# Key parts by dataset, each alternative with the rows it is for. A key with a null part is none.
KEYS = {
    "person": [("true", ["id_type", "id_number_folded_index"])],
    "employer": [
        ("uscc is not null", ["uscc"]),
        ("uscc is null", [NORMALIZED, "division_code"]),
    ],
    "employment_registration": [
        ("employment_form = '010'", ["person_id", "employer_id", "start_date"]),
        ("employment_form in ('020', '021', '022', '023')", ["person_id", "flexible_kind", "start_date"]),
    ],
    "unemployment_registration": [("true", ["person_id", "registered_date"])],
    "employment_certificate": [("true", ["certificate_no"])],
    "hardship_assistance": [("true", ["person_id", "hardship_category", "recognized_date"])],
    "subsidy": [
        ("person_id is not null", ["person_id", "subsidy_kind", "period_start", "period_end"]),
        ("person_id is null", ["employer_id", "subsidy_kind", "period_start", "period_end"]),
    ],
    "training": [("true", ["person_id", "class_no"])],
    "personnel_agency_file": [("true", ["file_no"]), ("file_status = '1'", ["person_id"])],
    "e_archive": [("true", ["sha256", "business_record_id"])],
}
FIRST = {"person": "created_at", "employer": "created_at", "e_archive": "captured_at"}


def mark(engine: Engine) -> None:
    """Keep every row of a group of two or more in the book's table `alike`; the surplus ones are findings too,
    once each, also where a row stands in several groups."""
    engine.book.execute(
        "create table alike (dataset text, id text, surplus boolean, district text, agency text, counted boolean)"
    )
    for dataset, keys in KEYS.items():
        for only, parts in keys:
            engine.keep("alike", _groups(engine, dataset, only, parts))
    columns = "dataset, id, district, agency, counted"
    engine.book.execute(
        f"insert into found by name select distinct {columns}, '{DUPLICATE}' as rule_id from alike where surplus"
    )


def _groups(engine: Engine, dataset: str, only: str, parts: list[str]) -> str:
    """(dataset, id, surplus and owners) of the rows that share a key: keys are counted first, so that only
    the few rows of a group are put in order."""
    names = [f"k{n}" for n in range(1, len(parts) + 1)]
    key = ", ".join(names)
    columns = [_part(p, engine) for p in parts]
    named = ", ".join(f"{c} as {n}" for c, n in zip(columns, names, strict=True))
    there = " and ".join([only, *(f"{c} is not null" for c in columns)])
    rows = f"{counted(engine, dataset)} c"
    order = f"r.{FIRST.get(dataset, 'handled_at')} nulls last, r.id"
    over = f"partition by {', '.join(f'r.{n}' for n in names)}"
    return (
        f"select '{dataset}' as dataset, r.id as id, row_number() over ({over} order by {order}) > 1 as surplus,"
        f" {', '.join(owners(dataset, 'r'))}"
        f" from (select c.*, {named} from {rows} where {there}) r"
        f" join (select {named} from {rows} where {there} group by {', '.join(str(n + 1) for n in range(len(names)))}"
        f" having count(*) > 1) g using ({key})"
    )


def _part(part: str, engine: Engine) -> str:
    if part == NORMALIZED:
        return normalized("employer_name", dialect(engine.name))
    return part


def tallies(engine: Engine) -> Iterator[Tally]:
    """Met is the surplus rows (duplication) or all rows of the groups (duplication_involved)."""
    yield from records("duplication", engine, "alike", "surplus", KEYS)
    yield from records("duplication_involved", engine, "alike", "true", KEYS)
