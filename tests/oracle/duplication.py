"""数据重复率: groups of records under one key. Note 6 of `indicators`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .counts import Parts, Tally, parts, records
from .functions import normalize_name
from .town import NUMBERS, Row, Table, Town


def keys_of(table: Table) -> Callable[[Row], tuple[Any, ...]]:
    """The key by which a record is a duplicate; a part may be None, then there is no key."""

    def items_of(row: Row, *items: str) -> tuple[Any, ...]:
        return (items, *(row[table.column[item]] for item in items))

    def person(row: Row) -> tuple[Any, ...]:
        key = items_of(row, "id_type", "id_number")
        return (*key[:2], key[2] and key[2].upper())

    def employer(row: Row) -> tuple[Any, ...]:
        if row[table.column["uscc"]] is not None:
            return items_of(row, "uscc")
        key = items_of(row, "employer_name", "division_code")
        return (key[0], key[1] and normalize_name(key[1]), key[2])

    def employment(row: Row) -> tuple[Any, ...]:
        form = row[table.column["employment_form"]]
        if form == "010":
            return items_of(row, "person_id", "employer_id", "start_date")
        own = form in ("020", "021", "022", "023")
        return items_of(row, "person_id", "flexible_kind", "start_date") if own else (None,)

    return {
        "person": person,
        "employer": employer,
        "employment_registration": employment,
        "unemployment_registration": lambda row: items_of(row, "person_id", "registered_date"),
        "employment_certificate": lambda row: items_of(row, "certificate_no"),
    }[table.name]


def duplication(town: Town) -> tuple[Parts, Parts]:
    """Surplus and involved records."""
    surplus: list[Tally] = []
    involved: list[Tally] = []
    for name in (n for n in NUMBERS if n != "acceptance"):
        table = town.tables[name]
        key_of, groups = keys_of(table), dict[tuple[Any, ...], list[tuple[Any, ...]]]()
        first = table.column["created_at" if "created_at" in table.column else "handled_at"]
        for number, row, agency in records(table):
            key = key_of(row)
            group = groups.setdefault(key if None not in key else (number,), [])
            group.append((row[first] is None, row[first] or datetime.max, number, agency))
        for group in groups.values():
            for place, (*_, agency) in enumerate(sorted(group)):
                surplus.append((name, agency, int(place > 0), 1))
                involved.append((name, agency, int(len(group) > 1), 1))
    return parts(iter(surplus)), parts(iter(involved))
