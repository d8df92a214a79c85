"""The five indicators of Art. 14 over one town, by indicators.md 2 and 3. Decisions left open there:

1. The datasets of `town.NUMBERS`, all rows whose merged_into_* is null (none has it but person and employer); void rows
   count. Agency = the row's agency_code; rows and datasets without one are under "".
2. entry: dataset = expected_entity, whatever it says (null: ""); agency = the acceptance's. A target in a
   dataset without a file does not exist. Period: all acceptances (存量).
3. completeness: required or conditional items of the records they are wanted of. A value that is not of its
   type is there all the same (只判断有没有值). completeness counts items: over several datasets the sum of
   theirs; for an agency items are judged on its own records. completeness_cells counts cells.
4. recording: must_be_substantive items, conditional ones where wanted. Text items must be no placeholder;
   code items must be in their list, or match the pattern of an open one (placeholders are not asked: 0 and
   1 are codes); dates and datetimes must not fall on 1900-01-01 or 9999-12-31; a value not of its type is
   not recorded. Lists that are neither known nor open accept anything.
5. anomaly: over all rows; a row with several faults counts once.
6. duplication: a dataset without a key there (acceptance, job_seeking, vacancy, shared_fact, behavior_event) is
   left out. Employment by form: 010 by employer; 020 to 023 by flexible_kind; other forms have no key. A subsidy
   goes by person_id, else by employer_id. personnel_agency_file has two keys: surplus or involved under either.
   A key with a null part is none. Of a group the record with the earliest created_at (else handled_at, of a scan
   captured_at; null last), then the first in the file, is kept; the others are the surplus of their own agencies.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from .calendar_days import day
from .counts import Parts, Tally, parts, records, wanted
from .duplication import duplication
from .recording import recording
from .semantics import Violations
from .town import NUMBERS, Row, Table, Town

ANOMALOUS = {"准确性", "及时性", "逻辑关系", "历史完整"}


def indicators(town: Town, violations: Violations, as_of: datetime) -> dict[str, Parts]:
    """entry, completeness, completeness_cells, recording, anomaly, duplication, duplication_involved.

    violations: as `semantics.violations` gives them for all executable rules. as_of: the moment of
    judging, which a conditional item may look at.
    """
    surplus, involved = duplication(town)
    cells, items = _completeness(town, day(as_of))
    return {
        "entry": parts(_entry(town)),
        "completeness": items,
        "completeness_cells": cells,
        "recording": parts(recording(town, day(as_of))),
        "anomaly": parts(_anomaly(town, violations)),
        "duplication": surplus,
        "duplication_involved": involved,
    }


def _entry(town: Town) -> Iterator[Tally]:
    numbers = {name: set(town.tables[name].values(item)) - {None} for name, item in NUMBERS.items()}
    table = town.tables["acceptance"]
    status, expected, stored = (
        table.column[item] for item in ("acceptance_status", "expected_entity", "stored_record_id")
    )
    for _, row, agency in records(table):
        if row[status] == "2":
            dataset = row[expected] or ""
            yield dataset, agency, int(row[stored] in numbers.get(dataset, set())), 1


def _completeness(town: Town, today: date) -> tuple[Parts, Parts]:
    """Cells, and items judged by the share of their cells."""
    threshold = Fraction(town.parameters["completeness_item_threshold"])
    cells: list[Tally] = []
    judged: list[Tally] = []
    by_agency: Counter[str] = Counter()
    agency_met: Counter[str] = Counter()
    for name in NUMBERS:
        table = town.tables[name]
        rows = list(records(table))
        for item in (i for i, facts in table.items.items() if facts["required"] in ("yes", "conditional")):
            of, met = _cells(town, table, item, rows, today)
            cells += [(name, agency, met[agency], of[agency]) for agency in of]
            if of:
                judged.append((name, "", int(met.total() >= threshold * of.total()), 1))
            for agency in of:
                by_agency[agency] += 1
                agency_met[agency] += met[agency] >= threshold * of[agency]
    items = parts(iter(judged))
    items["by_agency"] = {agency: {"met": agency_met[agency], "of": of} for agency, of in by_agency.items()}
    return parts(iter(cells)), items


def _cells(
    town: Town, table: Table, item: str, rows: list[tuple[int, Row, str]], today: date
) -> tuple[Counter[str], Counter[str]]:
    """By agency: the records the item is wanted of, and those of them that have it."""
    of: Counter[str] = Counter()
    met: Counter[str] = Counter()
    needs, at = wanted(table, item, today), table.column[item]
    for number, row, agency in rows:
        if needs(row):
            of[agency] += 1
            met[agency] += row[at] is not None or (table.name, number, item) in town.uncast
    return of, met


def _anomaly(town: Town, violations: Violations) -> Iterator[Tally]:
    hit: dict[str, set[int]] = {name: set() for name in NUMBERS}
    for rule in town.rules:
        if rule["severity"] == "error" and rule["dimension"] in ANOMALOUS and rule["dataset"] in hit:
            hit[rule["dataset"]] |= violations.get(rule["rule_id"], set())
    for name in NUMBERS:
        for number, _, agency in records(town.tables[name]):
            yield name, agency, int(number in hit[name]), 1
