"""数据重复率: groups of records under one key. Note 6 of `indicators`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .counts import Parts, Tally, parts, records
from .functions import normalize_name
from .town import NUMBERS, Row, Table, Town

Key = tuple[Any, ...]
# Keys that are items as they stand.
PLAIN = {
    "unemployment_registration": ("person_id", "registered_date"),
    "employment_certificate": ("certificate_no",),
    "hardship_assistance": ("person_id", "hardship_category", "recognized_date"),
    "training": ("person_id", "class_no"),
    "e_archive": ("sha256", "business_record_id"),
}
KEYED = {"person", "employer", "employment_registration", "subsidy", "personnel_agency_file", *PLAIN}


def keys_of(table: Table) -> Callable[[Row], list[Key]]:
    """The keys by which a record is a duplicate; one with a part that is None is none."""

    def items_of(row: Row, *items: str) -> Key:
        return (items, *(row[table.column[item]] for item in items))

    def person(row: Row) -> list[Key]:
        key = items_of(row, "id_type", "id_number")
        return [(*key[:2], key[2] and key[2].upper())]

    def employer(row: Row) -> list[Key]:
        if row[table.column["uscc"]] is not None:
            return [items_of(row, "uscc")]
        key = items_of(row, "employer_name", "division_code")
        return [(key[0], key[1] and normalize_name(key[1]), key[2])]

    def employment(row: Row) -> list[Key]:
        form = row[table.column["employment_form"]]
        if form == "010":
            return [items_of(row, "person_id", "employer_id", "start_date")]
        own = form in ("020", "021", "022", "023")
        return [items_of(row, "person_id", "flexible_kind", "start_date")] if own else []

    def subsidy(row: Row) -> list[Key]:
        who = "employer_id" if row[table.column["person_id"]] is None else "person_id"
        return [items_of(row, who, "subsidy_kind", "period_start", "period_end")]

    def file(row: Row) -> list[Key]:
        in_stock = row[table.column["file_status"]] == "1"
        return [items_of(row, "file_no"), *([items_of(row, "person_id")] if in_stock else [])]

    special = {"person": person, "employer": employer, "employment_registration": employment, "subsidy": subsidy,
               "personnel_agency_file": file}  # fmt: skip
    return special.get(table.name) or (lambda row: [items_of(row, *PLAIN[table.name])])


def duplication(town: Town) -> tuple[Parts, Parts]:
    """Surplus and involved records."""
    surplus: list[Tally] = []
    involved: list[Tally] = []
    for name in (n for n in NUMBERS if n in KEYED):
        table = town.tables[name]
        first = table.column[next(i for i in ("created_at", "handled_at", "captured_at") if i in table.column)]
        keys_for, groups = keys_of(table), dict[Key, list[tuple[bool, Any, int]]]()
        agencies: dict[int, str] = {}
        for number, row, agency in records(table):
            agencies[number] = agency
            for key in keys_for(row):
                if None not in key:
                    groups.setdefault(key, []).append((row[first] is None, row[first] or datetime.max, number))
        many = [[number for *_, number in sorted(g)] for g in groups.values() if len(g) > 1]
        late, met = {n for g in many for n in g[1:]}, {n for g in many for n in g}
        surplus += [(name, agency, int(n in late), 1) for n, agency in agencies.items()]
        involved += [(name, agency, int(n in met), 1) for n, agency in agencies.items()]
    return parts(iter(surplus)), parts(iter(involved))
