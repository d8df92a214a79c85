"""A file on its way in: read, mapped, cast, sealed, staged; every fault of every row kept."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiuye.collection import staging
from jiuye.collection.channels import Arranged, Known, Limits, annotate, arrange, map_headers, read_table
from jiuye.collection.channels.mappings import find_mapping
from jiuye.collection.channels.table import Note
from jiuye.collection.counter import system_items
from jiuye.collection.models import Submission
from jiuye.collection.numbers import BusinessNumbers
from jiuye.collection.rows import Row, Source, settle, stage_rows
from jiuye.records.keys import sealer
from jiuye.standards.casting import Cast, cast
from jiuye.standards.catalogue import NUMBERS, Catalogue
from jiuye.standards.queries import catalogue as current_catalogue

LEGACY_BYTES = 4 * 1024**3  # an older system's extract is one large file
SLICE = 20_000  # rows turned into Python objects at a time


@dataclass
class Reading:
    """What reading a file gave. faults: row number → faults; headers: item → header as written."""

    file_name: str
    digest: str
    rows: int
    faults: staging.Faults
    notes: list[Note]
    headers: dict[str, str]
    known: Known
    catalogue: Catalogue
    unreadable: int = 0
    aside: list[str] = field(default_factory=list)


def read(source: Source, path: Path, mapping: str) -> Reading:
    """Read a file of `source.dataset` and stage its rows. Raises `BadFile` with one clear sentence."""
    standard = current_catalogue()
    named = find_mapping(mapping)
    known = Known.of(standard, source.dataset, named.columns if named else ())
    limits = Limits(bytes=LEGACY_BYTES) if source.inherited else None
    table = read_table(path, known=known, limits=limits)
    headers = map_headers(table.columns, source.dataset, standard, mapping or None)
    arranged = arrange(table, headers, standard)
    missing_is_fault = frozenset() if source.inherited else system_items(source.dataset)
    done = cast(arranged.frame, source.dataset, standard, system_items=missing_is_fault)
    faults = _faults(arranged, done)
    numbers = None if source.inherited else _numbers(source.dataset, done)
    rows = _rows(source, arranged, done, numbers)
    staging.put(source.dataset, stage_rows(source, rows, standard, sealer()))
    return Reading(
        path.name, _digest(path), table.frame.height, faults, arranged.notes, arranged.headers, known, standard,
        aside=headers.aside,
    )  # fmt: skip


def annotated(
    submission: Submission, path: Path, faults: Sequence[Mapping[str, Any]], out: Path
) -> Path:
    """The file of a submission with its faults written beside the rows; gives the path of the copy."""
    named = find_mapping(submission.mapping)
    known = Known.of(current_catalogue(), submission.dataset, named.columns if named else ())
    told = [(f["row"], f["item"], f["rule_id"], f["severity"], f["message"]) for f in faults]
    return annotate(path, told, out, headers=submission.reading.get("headers", {}), known=known)


def _faults(arranged: Arranged, done: Cast) -> staging.Faults:
    items = {header: item for item, header in arranged.headers.items()}
    faults: staging.Faults = {}
    for f in arranged.faults:
        one = {"item": items.get(f.column, ""), "rule_id": f.code, "severity": f.severity, "message": f.message}
        faults.setdefault(f.row_no, []).append(one)
    for row_no, item, code, _ in done.found.iter_rows():
        one = {"item": item, "rule_id": code, "severity": "error", "message": done.sentences[item, code]}
        faults.setdefault(row_no, []).append(one)
    return faults


def _numbers(dataset: str, done: Cast) -> BusinessNumbers:
    """A business number for every living row that brings none."""
    return BusinessNumbers(dataset, done.frame.get_column(NUMBERS[dataset]).null_count())


def _rows(
    source: Source, arranged: Arranged, done: Cast, numbers: BusinessNumbers | None
) -> Iterator[tuple[int, Row, str, Row]]:
    """(row_no, settled row, text as it stood, extra) in file order, a slice at a time."""
    uncast = _uncast(done)
    text = arranged.frame.drop("row_no")
    for start in range(0, done.frame.height, SLICE):
        raw = text.slice(start, SLICE).iter_rows()
        for typed, texts in zip(done.frame.slice(start, SLICE).iter_rows(named=True), raw, strict=True):
            row_no = typed.pop("row_no")
            extra: Row = json.loads(typed.pop("extra", None) or "{}")
            if row_no in uncast:
                extra["uncast"] = uncast[row_no]
            row = settle(source, typed, None)
            if numbers is not None:
                numbers.give(row)
            yield row_no, row, "\x1f".join("" if t is None else t for t in texts), extra


def _uncast(done: Cast) -> dict[int, dict[str, Any]]:
    """Raw texts that are no date or number: kept beside the row, so that nothing is lost."""
    kept: dict[int, dict[str, Any]] = {}
    for row_no, item, code, raw in done.found.iter_rows():
        if code in ("I01", "I02"):
            kept.setdefault(row_no, {})[item] = raw
    return kept


def _digest(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
