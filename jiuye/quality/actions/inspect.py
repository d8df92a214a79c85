"""检查: rules and the five indicators over one frozen snapshot. Art. 14."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.quality import findings as finding
from jiuye.quality import snapshot
from jiuye.quality.actions.turns import one_at_a_time
from jiuye.quality.engines.duck import Duck
from jiuye.quality.engines.postgres import Postgres
from jiuye.quality.inspection import Result, compute
from jiuye.quality.models import Figure, Finding, Run, Snapshot
from jiuye.standards.queries import catalogue, catalogue_of, holding

CHUNK = 5000
Owner = tuple[str, str]  # agency code, district


def inspect(
    frozen: Snapshot, *, by: Session, engine: str = "duckdb", key: UUID | None = None, tell: Tell = silent
) -> Run:
    """Compute and put on file: the run with its figures in one act, then its findings in chunks.

    engine: "duckdb" reads the snapshot; "postgres" reads the tables as they are now (a cross-check). key: the
    run's, when one was given out before: a run that stopped among its findings is then carried through.
    Judged by the version of the standard the snapshot was taken under, whatever came into force since."""
    with holding(catalogue_of(frozen.standard_version)):
        return _inspected(frozen, by, engine, key, tell)


def _inspected(frozen: Snapshot, by: Session, engine: str, key: UUID | None, tell: Tell) -> Run:
    began = time.perf_counter()
    result, owners = _computed(frozen, engine, frozen.moment, tell)
    seconds = time.perf_counter() - began
    run = Run.objects.filter(pk=key).first() if key else None
    if run is None:
        with act("quality.inspect", by=by, on=frozen) as entry:
            run = _run(key or uuid7(), frozen, result, engine, seconds, by, entry)
    filed = _filed(run, by)
    done = len(filed)
    of = sum(len(ids) for by_rule in result.findings.values() for ids in by_rule.values())
    for rows in _chunks(run, result, owners, filed):
        with act("quality.inspect", by=by, on=run) as entry:
            _copy(rows, entry)
        done += len(rows)
        tell(Progress("问题", done, of, "处", final=True))
    return run


def _computed(
    frozen: Snapshot, engine: str, as_of: datetime, tell: Tell
) -> tuple[Result, dict[str, dict[str, Owner]]]:
    standard = catalogue()
    if engine == "postgres":
        live = Postgres()
        result = compute(live, standard, as_of, tell)
        return result, _owners(live, result)
    with snapshot.opened(frozen.pk, snapshot.folder_of(frozen.folder)) as files, Duck(files) as duck:
        result = compute(duck, standard, as_of, tell)
        return result, _owners(duck, result)


def _owners(engine: Any, result: Result) -> dict[str, dict[str, Owner]]:
    """Who answers for each row found: dataset → id → (agency, district)."""
    owners: dict[str, dict[str, Owner]] = {}
    for dataset, by_rule in result.findings.items():
        ids = set().union(*by_rule.values()) if by_rule else set()
        rows = engine.query(
            f"select id, coalesce(agency_code, ''), district from {engine.relations[dataset]} r"
        )
        owners[dataset] = {str(key): (agency, district) for key, agency, district in rows if str(key) in ids}
    return owners


def _run(
    key: UUID, frozen: Snapshot, result: Result, engine: str, seconds: float, by: Session, entry: Entry
) -> Run:
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
                run=run, indicator=level.indicator, level=level.level, district=level.district,
                agency_code=level.agency, dataset=level.dataset, item=level.item, met=met, of=of,
            )
            for level, (met, of) in result.figures.items()
        ]
    )
    return run


def _filed(run: Run, by: Session) -> set[tuple[str, str]]:
    with scope(by):
        found = Finding.objects.filter(run=run).values_list("rule_id", "record_id")
        return {(rule_id, str(record)) for rule_id, record in found}


def _chunks(
    run: Run, result: Result, owners: dict[str, dict[str, Owner]], filed: set[tuple[str, str]]
) -> Iterator[list[tuple[Any, ...]]]:
    """The findings that are not on file yet."""
    rows: list[tuple[Any, ...]] = []
    for dataset, by_rule in result.findings.items():
        for rule_id, ids in sorted(by_rule.items()):
            for key in sorted(ids):
                if (rule_id, key) in filed:
                    continue
                agency, district = owners[dataset][key]
                rows.append((uuid7(), run.pk, rule_id, dataset, key, agency, district))
                if len(rows) == CHUNK:
                    yield rows
                    rows = []
    if rows:
        yield rows


def _copy(rows: list[tuple[Any, ...]], entry: Entry) -> None:
    """COPY is refused under row security, so rows go in as arrays."""
    entry.cover(Finding._meta.db_table, [row[0] for row in rows])
    columns = [list(c) for c in zip(*rows, strict=True)]
    with connection.cursor() as c:
        c.execute(
            "insert into quality_finding (id, run_id, rule_id, dataset, record_id, agency_code, district, entry_id)"
            " select *, %s from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::text[],"
            " %s::text[])",
            [entry.id, *columns],
        )
