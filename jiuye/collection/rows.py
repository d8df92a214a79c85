"""From a typed row to a staged one: system items, district, keys, seals, fingerprint.

The window and the files both pass here, so that both store the same thing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jiuye.lib.keys import uuid7
from jiuye.lib.sealing import Sealer
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.seal import seal_row
from jiuye.standards.catalogue import NUMBERS, Catalogue

# What the system itself fills for living data; nobody types who he is or when it is.
SYSTEM_ITEMS = frozenset(
    "created_at agency_code handler_id handled_at channel reviewer_id reviewed_at review_result"
    " source_system updated_at updated_by merged_into_person_id merged_into_employer_id".split()
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Where rows come from. `inherited` rows keep what the older system said of itself."""

    submission: UUID
    dataset: str
    standard_version: int
    agency_code: str
    district: str
    staff_no: str
    channel: str
    at: datetime
    inherited: bool = False


def settle(source: Source, typed: Row, number: str | None) -> Row:
    """The typed row with the items the system fills. `number` is a fresh business number, used when
    the row has none. Living rows get this agency, handler and moment whatever the file says."""
    row = dict(typed)
    if source.inherited:
        return row
    row.update({name: None for name in SYSTEM_ITEMS if name in row})
    row.update(
        agency_code=source.agency_code, handler_id=source.staff_no, handled_at=source.at, channel=source.channel
    )  # fmt: skip
    row.setdefault("valid_flag", None)
    if "created_at" in row:
        row["created_at"] = source.at
    if "source_system" in row:
        row["source_system"] = "jiuye"
    if row["valid_flag"] is None:
        row["valid_flag"] = "1"
    name = NUMBERS[source.dataset]
    if row.get(name) is None:
        row[name] = number
    return row


def district_of(source: Source, row: Row) -> str:
    """The district that governs a row: the collecting agency's; for inherited rows the one they name."""
    if not source.inherited:
        return source.district
    places = ("agency_code", "division_code", "residence_division", "work_division", "registration_division")
    named = (str(row.get(p) or "")[:6] for p in places)
    return next((d for d in named if d in DISTRICTS), CITY[0])


def stage_rows(
    source: Source,
    rows: Iterable[tuple[int, Row, str, Row]],
    catalogue: Catalogue,
    sealer: Sealer,
) -> Iterator[Row]:
    """Rows ready for the staging table. Input: (row_no, settled row, text as it stood, extra)."""
    seen: Counter[bytes] = Counter()
    for row_no, row, text, extra in rows:
        key = uuid7()
        print_of = sealer.index(text, f"row:{source.dataset}")
        # The same line twice in one file is two rows; the same file twice is not.
        seen[print_of] += 1
        if seen[print_of] > 1:
            print_of = sealer.index(f"{text}\x1e{seen[print_of]}", f"row:{source.dataset}")
        stored = seal_row(source.dataset, key, row, catalogue, sealer)
        stored.update(
            id=key, submission_id=source.submission, row_no=row_no, fingerprint=print_of,
            district=district_of(source, row), inherited=source.inherited,
            standard_version=source.standard_version, extra=extra,
        )  # fmt: skip
        yield stored
