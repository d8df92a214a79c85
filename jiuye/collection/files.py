"""A file on its way in: read, mapped, cast, sealed, staged; every fault of every row kept."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from jiuye.collection import orphans, staging
from jiuye.collection.channels import Arranged, Known, Limits, annotate, arrange, map_headers, read_table
from jiuye.collection.channels.mappings import find_mapping
from jiuye.collection.channels.table import Note
from jiuye.collection.counter import system_items
from jiuye.collection.hands import MOST, made, processors
from jiuye.collection.models import Submission
from jiuye.collection.numbers import business_numbers
from jiuye.collection.rows import Source, settle
from jiuye.collection.slices import Maker, text_of
from jiuye.lib.progress import Tell, counted, silent
from jiuye.records.keys import sealer
from jiuye.standards.casting import Cast, cast
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.queries import catalogue as current_catalogue

LEGACY_BYTES = 4 * 1024**3  # an older system's extract is one large file
SLICE = 5_000  # rows turned into Python objects at a time
MANY = 50_000  # rows from which it pays to start further processes: each needs half a second to be ready


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


def read(source: Source, path: Path, mapping: str, tell: Tell = silent) -> Reading:
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
    settled = _with_uncast(settle(source, done.frame, partial(business_numbers, source.dataset)), done)
    maker = Maker(source, staging.stage_columns(source.dataset), standard, sealer())
    # One processor is the database's, which stores, meanwhile, what was made.
    hands = min(processors() - 1, MOST) if settled.height >= MANY else 1
    slices = made(maker, _slices(arranged.frame, settled), hands)
    orphans.sweep(source.dataset)
    staging.put(source.dataset, source.submission, counted(slices, SLICE, settled.height, "读入", tell))
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


def _slices(frame: pl.DataFrame, settled: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, list[int]]]:
    """The file in slices, as `Maker.make` takes them. frame: the rows as they stood; settled: as they are meant."""
    lines, starts = frame.drop("row_no"), range(0, frame.height, SLICE)
    # Only what may have come before is counted; the hash gives no more than a suspicion.
    repeated = pl.concat([text_of(lines.slice(at, SLICE)).hash() for at in starts]).is_duplicated()
    seen: Counter[str] = Counter()
    for at in starts:
        part, suspects = lines.slice(at, SLICE), repeated.slice(at, SLICE)
        nth = [1] * part.height
        for n, text in zip(suspects.arg_true(), text_of(part.filter(suspects)), strict=True):
            seen[text] += 1
            nth[n] = seen[text]
        yield settled.slice(at, SLICE), part, nth


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
