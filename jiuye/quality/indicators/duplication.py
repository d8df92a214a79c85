"""数据重复率: surplus rows under one key; one of each group is kept, the earliest. indicators.md §3.5."""

from collections.abc import Iterator

from jiuye.quality.engines import Engine
from jiuye.quality.indicators import counted
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


def groups(engine: Engine) -> Iterator[tuple[str, str, bool]]:
    """(dataset, id, surplus) of every row in a group of two or more."""
    for dataset, keys in KEYS.items():
        for only, parts in keys:
            columns = [_part(p, engine) for p in parts]
            over = f"partition by {', '.join(columns)}"
            order = f"{FIRST.get(dataset, 'handled_at')} nulls last, id"
            keyed = " and ".join(f"{c} is not null" for c in columns)
            for key, place in engine.query(
                f"select id, place from (select id, row_number() over ({over} order by {order}) as place,"
                f" count(*) over ({over}) as size from {counted(engine, dataset)} c where {only} and {keyed}) g"
                " where size > 1"
            ):
                yield dataset, str(key), place > 1


def _part(part: str, engine: Engine) -> str:
    if part == NORMALIZED:
        return normalized("employer_name", dialect(engine.name))
    return part


def tallies(
    engine: Engine, surplus: dict[str, set[str]], involved: dict[str, set[str]]
) -> Iterator[Tally]:
    """Met is the surplus rows (duplication) or all rows of the groups (duplication_involved)."""
    for dataset in KEYS:
        rows = engine.query(f"select district, coalesce(agency_code, ''), id from {counted(engine, dataset)} c")
        for name, marked in (("duplication", surplus), ("duplication_involved", involved)):
            counts: dict[tuple[str, str], list[int]] = {}
            for district, agency, key in rows:
                count = counts.setdefault((district, agency), [0, 0])
                count[0] += str(key) in marked.get(dataset, set())
                count[1] += 1
            for (district, agency), (met, of) in counts.items():
                yield Tally(name, dataset, "", district, agency, met, of)
