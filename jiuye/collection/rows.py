"""From typed rows to staged ones: system items, district, keys, seals, fingerprint.

The window and the files both pass here, one row or many as columns, so that both store the same thing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import polars as pl

from jiuye.lib import clock
from jiuye.lib.keys import uuid7s
from jiuye.lib.sealing import Sealer
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.added import fold
from jiuye.records.groups import provenance
from jiuye.records.naming import named
from jiuye.records.seal import seal_frame
from jiuye.standards.catalogue import NUMBERS, Catalogue

# Where an inherited row may name the place it belongs to, the surest first.
PLACES = ("agency_code", "division_code", "residence_division", "work_division", "registration_division")


@dataclass(frozen=True)
class Source:
    """Where rows come from; device and strength by the standard's lists (device_kind, source_strength).
    `inherited` rows keep what the older system said of itself; `own`: what rows handed in by an employer say,
    whether it writes so or not."""

    submission: UUID
    dataset: str
    standard_version: int
    agency_code: str
    district: str
    staff_no: str
    channel: str
    at: datetime
    inherited: bool = False
    device: str = "9"
    strength: str = "20"
    own: Mapping[str, str] = field(default_factory=dict)


def system_filled(items: Collection[str]) -> frozenset[str]:
    """Of a dataset's items those the system itself fills in living data; nobody types who he is or when it is."""
    return frozenset({*provenance(items), "merged_into_person_id", "merged_into_employer_id"})


def settle(source: Source, frame: pl.DataFrame, fresh: Callable[[int], list[str]]) -> pl.DataFrame:
    """The typed rows with the items the system fills; `fresh(n)` gives n business numbers for the rows that
    bring none. Living rows get this agency, handler and moment whatever the file says."""
    if source.inherited:
        return frame
    at = source.at.astimezone(clock.ZONE)
    filled = {
        "agency_code": source.agency_code, "handler_id": source.staff_no, "handled_at": at,
        "channel": source.channel, "created_at": at, "source_system": "jiuye",
    }  # fmt: skip
    system = system_filled(frame.columns) & set(frame.columns)
    frame = frame.with_columns(pl.lit(filled.get(n)).cast(frame.schema[n]).alias(n) for n in system)
    if "valid_flag" in frame.columns:
        frame = frame.with_columns(pl.col("valid_flag").fill_null("1"))
    number = frame.get_column(NUMBERS[source.dataset])
    if number.null_count():
        missing = number.is_null().arg_true()
        frame = frame.with_columns(number.scatter(missing, fresh(len(missing)) or None))
    return frame


def districts(source: Source, frame: pl.DataFrame) -> pl.Expr:
    """The district that governs each row: the collecting agency's; of inherited rows the first they name."""
    if not source.inherited:
        return pl.lit(source.district)
    heads = [pl.col(p).str.slice(0, 6) for p in PLACES if p in frame.columns]
    named = [pl.when(h.is_in(list(DISTRICTS))).then(h) for h in heads]
    return pl.coalesce(*named, pl.lit(CITY[0]))


def stage_rows(
    source: Source, frame: pl.DataFrame, prints: Sequence[bytes], catalogue: Catalogue, sealer: Sealer
) -> pl.DataFrame:
    """Rows ready for the staging table: settled rows (`row_no`, items, `extra` as JSON text or null), their
    items sealed, with keys, district and fingerprints. They stand as clean until `staging.mark` says otherwise:
    nobody asks before the submission is on file, and that comes after."""
    ids = uuid7s(frame.height)
    extra = pl.col("extra").fill_null("{}") if "extra" in frame.columns else pl.lit("{}").alias("extra")
    frame = frame.with_columns(
        extra,
        districts(source, frame).alias("district"),
        pl.Series("id", [i.hex() for i in ids]),
        pl.Series("fingerprint", prints, dtype=pl.Binary),
        pl.lit(str(source.submission)).alias("submission_id"),
        pl.lit(source.inherited).alias("inherited"),
        pl.lit(source.standard_version).alias("standard_version"),
        pl.lit("clean").alias("standing"),
        pl.lit(source.device).alias("device"),
        pl.lit(source.strength).alias("strength"),
    )
    if "agency_code" not in frame.columns and not source.inherited:
        frame = frame.with_columns(pl.lit(source.agency_code).alias("agency_code"))
    frame = named(source.dataset, fold(frame, source.dataset, catalogue), catalogue, sealer)
    return seal_frame(source.dataset, frame, ids, catalogue, sealer)
