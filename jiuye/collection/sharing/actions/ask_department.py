"""部门核验: departments are asked about what was typed, before it is handed in and until they answer. Art. 6(4)."""

from collections.abc import Mapping
from uuid import UUID

from jiuye.collection.sharing import attached, circuit, facts, keys, log
from jiuye.collection.sharing.asking import COUNTER, NIGHT, Patience, Told, ask_all, silent
from jiuye.collection.sharing.contracts.base import Question as Put
from jiuye.collection.sharing.models import Question
from jiuye.collection.sharing.occasions import questions
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act, write_refusal
from jiuye.parties.pages import may
from jiuye.parties.sessions import Session, scope

ROUND = 40  # open questions one turn of the timer takes up


def ask_department(dataset: str, values: Mapping[str, str], *, by: Session, submission: UUID) -> list[Told]:
    """Ask about one entry as typed; the answers in the order of the contracts. At most 2.3 seconds at the
    counter: what has not come by then could not be asked. Departments not connected are not asked at all.

    Raises `Refused` for a post that may not. Nothing of the entry changes, whatever is answered."""
    verdict = may(by, "collection.ask_department")
    if not verdict:
        write_refusal(by, ("collection.ask_department", dataset, None, "", ""), verdict)
        raise Refused(verdict)
    put = questions(dataset, values)
    told = _round(put, by=by, submission=submission, patience=COUNTER)
    if told:
        _file(told, by=by, submission=submission, district=by.district)
    return told


def check(dataset: str, values: Mapping[str, str], *, by: Session, submission: UUID) -> list[Told]:
    """What is attached to an entry handed in by anyone: who may not ask himself leaves it to the machine."""
    if may(by, "collection.ask_department"):
        return ask_department(dataset, values, by=by, submission=submission)
    reached = keys.lines()
    return [silent(q, "later") for q in questions(dataset, values) if q.department in reached]


def _round(put: list[Put], *, by: Session, submission: UUID, patience: Patience) -> list[Told]:
    """Recall what is fresh, ask the rest of the departments that can be asked, remember who failed."""
    reached = keys.lines()
    put = [q for q in put if q.department in reached]
    with scope(by):
        recalled = {q.digest_text: log.recall(q) for q in put}
    rest = [q for q in put if recalled[q.digest_text] is None]
    willing = {d: circuit.may_ask(d) for d in {q.department for q in rest}}
    asked = [q for q in rest if willing[q.department]]
    fresh = dict(
        zip(
            [q.digest_text for q in asked],
            ask_all(asked, reached, basis=str(submission), patience=patience), strict=True,
        )
    )  # fmt: skip
    for department in {q.department for q in asked}:
        circuit.note(department, [t.fault for t in fresh.values() if t.question.department == department])
    return [recalled[q.digest_text] or fresh.get(q.digest_text) or silent(q, "open") for q in put]


def _file(told: list[Told], *, by: Session, submission: UUID, district: str) -> None:
    on = ("collection.submission", submission)
    with act("collection.ask_department", by=by, on=on, items=_items(told)) as entry:
        log.write(told, under=entry, submission=submission, agency=by.agency_id, staff=by.staff_id, district=district)
        facts.keep(told, under=entry, submission=submission, agency=by.agency_id, district=district)


def _items(told: list[Told]) -> list[str]:
    return sorted({item for t in told for item in t.question.sent})


def ask_again(*, by: Session) -> int:
    """The timer's turn: open questions that are due are asked again, each submission under an act of its own.
    Returns how many were answered. A question whose submission came to nothing is dropped."""
    with scope(by):
        due = Question.objects.filter(state="open", next_at__lte=clock.now()).order_by("next_at")[:ROUND]
        waiting: dict[UUID, list[Question]] = {}
        for row in due:
            waiting.setdefault(row.submission_id, []).append(row)
    return sum(_again(submission, rows, by) for submission, rows in waiting.items())


def _again(submission: UUID, rows: list[Question], by: Session) -> int:
    case = attached.case_of(submission, by=by)
    put = questions(rows[0].dataset, case.values) if case else []
    wanted = {(q.department, q.query.kind): q for q in put}
    asked = [wanted[r.department, r.kind] for r in rows if (r.department, r.kind) in wanted]
    told = {
        (t.question.department, t.question.query.kind): t
        for t in _round(asked, by=by, submission=submission, patience=NIGHT)
    }
    answered = 0
    items = _items(list(told.values()))
    on = ("collection.submission", submission)
    with act("collection.ask_department", by=by, on=on, why="再问", items=items) as entry:
        log.write(
            list(told.values()), under=entry, submission=submission, agency=by.agency_id, staff=by.staff_id,
            district=rows[0].district,
        )  # fmt: skip
        if case:
            agency, district = case.submission.agency_id, case.submission.district
            facts.keep(list(told.values()), under=entry, submission=submission, agency=agency, district=district)
        for row in Question.objects.select_for_update().filter(pk__in=[r.pk for r in rows], state="open"):
            one = told.get((row.department, row.kind))
            if (row.department, row.kind) not in wanted:
                attached.drop(row, under=entry)
            elif one is None or one.fault:
                attached.put_off(row, one, under=entry)
            elif case:
                attached.answer(row, one, case, under=entry)
                answered += 1
    return answered
