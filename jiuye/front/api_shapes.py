"""What goes in and out of the API, for its OpenAPI description."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from jiuye.standards.catalogue import DATASETS

Dataset = Enum("Dataset", {name: name for name in DATASETS}, type=str)  # type: ignore[misc]
# PostgreSQL keeps no NUL in a text; everything else is the rules' to judge.
Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class Refusal(Schema):
    """Why not: a stable code, the sentence, and who or what can help."""

    code: str
    reason: str
    help: str


class SignIn(Schema):
    """Account, password and the one-time code of the moment."""

    account: Name
    password: Text
    code: Annotated[str, StringConstraints(max_length=12, pattern=r"^[0-9]*$")]
    post: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]*$")] = ""


class SignedIn(Schema):
    """The token of the session and what it stands for; it ends after `minutes`."""

    token: str
    post: str
    district: str
    minutes: int


class Fault(Schema):
    """One thing wrong with one row of a file; row 1 is the first after the header."""

    row: int
    item: str
    rule_id: str
    severity: str
    message: str


class SubmissionState(Schema):
    """A submission: rows = admitted + faulty + already_known + waiting. faults: the first 1,000."""

    batch: str
    dataset: str
    state: str
    rows: int
    admitted: int
    faulty: int
    already_known: int
    waiting: int
    admitted_with_faults: int
    duplicates: int
    submitted_at: datetime
    due_on: date
    reviewed_at: datetime | None
    return_code: str
    note: str
    faults: list[Fault]


class ItemOut(Schema):
    """One data item as the version in force wants it. max_length: 40, or "12,2" digits and places; ""
    where none is set."""

    name: str
    label: str
    data_type: str
    max_length: str
    code_list: str
    required: Literal["yes", "conditional", "no"]
    condition: str


class StandardOut(Schema):
    """What is collected of one dataset by the version in force. codes: list → code → label; retired: list →
    code → the code in its place ("" for none)."""

    dataset: str
    version: int
    effective_from: datetime
    items: list[ItemOut]
    codes: dict[str, dict[str, str]]
    retired: dict[str, dict[str, str]]
    rules: list[dict[str, str]]


class Step(Schema):
    """How far one step of long work is; `of` is 0 where nobody knows yet."""

    step: str
    done: int
    of: int
    unit: str


class JobState(Schema):
    """Long work: queued, running, done, refused, failed or cancelled. While it is queued or running ask again at
    `url`; `said` is what came of it, `result` the address of what it made, `refusal` why it was refused or failed."""

    job: UUID
    url: str
    act: str
    title: str
    state: str
    steps: list[Step]
    said: str
    result: str | None
    refusal: Refusal | None
    queued_at: datetime
    ended_at: datetime | None


class Accept(Schema):
    """审核通过."""

    note: Text = ""


class Return(Schema):
    """退回: the coded reason and what to change."""

    code: Name
    note: Text


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


class AskedOf(Schema):
    """One person, by his identity number, and the day asked about."""

    id_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{17}[0-9Xx]$")]
    on: date


class DepartmentQuestion(Schema):
    """A department's question. basis: the number of the case it is asked for."""

    contract: Name
    basis: Annotated[str, StringConstraints(min_length=2, max_length=36, pattern=r"^[^\x00]*$")]
    asked: AskedOf


class DepartmentTold(Schema):
    """answer: yes, no, no_such_record or withheld. since: a day, with a yes only."""

    answer: Literal["yes", "no", "no_such_record", "withheld"]
    since: str


class DepartmentAnswer(Schema):
    """The answer, signed in its headers. subject: SM3 of the question's nonce, 0x1F and the number."""

    contract: str
    subject: str
    answer: DepartmentTold
