"""A driver for each channel: rows in at its HTTP end, verdicts and stored values out. A new channel is one more."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any, Protocol
from uuid import UUID

import psycopg
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiuye.collection import staging
from jiuye.collection.models import Submission
from jiuye.collection.services import SERVICES as DECLARED
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.jobs.models import Job
from jiuye.parties.sessions import scope
from jiuye.records.fields import SealedField
from jiuye.records.groups import provenance
from jiuye.records.models import MODELS
from jiuye.server.connect import Instance
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import MARKS
from tests.clean import Row
from tests.jobs.steps import drained

Verdict = tuple[str, str, str]  # rule, mark, message
SURE = [f"R{n:03d}" for n in range(1, 229)]


# Whose hand, when, by which device: what differs by channel and must.
HANDS = {
    "id", "entry_id", "submission_id", "fingerprint", "verdicts", "retired", "entered_late", "device", "strength",
    "origins",
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """verdicts: what was said of a row. stored: what stands staged of one that was taken in, None of one refused."""

    verdicts: frozenset[Verdict]
    stored: Mapping[str, Any] | None


class Channel(Protocol):
    """name; datasets: what comes in by it."""

    name: str
    datasets: frozenset[str]

    def hand_in(self, dataset: str, rows: Sequence[Row]) -> list[Outcome]:
        """One outcome for each row; rows of one call are about different subjects. Leaves nothing staged."""


def kept(house: Instance, dataset: str, submission: Any) -> dict[int, dict[str, Any]]:
    """Row number → the staged columns that tell what was meant: not whose hand, when, or under which number."""
    model = MODELS[dataset]
    own = {f.column for f in model._meta.concrete_fields if isinstance(f, SealedField)}
    own |= HANDS | {NUMBERS[dataset]} | set(provenance(catalogue().items[dataset]))
    columns = [str(f.column) for f in model._meta.concrete_fields if f.column not in own]
    with psycopg.connect(house.superuser_dsn()) as db:
        found = db.execute(
            f"select {', '.join(columns)} from work.stage_{dataset}"
            " where submission_id = %s and standing = 'clean'".encode(), [submission],
        ).fetchall()  # fmt: skip
    rows = (dict(zip(columns, row, strict=True)) for row in found)
    return {row.pop("row_no"): row for row in rows}


def last(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


@dataclass
class Form:
    """A form: judged as its page does it, then handed in with every question answered."""

    house: Instance
    name: str
    datasets: frozenset[str]
    client: Client
    base: str  # "/collection" or "/my"
    typed: frozenset[str] | None = None  # what the form asks; None: everything

    def hand_in(self, dataset: str, rows: Sequence[Row]) -> list[Outcome]:
        return [self.one(dataset, row) for row in rows]

    def one(self, dataset: str, row: Row) -> Outcome:
        values = {n: v for n, v in row.items() if self.typed is None or n in self.typed}
        told = json.loads(self.client.post(f"{self.base}/judge/{dataset}", values | {"touched": "*"}).content)
        said = {(m["rule_id"], m["kind"], m["message"]) for place in told["verdicts"] for m in place["marks"]}
        answer = self.client.post(f"{self.base}/new/{dataset}", values | {"confirmed": SURE})
        if answer.status_code != 302:
            assert answer.status_code == 422, answer.status_code
            return Outcome(frozenset(said), None)
        made = last(answer.headers["Location"])
        stored = kept(self.house, dataset, made)
        staging.clear(dataset, made)  # type: ignore[arg-type]
        return Outcome(frozenset(said), stored[1])


@dataclass
class Sections:
    """Collaboration between sections: what another section holds is taken from it and not typed again (ADR 20); the
    form it flows into judges it like anything else. Every row has something that is held elsewhere."""

    form: Form
    datasets: frozenset[str]
    name: str = "sections"

    def hand_in(self, dataset: str, rows: Sequence[Row]) -> list[Outcome]:
        return [self.form.one(dataset, self._flowed(dataset, row)) for row in rows]

    def _flowed(self, dataset: str, row: Row) -> Row:
        keys = {f.key for f in catalogue().flows_into(dataset)} | {"id_number"}
        known = {n: v for n, v in row.items() if n in keys}
        offers = json.loads(self.form.client.post(f"/collection/flow/{dataset}", known).content)["offers"]
        taken = {n: o["value"] for n, o in offers.items() if row.get(n) == o["value"]}
        assert taken, offers
        return {n: v for n, v in row.items() if n not in taken} | taken


def in_csv(rows: Sequence[Row]) -> SimpleUploadedFile:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, header(rows))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("rows.csv", text.getvalue().encode())


def in_xlsx(rows: Sequence[Row]) -> SimpleUploadedFile:
    out, names = BytesIO(), header(rows)
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate([names, *([row.get(n, "") for n in names] for row in rows)]):
            for column, text in enumerate(line):
                if text:
                    sheet.write_string(at, column, text)
    return SimpleUploadedFile("rows.xlsx", out.getvalue())


def header(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


@dataclass
class Files:
    """A file, by the import page or by the API (`api`); written as `write` writes it."""

    house: Instance
    name: str
    write: Any
    api: bool = False
    datasets: frozenset[str] = frozenset(MODELS)
    client: Client = field(default_factory=lambda: Client(headers={"host": "localhost"}))

    def hand_in(self, dataset: str, rows: Sequence[Row]) -> list[Outcome]:
        token, upload = session_of("clerk2").token, self.write(rows)
        if self.api:
            bearer = {"Authorization": f"Bearer {token}"}
            answer = self.client.post("/api/submissions", {"dataset": dataset, "file": upload}, headers=bearer)
            assert answer.status_code == 202, answer.content
            key = json.loads(answer.content)["job"]
        else:
            self.client.cookies[COOKIE] = token
            answer = self.client.post("/collection/import", {"dataset": dataset, "file": upload})
            assert answer.status_code == 302, answer.content.decode()[:500]
            key = last(answer.headers["Location"])
        drained()
        job = Job.objects.get(pk=key)
        assert job.state == "done", job.verdict
        batch = job.result["answer"]["batch"]
        with scope(session_of("manager")):
            made = Submission.objects.get(number=batch)
        if self.api:
            faults = json.loads(self.client.get(f"/api/submissions/{batch}", headers=bearer).content)["faults"]
        else:
            faults = staging.faults_of(dataset, made.pk, None)
        return outcomes(self.house, dataset, made.pk, len(rows), faults)


def outcomes(
    house: Instance, dataset: str, submission: UUID, rows: int, faults: Sequence[Mapping[str, Any]]
) -> list[Outcome]:
    """What became of the rows of a file; nothing of it stays staged."""
    stored = kept(house, dataset, submission)
    staging.clear(dataset, submission)
    said: dict[int, set[Verdict]] = {n: set() for n in range(1, rows + 1)}
    for f in faults:
        if not f["rule_id"].startswith("F0"):  # what only a file can have
            said[f["row"]].add((f["rule_id"], MARKS[f["severity"]][0], f["message"]))
    return [Outcome(frozenset(said[n]), stored.get(n)) for n in said]


def window(house: Instance) -> Form:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = session_of("clerk2").token
    return Form(house, "window", frozenset(MODELS), client, "/collection")


def staff_channels(house: Instance) -> Iterator[Channel]:
    """Every channel of the staff."""
    yield window(house)
    yield Files(house, "CSV", in_csv)
    yield Files(house, "XLSX", in_xlsx)
    yield Files(house, "API", in_csv, api=True)
    yield Sections(window(house), frozenset(DECLARED))


def differs(row: Row, one: tuple[str, Outcome], other: tuple[str, Outcome]) -> str:
    """How the outcomes of one row differ, by channel, in words."""
    (a, here), (b, there) = one, other
    said = f"only {a}: {set(here.verdicts - there.verdicts)}; only {b}: {set(there.verdicts - here.verdicts)}"
    mine, theirs = here.stored, there.stored
    if mine is None or theirs is None:
        return f"{row}\n  {said}; stored by {[n for n, s in ((a, mine), (b, theirs)) if s is not None]}"
    values = {k: (v, theirs[k]) for k, v in mine.items() if v != theirs[k]}
    return f"{row}\n  {said}; stored otherwise: {values}"
