"""存量接收: what older systems hold is taken over as it is, once, under an order of the city. Art. 8."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connections

from jiuye.collection import chunks, rules, staging
from jiuye.collection.actions.accept import CHUNK
from jiuye.collection.actions.import_batch import describe, stage_or_refuse
from jiuye.collection.counter import WINDOW, source_of
from jiuye.collection.files import Reading
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.lib import clock
from jiuye.lib.beside import shared
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.lib.verdict import Refused, first_no, no
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.records import actions as records
from jiuye.records.staged import Staged
from jiuye.standards.queries import holding

_STANDINGS = ("clean", "flawed")
FIRST = 1_000  # rows of the first chunk, which one hand stores


def order_inheritance(
    *, by: Session, number: str, source: str, datasets: list[str], rows_at_most: int, closes_on: date,
    digest: str = "",
) -> InheritanceOrder:  # fmt: skip
    """下达存量接收令: which source, which datasets, how many rows at most, until when."""
    with act("collection.order_inheritance", by=by, why=number) as entry:
        taken = InheritanceOrder.objects.filter(number=number).exists()
        rules.may_order(taken, closes_on, entry.at.date()).or_refuse()
        order = InheritanceOrder(
            number=number, source=source, datasets=datasets, rows_at_most=rows_at_most, digest=digest,
            ordered_by=Staff.objects.get(pk=by.staff_id), ordered_at=entry.at, closes_on=closes_on,
        )  # fmt: skip
        entry.put(order)
    return order


@holding()
def inherit(
    dataset: str, path: Path, *, by: Session, order_number: str, mapping: str = "", channel: str = WINDOW,
    file_name: str = "", key: UUID | None = None, tell: Tell = silent,
) -> tuple[Submission, Reading]:  # fmt: skip
    """Judge every row and take over all that can be filed under someone, verdicts kept. A row that came
    before is left as it is; `key` is the submission's, when one was given out before. Raises `BadFile`, or
    `Refused` when the order does not cover this."""
    told = ("collection.inherit", dataset, key, order_number, "")
    order = InheritanceOrder.objects.filter(number=order_number).first()
    if order is None:
        verdict = no(f"没有存量接收令 {order_number}", code="C014", help="由另一名市级数据管理岗下达。")
        write_refusal(by, told, verdict)
        raise Refused(verdict)
    _finish(order, dataset, by, tell)
    source = source_of(by, dataset, channel=channel, inherited=True, submission=key)
    reading = stage_or_refuse(source, path, mapping, by, told, tell)
    fresh = reading.counts.get("clean", 0) + reading.counts.get("flawed", 0)
    verdict = first_no(
        rules.may_inherit(order, by.staff_id, dataset, fresh, clock.today()),
        rules.is_the_ordered_file(order, reading.digest),
    )
    if not verdict:
        staging.clear(dataset, source.submission)
        write_refusal(by, told, verdict)
        raise Refused(verdict)
    submission = describe(source, reading, by, "inherit", mapping, order)
    submission.file_name = submission.title = file_name or reading.file_name
    try:
        done = _first(submission, by)
    except BaseException:
        staging.clear(dataset, submission.pk)  # nothing was taken yet
        raise
    return submission if done else _rest(submission, by, tell), reading


def _finish(order: InheritanceOrder, dataset: str, by: Session, tell: Tell) -> None:
    """Take over first what an interrupted run under the same order left staged."""
    with scope(by):
        halfway = list(Submission.objects.filter(order=order, dataset=dataset, state="submitted"))
    for submission in halfway:
        resume(submission, by=by, tell=tell)


def resume(submission: Submission, *, by: Session, tell: Tell = silent) -> Submission:
    """Take over what an interrupted run left staged. The first chunk goes alone: who may not is refused once."""
    for rows in _left(submission, by)[:1]:
        _one_of(submission, rows, by)
    return _rest(submission, by, tell)


def _rest(submission: Submission, by: Session, tell: Tell) -> Submission:
    """Take over what is still staged, chunk by chunk, some at a time; each chunk is one act, and so is the end. A
    chunk stands whole or not at all, in whatever order they come."""
    tell(Progress("入库", submission.admitted, _to_take(submission)))
    for done in shared(_left(submission, by), lambda rows: _one_of(submission, rows, by), connections.close_all):
        tell(Progress("入库", done, _to_take(submission)))
    with _taking(submission, by) as entry:
        _settle(submission, _locked(submission), entry, last=True)
    tell(Progress("入库", submission.admitted, submission.admitted, final=True))
    return submission


def _left(submission: Submission, by: Session) -> list[tuple[int, int]]:
    with scope(by):
        return chunks.all_chunks(submission.dataset, submission.pk, _STANDINGS, submission.rows, CHUNK)


def _to_take(submission: Submission) -> int:
    return submission.rows - submission.faulty - submission.already_known


@contextmanager
def _taking(submission: Submission, by: Session) -> Iterator[Entry]:
    order = InheritanceOrder.objects.get(pk=str(submission.order_id))
    with act("collection.inherit", by=by, on=submission, why=order.number) as entry:
        yield entry


def _first(submission: Submission, by: Session) -> bool:
    """The first chunk puts the submission on file; True when it was the only one."""
    with _taking(submission, by) as entry:
        rows = chunks.next_chunk(submission.dataset, submission.pk, _STANDINGS, FIRST)
        taken = _take(submission, rows, entry)
        submission.submitted_at, submission.due_on = entry.at, entry.at.date()
        order = _locked(submission)
        last = rows.rows < FIRST
        _count(submission, order, rows, taken, by)
        _settle(submission, order, entry, last=last)
        return last


def _one_of(submission: Submission, chunk: tuple[int, int], by: Session) -> int:
    """A further chunk, by one of the hands; gives how many rows have been taken by then."""
    with _taking(submission, by) as entry:
        found = Submission.objects.get(pk=submission.pk)
        rows = chunks.chunk_between(found.dataset, found.pk, _STANDINGS, chunk)
        taken = _take(found, rows, entry)
        order = _locked(found)
        _count(found, order, rows, taken, by)
        _settle(found, order, entry, last=False)
    return found.admitted


def _take(submission: Submission, rows: Staged, entry: Entry) -> int:
    taken = records.admit(submission.dataset, rows, under=entry, stamp={}) if rows.rows else 0
    chunks.passed_on(submission.dataset, rows, keep=False)
    return taken


def _locked(submission: Submission) -> InheritanceOrder:
    """The order, and the submission as it stands once it is on file, held until the chunk is in: two files under one
    order do not share its last rows. Held after the rows are stored, so that two chunks are stored at once; not
    against those who refer to them, as each stored row does."""
    held = InheritanceOrder.objects.select_for_update(no_key=True).get(pk=str(submission.order_id))
    if not submission._state.adding:
        submission.refresh_from_db(from_queryset=Submission.objects.select_for_update(of=("self",), no_key=True))
    return held


def _count(submission: Submission, order: InheritanceOrder, rows: Staged, taken: int, by: Session) -> None:
    rules.may_inherit(order, by.staff_id, submission.dataset, rows.rows, clock.today()).or_refuse()
    order.rows_taken += taken
    submission.admitted += taken
    submission.admitted_with_faults += rows.flawed


def _settle(submission: Submission, order: InheritanceOrder, entry: Entry, *, last: bool) -> None:
    if last:
        submission.state = "accepted"
        submission.reviewed_by, submission.reviewed_at = order.ordered_by, entry.at
    entry.put(order, submission)
