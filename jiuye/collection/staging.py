"""The staging tables in `work`: rows wait here, judged, until a second person has seen them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction

from jiuye.records.judging import fault, judge, names, staged
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue

Faults = dict[int, list[dict[str, str]]]


@dataclass(frozen=True)
class RuleCount:
    """How many rows of a submission broke one rule (`item` for the checks of single items)."""

    rule_id: str
    item: str
    severity: str
    message: str
    rows: int


_NOT_STAGED = {"entry_id", "verdicts", "retired"}


def stage_columns(dataset: str) -> list[str]:
    return [n for n in names(dataset) if n not in _NOT_STAGED]


def put(dataset: str, rows: Iterable[dict[str, Any]], *, instead_of: UUID | None = None) -> int:
    """Copy rows into staging, in one transaction of its own; `instead_of`: what an earlier attempt at the
    same submission left goes first. Returns how many."""
    columns = stage_columns(dataset)
    count = 0
    with transaction.atomic(), connection.cursor() as c:
        if instead_of:
            # One attempt after the other, even when a form is handed in twice at one moment.
            c.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(instead_of)])
            c.execute(f"delete from work.stage_{dataset} where submission_id = %s", [instead_of])
        statement = f"copy work.stage_{dataset} ({', '.join(columns)}) from stdin"
        with c.cursor.copy(statement) as copy:
            for row in rows:
                row["extra"] = _json(row.get("extra") or {})
                copy.write_row([_storable(row.get(column)) for column in columns])
                count += 1
    return count


def _storable(value: Any) -> Any:
    """PostgreSQL's text knows no NUL: it is left out, and the cell is at fault already (I06, F04)."""
    return value.replace("\0", "") if isinstance(value, str) and "\0" in value else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")


def judged(dataset: str, submission: UUID, as_of: datetime, catalogue: Catalogue, faults: Faults) -> Faults:
    """Add what the rules say of the staged rows to `faults` (row number → faults)."""
    broken: dict[int, list[Any]] = {}
    for b in judge(dataset, staged(dataset), {"submission": submission}, as_of, many=True):
        broken.setdefault(b.row_no, []).append(b)
    for row_no, values in _rows(dataset, submission, list(broken)):
        faults.setdefault(row_no, []).extend(fault(b, values, catalogue, dataset) for b in broken[row_no])
    return faults


def _rows(dataset: str, submission: UUID, numbers: Sequence[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    columns = names(dataset)
    for start in range(0, len(numbers), 5000):
        with connection.cursor() as c:
            c.execute(
                f"select {', '.join(columns)} from work.stage_{dataset}"
                " where submission_id = %s and row_no = any(%s)",
                [submission, list(numbers[start : start + 5000])],
            )
            for row in c.fetchall():
                values = dict(zip(columns, row, strict=True))
                yield values["row_no"], values


def mark(dataset: str, submission: UUID, faults: Faults, *, inherited: bool) -> None:
    """Write the faults beside the rows and say how each row stands: clean, faulty, known or nameless."""
    table = f"work.stage_{dataset}"
    known = _known(dataset, submission)
    numbered = [(n, _json(some)) for n, some in faults.items()]
    with transaction.atomic(), connection.cursor() as c:
        for start in range(0, len(numbered), 5000):
            part = numbered[start : start + 5000]
            c.execute(
                f"update {table} s set faults = j.faults::jsonb"
                " from unnest(%s::bigint[], %s::text[]) j(row_no, faults)"
                " where s.submission_id = %s and s.row_no = j.row_no",
                [[n for n, _ in part], [f for _, f in part], submission],
            )
        standing = _standing(dataset, inherited)
        c.execute(f"update {table} s set standing = {standing} where submission_id = %s", [submission])
        for start in range(0, len(known), 5000):
            c.execute(
                f"update {table} set standing = 'known' where submission_id = %s and row_no = any(%s)",
                [submission, known[start : start + 5000]],
            )


def _known(dataset: str, submission: UUID) -> list[int]:
    """Rows that came before and were stored, in whatever district."""
    with connections["inspector"].cursor() as c:
        c.execute(
            f"select s.row_no from work.stage_{dataset} s join jiuye.{MODELS[dataset]._meta.db_table} r"
            " on r.fingerprint = s.fingerprint and not r.retired where s.submission_id = %s",
            [submission],
        )
        return [n for (n,) in c.fetchall()]


def _standing(dataset: str, inherited: bool) -> str:
    stop = "exists (select from jsonb_array_elements(s.faults) f where f ->> 'severity' = 'error')"
    if not inherited:
        return f"case when {stop} then 'faulty' else 'clean' end"
    return f"case when {IDENTITY[dataset]} then 'nameless' when {stop} then 'flawed' else 'clean' end"


# Inherited rows need something to file them under: a name with a number, a credit code or an employer's name.
IDENTITY = {
    "person": "s.name is null or s.id_number is null",
    "employer": "s.uscc is null and s.employer_name is null",
    "employment_registration": "s.person_id is null and (s.name is null or s.id_number is null)",
    "unemployment_registration": "s.person_id is null and (s.name is null or s.id_number is null)",
    "employment_certificate": "s.person_id is null and (s.name is null or s.id_number is null)",
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


def chunk(dataset: str, submission: UUID, standings: Sequence[str], size: int) -> list[UUID]:
    """The keys of the next rows to admit, in row order."""
    with connection.cursor() as c:
        c.execute(
            f"select id from work.stage_{dataset} where submission_id = %s and standing = any(%s)"
            " order by row_no limit %s",
            [submission, list(standings), size],
        )
        return [row[0] for row in c.fetchall()]


def faults_of(
    dataset: str, submission: UUID, limit: int | None = 1000, rule: str = ""
) -> list[dict[str, Any]]:
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
    found = judged(dataset, submission, as_of, catalogue, {})
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
                [_json(some), submission, row_no],
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
