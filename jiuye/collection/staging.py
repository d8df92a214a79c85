"""The staging tables in `work`: rows wait here, judged, until a second person has seen them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction

from jiuye.collection.slices import ESCAPED_NUL
from jiuye.lib.beside import HANDS, shared
from jiuye.records.added import spread
from jiuye.records.judging import Broken, Part, fault, judge
from jiuye.records.models import MODELS
from jiuye.records.relations import names, staged, staged_between
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.queries import catalogue as current_catalogue

Faults = dict[int, list[dict[str, str]]]


@dataclass(frozen=True)
class RuleCount:
    """How many rows of a submission broke one rule (`item` for the checks of single items)."""

    rule_id: str
    item: str
    severity: str
    message: str
    rows: int


_NOT_STAGED = {"entry_id", "verdicts", "retired", "entered_late", "origins"}


def stage_columns(dataset: str) -> list[str]:
    return [n for n in names(dataset) if n not in _NOT_STAGED] + ["standing"]


def put(dataset: str, submission: UUID, rows: bytes, *, instead: bool = False) -> int:
    """Copy rows of a submission into staging, in one transaction of its own; `instead`: what an earlier attempt
    at it left goes first. rows: as `slices.csv` writes the `stage_columns`. Returns how many rows there were.
    Whoever stages holds the submission (`orphans`)."""
    with transaction.atomic(), connection.cursor() as c:
        # The commit that puts the submission on file puts its rows on disk before itself.
        c.execute("set local synchronous_commit = off")
        if instead:
            # One attempt after the other, even when a form is handed in twice at one moment.
            c.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission)])
            c.execute(f"delete from work.stage_{dataset} where submission_id = %s", [submission])
        statement = f"copy work.stage_{dataset} ({', '.join(stage_columns(dataset))}) from stdin (format csv)"
        with c.cursor.copy(statement) as copy:
            copy.write(rows)
        return int(c.rowcount)


def json_text(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """The value as JSON that PostgreSQL takes: without NUL."""
    return ESCAPED_NUL.sub(r"\1", json.dumps(value, default=default, ensure_ascii=False))


def judge_alone(dataset: str, submission: UUID, rows: tuple[int, int], as_of: datetime, catalogue: Catalogue) -> Faults:
    """What the rules that look at one row alone say of the staged rows from the first to the last (row number →
    faults)."""
    told = {"submission": submission, "first": rows[0], "last": rows[1]}
    return _worded(dataset, submission, judge(
        dataset, staged_between(dataset), told, as_of, many=True, part=Part.ALONE
    ), catalogue)  # fmt: skip


def judge_among(dataset: str, submission: UUID, as_of: datetime, catalogue: Catalogue) -> Faults:
    """What the rules that hold a row against others say, when all rows are staged; two connections have the rules
    between them."""
    told = {"submission": submission}

    def half(hand: int) -> list[Broken]:
        among = Part.AMONG
        return list(judge(dataset, staged(dataset), told, as_of, many=True, part=among, share=(hand, HANDS)))

    found = shared(range(HANDS), half, connections.close_all)
    return _worded(dataset, submission, chain.from_iterable(found), catalogue)


def _worded(dataset: str, submission: UUID, broken: Iterable[Broken], catalogue: Catalogue) -> Faults:
    found: dict[int, list[Broken]] = {}
    for b in broken:
        found.setdefault(b.row_no, []).append(b)
    rows = _rows(dataset, submission, list(found))
    return {n: [fault(b, values, catalogue, dataset) for b in found[n]] for n, values in rows}


def _rows(dataset: str, submission: UUID, numbers: Sequence[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    columns, standard = names(dataset), current_catalogue()
    for start in range(0, len(numbers), 5000):
        with connection.cursor() as c:
            c.execute(
                f"select {', '.join(columns)} from work.stage_{dataset} where submission_id = %s and row_no = any(%s)",
                [submission, list(numbers[start : start + 5000])],
            )
            for row in c.fetchall():
                values = dict(zip(columns, row, strict=True))
                values |= spread(values["extra"], dataset, standard)
                yield values["row_no"], values


def mark(dataset: str, submission: UUID, faults: Faults, *, inherited: bool) -> None:
    """Write further faults beside the rows; a fault that stops them makes them faulty, or flawed if inherited."""
    table = f"work.stage_{dataset}"
    stopped = "flawed" if inherited else "faulty"
    with transaction.atomic(), connection.cursor() as c:
        for start in range(0, len(faults), 5000):
            part = islice(faults.items(), start, start + 5000)
            # One text for all of them: an array of texts costs the driver more than making them.
            c.execute(
                f"update {table} s set faults = s.faults || j.faults,"
                f" standing = case when {_STOP} then %s else s.standing end"
                " from jsonb_each(%s::jsonb) j(row_no, faults)"
                " where s.submission_id = %s and s.row_no = j.row_no::bigint",
                [stopped, json_text(dict(part)), submission],
            )


def sort_out(dataset: str, submission: UUID, *, inherited: bool) -> None:
    """Say which rows came before and are known, and which inherited ones are nameless."""
    table = f"work.stage_{dataset}"
    known = _known(dataset, submission)
    with transaction.atomic(), connection.cursor() as c:
        if inherited:
            nameless = f"submission_id = %s and ({IDENTITY[dataset]})"
            c.execute(f"update {table} s set standing = 'nameless' where {nameless}", [submission])
        for start in range(0, len(known), 5000):
            c.execute(
                f"update {table} set standing = 'known' where submission_id = %s and row_no = any(%s)",
                [submission, known[start : start + 5000]],
            )


_STOP = "exists (select from jsonb_array_elements(j.faults) f where f ->> 'severity' = 'error')"


def _known(dataset: str, submission: UUID) -> list[int]:
    """Rows that came before and were stored, in whatever district."""
    with connections["inspector"].cursor() as c:
        c.execute(
            f"select s.row_no from work.stage_{dataset} s join jiuye.{MODELS[dataset]._meta.db_table} r"
            " on r.fingerprint = s.fingerprint and not r.retired where s.submission_id = %s",
            [submission],
        )
        return [n for (n,) in c.fetchall()]


# Inherited rows need something to file them under: a name with a number, a credit code or an employer's name.
IDENTITY = {
    "person": "s.name is null or s.id_number is null",
    "employer": "s.uscc is null and s.employer_name is null",
    "employment_registration": "s.person_id is null and (s.name is null or s.id_number is null)",
    "unemployment_registration": "s.person_id is null and (s.name is null or s.id_number is null)",
    "employment_certificate": "s.person_id is null and (s.name is null or s.id_number is null)",
    "hardship_assistance": "s.person_id is null and (s.name is null or s.id_number is null)",
    "training": "s.person_id is null and (s.name is null or s.id_number is null)",
    "job_seeking": "s.person_id is null",
    "vacancy": "s.employer_id is null",
    "subsidy": "s.person_id is null and s.id_number is null and s.employer_id is null",
    "personnel_agency_file": "s.person_id is null and s.id_number is null and s.file_no is null",
    "e_archive": "s.archive_id is null and s.business_record_id is null",
    "shared_fact": "s.id_number is null and s.uscc is null",
    "acceptance": "s.acceptance_no is null",
}


def counts(dataset: str, submission: UUID) -> dict[str, int]:
    """How many staged rows stand how."""
    with connection.cursor() as c:
        c.execute(
            f"select standing, count(*) from work.stage_{dataset} where submission_id = %s group by 1",
            [submission],
        )
        return dict(c.fetchall())


def faults_of(dataset: str, submission: UUID, limit: int | None = 1000, rule: str = "") -> list[dict[str, Any]]:
    """The first faults (all for None), row by row, as the contract of `jiuye import` names them. `rule`:
    all faults of the rows that broke this one."""
    only = "and s.faults @> %s::jsonb" if rule else ""
    wanted = [json.dumps([{"rule_id": rule}])] if rule else []
    with connection.cursor() as c:
        c.execute(
            f"select s.row_no, f.value from work.stage_{dataset} s, jsonb_array_elements(s.faults)"
            f" with ordinality f(value, nth) where s.submission_id = %s {only} order by s.row_no, nth limit %s",
            [submission, *wanted, limit],
        )
        return [{"row": row_no} | json.loads(f) for row_no, f in c.fetchall()]


def tally(dataset: str, submission: UUID, rules: Iterable[str]) -> tuple[dict[str, int], int]:
    """How many staged rows stand how; and how many break one of the rules."""
    with connection.cursor() as c:
        c.execute(
            "select standing, count(*), count(*) filter (where faults <> '[]'"
            " and jsonb_path_query_array(faults, '$[*].rule_id') ?| %s)"
            f" from work.stage_{dataset} where submission_id = %s group by 1",
            [list(rules), submission],
        )
        found = c.fetchall()
    return {standing: rows for standing, rows, _ in found}, sum(broken for *_, broken in found)


def by_rule(dataset: str, submission: UUID) -> list[RuleCount]:
    """The faults counted by rule and item, stops before questions, the most frequent first."""
    with connection.cursor() as c:
        c.execute(
            "select f ->> 'rule_id', f ->> 'item', f ->> 'severity', min(f ->> 'message'), count(distinct s.row_no)"
            f" from work.stage_{dataset} s, jsonb_array_elements(s.faults) f where s.submission_id = %s"
            " group by 1, 2, 3 order by 3, 5 desc, 1, 2",
            [submission],
        )
        return [RuleCount(*row) for row in c.fetchall()]


def rejudge(dataset: str, submission: UUID, as_of: datetime, catalogue: Catalogue) -> Faults:
    """Judge the clean rows again before they are stored: meanwhile others came in. Rows that would no
    longer be clean are marked so. Returns their faults."""
    with connection.cursor() as c:
        c.execute(
            f"select row_no from work.stage_{dataset} where submission_id = %s and standing = 'clean'",
            [submission],
        )
        clean = {row_no for (row_no,) in c.fetchall()}
    told = {"submission": submission}
    found = _worded(dataset, submission, judge(dataset, staged(dataset), told, as_of, many=True), catalogue)
    stops = {
        row_no: some
        for row_no, some in found.items()
        if row_no in clean and any(f["severity"] == "error" for f in some)
    }
    with transaction.atomic(), connection.cursor() as c:
        for row_no, some in stops.items():
            c.execute(
                f"update work.stage_{dataset} set standing = 'faulty', faults = %s"
                " where submission_id = %s and row_no = %s",
                [json_text(some), submission, row_no],
            )
        known = [n for n in _known(dataset, submission) if n in clean]
        c.execute(
            f"update work.stage_{dataset} set standing = 'known' where submission_id = %s and row_no = any(%s)",
            [submission, known],
        )
    return stops


def row_of(dataset: str, submission: UUID) -> dict[str, Any] | None:
    """The one row of a window submission with its `faults`, ciphertexts included; None when it is no longer
    staged."""
    found = next((values for _, values in _rows(dataset, submission, [1])), None)
    if found is not None:
        found["faults"] = [f for f in faults_of(dataset, submission) if f["row"] == 1]
    return found


def clear(dataset: str, submission: UUID) -> None:
    with transaction.atomic(), connection.cursor() as c:
        c.execute(f"delete from work.stage_{dataset} where submission_id = %s", [submission])
