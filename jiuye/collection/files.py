"""A file on its way in: read, mapped, cast, sealed, staged, slice by slice; every fault of every row kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from django.db import connections

from jiuye.collection import orphans, staging
from jiuye.collection.channels import SLICE, Arranged, Known, Limits, Note, RowFault, annotate, map_headers, open_table
from jiuye.collection.channels.mappings import find_mapping
from jiuye.collection.counter import system_items
from jiuye.collection.hands import MOST, Task, made, processors
from jiuye.collection.models import Submission
from jiuye.collection.numbers import business_numbers
from jiuye.collection.owned import FOREIGN, foreign, own_words, owned
from jiuye.collection.prints import Prints
from jiuye.collection.rows import Source, settle
from jiuye.collection.slices import Maker
from jiuye.lib.beside import beside
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.records.keys import sealer
from jiuye.standards.casting import Cast, cast
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.queries import catalogue as current_catalogue

LEGACY_BYTES = 4 * 1024**3  # an older system's extract is one large file
LARGE = 16 * 1024**2  # bytes from which it pays to start further processes: each needs half a second to be ready


@dataclass
class Reading:
    """What reading a file gave; its faults stand beside the staged rows. headers: item → header as written;
    counts: standing → rows; duplicates: rows of a subject that is there twice."""

    file_name: str
    digest: str
    headers: dict[str, str]
    known: Known
    catalogue: Catalogue
    rows: int = 0
    notes: list[Note] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0


class Part(NamedTuple):
    """A slice of the file: its row numbers, how many rows they are, and what reading and casting them found."""

    first: int
    last: int
    rows: int
    faults: staging.Faults


Made = tuple[Part, bytes]


def read(source: Source, path: Path, mapping: str, tell: Tell = silent) -> Reading:
    """Read a file of `source.dataset`, stage its rows and judge them by the rules that look at one row alone:
    slice by slice, one being stored and judged while the next is made. Raises `BadFile` with one clear sentence;
    some of its rows may be staged by then."""
    standard = current_catalogue()
    named = find_mapping(mapping)
    known = Known.of(standard, source.dataset, named.columns if named else ())
    table = open_table(path, known=known, limits=Limits(bytes=LEGACY_BYTES) if source.inherited else None)
    arranged = Arranged(table, map_headers(table.columns, source.dataset, standard, mapping or None), standard)
    reading = Reading(path.name, _digest(path), arranged.headers, known, standard)
    orphans.hold(source.submission)
    orphans.sweep(source.dataset)
    maker = Maker(source, staging.stage_columns(source.dataset), standard, sealer())
    # One processor is the database's, which stores and judges, meanwhile, what was made.
    hands = min(processors() - 1, MOST) if path.stat().st_size >= LARGE else 1
    slices, store = made(maker, _parts(source, arranged, standard), hands), _Store(source, standard)
    beside(_counted(slices, reading, tell), store.take, connections.close_all)
    store.mark()
    tell(Progress("读入", reading.rows, reading.rows))
    reading.notes, reading.aside = arranged.notes, arranged.aside
    return reading


def _parts(source: Source, arranged: Arranged, standard: Catalogue) -> Iterator[tuple[Part, Task]]:
    """The file's slices, each with what `Maker.make` takes."""
    prints, items = Prints(source.dataset, sealer()), {header: item for item, header in arranged.headers.items()}
    missing_is_fault = frozenset() if source.inherited else system_items(source.dataset)
    for frame, found in arranged.slices():
        done = cast(owned(source, frame), source.dataset, standard, system_items=missing_is_fault)
        settled = _with_uncast(settle(source, done.frame, partial(business_numbers, source.dataset)), done)
        faults = own_words(source, _faults(items, found, done))
        for row_no in foreign(source, frame):
            faults.setdefault(row_no, []).append(dict(FOREIGN))
        part = Part(frame.item(0, "row_no"), frame.item(-1, "row_no"), frame.height, faults)
        yield part, (settled, prints.of(frame.drop("row_no")))


def _counted(slices: Iterable[Made], reading: Reading, tell: Tell) -> Iterator[Made]:
    for part, rows in slices:
        yield part, rows
        reading.rows += part.rows
        tell(Progress("读入", reading.rows))


class _Store:
    """Takes slices into staging and judges their rows alone. Faults are written beside them when many have come."""

    def __init__(self, source: Source, standard: Catalogue) -> None:
        self._source, self._standard = source, standard
        self._faults: staging.Faults = {}

    def take(self, slice_: Made) -> None:
        (first, last, _, faults), rows = slice_
        dataset, submission = self._source.dataset, self._source.submission
        staging.put(dataset, submission, rows)
        self._faults |= faults
        found = staging.judge_alone(dataset, submission, (first, last), self._source.at, self._standard)
        for row_no, some in found.items():
            self._faults.setdefault(row_no, []).extend(some)
        if len(self._faults) >= SLICE:
            self.mark()

    def mark(self) -> None:
        staging.mark(self._source.dataset, self._source.submission, self._faults, inherited=self._source.inherited)
        self._faults = {}


def annotated(submission: Submission, path: Path, faults: Sequence[Mapping[str, Any]], out: Path) -> Path:
    """The file of a submission with its faults written beside the rows; gives the path of the copy."""
    named = find_mapping(submission.mapping)
    known = Known.of(current_catalogue(), submission.dataset, named.columns if named else ())
    told = [(f["row"], f["item"], f["rule_id"], f["severity"], f["message"]) for f in faults]
    return annotate(path, told, out, headers=submission.reading.get("headers", {}), known=known)


def _faults(items: Mapping[str, str], found: Iterable[RowFault], done: Cast) -> staging.Faults:
    """items: header → item."""
    faults: staging.Faults = {}
    for f in found:
        one = {"item": items.get(f.column, ""), "rule_id": f.code, "severity": f.severity, "message": f.message}
        faults.setdefault(f.row_no, []).append(one)
    for row_no, item, code, _ in done.found.iter_rows():
        one = {"item": item, "rule_id": code, "severity": "error", "message": done.sentences[item, code]}
        faults.setdefault(row_no, []).append(one)
    return faults


def _with_uncast(frame: pl.DataFrame, done: Cast) -> pl.DataFrame:
    """Raw texts that are no date or number go into `extra`, so that nothing is lost."""
    kept: dict[int, dict[str, Any]] = {}
    for row_no, item, code, raw in done.found.iter_rows():
        if code in ("I01", "I02"):
            kept.setdefault(row_no, {})[item] = raw
    if not kept:
        return frame
    texts = frame.get_column("extra").to_list() if "extra" in frame.columns else [None] * frame.height
    for n, row_no in enumerate(frame.get_column("row_no").to_list()):
        if row_no in kept:
            texts[n] = json.dumps(json.loads(texts[n] or "{}") | {"uncast": kept[row_no]}, ensure_ascii=False)
    return frame.with_columns(pl.Series("extra", texts, dtype=pl.String))


def _digest(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
