"""检查: rules and the five indicators over one frozen snapshot. Art. 14."""

import time
from contextlib import closing
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.db.models import Max

from jiuye.lib.keys import uuid7, uuid7s
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.quality import findings as finding
from jiuye.quality.actions.turns import one_at_a_time
from jiuye.quality.engines.duck import Duck
from jiuye.quality.engines.postgres import Postgres
from jiuye.quality.inspection import Result, compute
from jiuye.quality.models import Figure, Finding, Run, Snapshot
from jiuye.records import snapshot
from jiuye.standards.queries import catalogue, catalogue_at, holding

CHUNK = 5000


def inspect(
    frozen: Snapshot, *, by: Session, engine: str = "duckdb", key: UUID | None = None, tell: Tell = silent
) -> Run:
    """Compute and put on file: the run with its figures in one act, then its findings in chunks.

    engine: "duckdb" reads the snapshot; "postgres" reads the tables as they are now (a cross-check). key: the
    run's, when one was given out before: a run that stopped among its findings is then carried through.
    Judged by the version of the standard the snapshot was taken under, whatever came into force since."""
    with holding(catalogue_at(frozen.standard_version, frozen.moment)):
        return _inspected(frozen, by, engine, key, tell)


def _inspected(frozen: Snapshot, by: Session, engine: str, key: UUID | None, tell: Tell) -> Run:
    began = time.perf_counter()
    result = _computed(frozen, engine, frozen.moment, tell)
    seconds = time.perf_counter() - began
    run = Run.objects.filter(pk=key).first() if key else None
    if run is None:
        with act("quality.inspect", by=by, on=frozen) as entry:
            run = _run(key or uuid7(), frozen, result, engine, seconds, by, entry)
    new = _not_filed(run, result.findings, by)
    done, of = result.findings.num_rows - new.num_rows, result.findings.num_rows
    for rows in new.to_batches(CHUNK):
        with act("quality.inspect", by=by, on=run) as entry:
            _copy(run, rows, entry)
        done += rows.num_rows
        tell(Progress("问题", done, of, "处", final=True))
    return run


def _computed(frozen: Snapshot, engine: str, as_of: datetime, tell: Tell) -> Result:
    standard = catalogue()
    if engine == "postgres":
        with closing(Postgres()) as live:
            return compute(live, standard, as_of, tell)
    with snapshot.opened(frozen.pk, snapshot.folder_of(frozen.folder)) as files, Duck(files) as duck:
        return compute(duck, standard, as_of, tell)


def _run(key: UUID, frozen: Snapshot, result: Result, engine: str, seconds: float, by: Session, entry: Entry) -> Run:
    one_at_a_time()
    previous = Run.objects.order_by("-number").first()
    last = Run.objects.aggregate(n=Max("number"))["n"] or "JC-00000"
    run = Run(
        id=key, number=f"JC-{int(last[3:]) + 1:05d}", snapshot=frozen, previous=previous, engine=engine,
        as_of=frozen.moment, rules_run=result.rules_run, not_yet=finding.not_yet(catalogue()),
        seconds=round(seconds, 3), started_by=Staff.objects.get(pk=by.staff_id),
    )  # fmt: skip
    entry.put(run)
    entry.put_many(
        [
            Figure(
                run=run,
                indicator=level.indicator,
                level=level.level,
                district=level.district,
                agency_code=level.agency,
                dataset=level.dataset,
                item=level.item,
                met=met,
                of=of,
            )
            for level, (met, of) in result.figures.items()
        ]
    )
    return run


def _not_filed(run: Run, found: Any, by: Session) -> Any:
    """The findings that are not on file yet: all but those of a run that stopped among them."""
    with scope(by):
        if not Finding.objects.filter(run=run).exists():
            return found.combine_chunks()
        filed = set(Finding.objects.filter(run=run).values_list("rule_id", "record_id"))
    named = zip(found["rule_id"].to_pylist(), found["id"].to_pylist(), strict=True)
    new = pa.array([(rule_id, UUID(key)) not in filed for rule_id, key in named], pa.bool_())
    return found.filter(new).combine_chunks()


def _copy(run: Run, rows: Any, entry: Entry) -> None:
    """COPY is refused under row security, so rows go in as arrays."""
    keys = [UUID(bytes=key) for key in uuid7s(rows.num_rows)]
    entry.cover(Finding._meta.db_table, keys)
    names = ("rule_id", "dataset", "id", "agency", "district")
    with connection.cursor() as c:
        c.execute(
            "insert into quality_finding (id, run_id, entry_id, rule_id, dataset, record_id, agency_code, district)"
            " select key, %s, %s, rule_id, dataset, record, agency, district from unnest(%s::uuid[], %s::text[],"
            " %s::text[], %s::uuid[], %s::text[], %s::text[]) t(key, rule_id, dataset, record, agency, district)",
            [run.pk, entry.id, keys, *(rows.column(n).to_pylist() for n in names)],
        )
