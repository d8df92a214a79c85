"""Inspections, their figures and the rows behind them. Art. 14."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from jiuye.front.api.door import REFUSED, Missing, Text, caller, demand
from jiuye.front.api.standards import Dataset
from jiuye.front.api.work import JobState, queued
from jiuye.front.commands.inspect import report
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.quality import jobs as inspections
from jiuye.quality import queries as runs
from jiuye.quality import rules
from jiuye.quality.models import Run

router = Router()


class Inspect(Schema):
    """Which engine computes: duckdb over the frozen snapshot, postgres over the tables."""

    engine: Literal["duckdb", "postgres"] = "duckdb"


class Part(Schema):
    """A rate with its parts; `rate` is null with no rows."""

    met: int
    of: int
    rate: float | None


class RunResult(Schema):
    """An inspection, the same value as `jiuye inspect --json`. findings: rule → rows in sight of who asks."""

    run: str
    snapshot_at: datetime
    standard_version: int
    engine: str
    rows: dict[str, int]
    rules: dict[str, int]
    indicators: dict[str, Part]
    by_agency: list[dict[str, Any]]
    by_dataset: list[dict[str, Any]]
    findings: dict[str, int]
    seconds: float


class FindingOut(Schema):
    """One row that broke one rule (DUP: a surplus duplicate)."""

    id: UUID
    rule_id: str
    dataset: str
    record_id: UUID
    agency_code: str
    district: str


class FindingPage(Schema):
    """A page of findings; give `next` as `after` for the one that follows, "" on the last."""

    findings: list[FindingOut]
    next: str


class FindingQuery(Schema):
    """What findings are narrowed to, and where the page begins."""

    rule: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{0,8}$")] = ""
    dataset: Dataset | None = None
    district: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = ""
    kind: Literal["", "anomaly"] = ""
    after: Text = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


@router.post("/inspections", response={202: JobState} | REFUSED, operation_id="quality.inspect")
def inspect(request: HttpRequest, response: HttpResponse, given: Inspect) -> Any:
    """冻结并检查, as long work: seconds to minutes."""
    by = caller(request)
    demand(by, "quality.freeze", "quality.inspect")
    return queued(inspections.inspect(by=by, engine=given.engine), response)


@router.get("/inspections/{run}", response={200: RunResult} | REFUSED, operation_id="quality.run")
def inspection(request: HttpRequest, run: str) -> Any:
    """The figures of an inspection."""
    by = caller(request)
    return _result(_run(run, by), by)


@router.get("/inspections/{run}/findings", response={200: FindingPage} | REFUSED, operation_id="quality.findings")
def findings(request: HttpRequest, run: str, asked: Query[FindingQuery]) -> Any:
    """The rows behind the figures, as far as the asker's district goes, paged by key."""
    by = caller(request)
    done = _run(run, by, rows=True)
    dataset = asked.dataset.value if asked.dataset else ""
    chosen = runs.FindingFilter(asked.rule, dataset, asked.district, asked.kind)
    with scope(by):
        found, following = runs.findings(done, chosen, asked.after, asked.limit)
    return {"findings": found, "next": following}


def _run(number: str, by: Session, *, rows: bool = False) -> Run:
    if not (verdict := rules.may_read(by.post, rows=rows)):
        write_refusal(by, ("quality.inspect", "", None, "看结果", ""), verdict)
        raise Refused(verdict)
    with scope(by):
        found = runs.run(number)
    if found is None:
        raise Missing(no("没有这次检查", code="Q404", help="编号形如 JC-00001。"))
    return found


def _result(done: Run, by: Session) -> dict[str, Any]:
    return report(done, by) | {"seconds": done.seconds}
