"""异议: an item is said to be wrong, answered within its limit; whoever had been told of it before is told. Art. 10(1).

The correction itself is a change order that begins from the objection (`origin="report:…"`) and has its own four hands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from jiuye.collection.models import Answered
from jiuye.lib.store import Damaged
from jiuye.lib.verdict import YES, Refused, Verdict, first_no, no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act, write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody.contents import let_go, store
from jiuye.records.custody.papers import File, put_by
from jiuye.records.models import MODELS, Record
from jiuye.records.numbers import next_number
from jiuye.records.own import own_file
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue
from jiuye.usage.own.models import Notice, Objection
from jiuye.usage.own.rules import may_report

DAYS = 15  # workdays within which it is answered
NO_SUCH = no("没有这条异议，或者不在您的辖区", code="U230")


def label(one: Objection) -> str:
    item = catalogue().items[one.dataset].get(one.item)
    return f"{DATASETS[one.dataset]}的{item.label if item else one.item}"


def report_wrong(dataset: str, key: str, item: str, said: str, *, by: Session, file: File | None = None) -> Objection:
    """这条信息有误. Raises `Refused` for what is not his, not shown to him, or said already and not answered."""
    told = ("usage.report_wrong", "", None, "", "")
    with scope(by):
        mine = own_file(by)
        record = MODELS[dataset].objects.filter(pk=key, retired=False).first() if dataset in MODELS else None
        verdict = may_report(dataset, item, said, record is not None, by.post)
    if not verdict or mine is None or record is None:
        refusal = verdict if not verdict else NO_SUCH
        write_refusal(by, told, refusal)
        raise Refused(refusal)
    held = _put_by(file, by, told)
    try:
        with act("usage.report_wrong", by=by, on=record, items=[item]) as entry:
            _not_open(record, item).or_refuse()
            made = Objection(
                number=next_number("YY", entry.at), district=record.district, holder_id=by.staff_id, bearer=mine.line,
                dataset=dataset, record_id=record.pk, item=item, said=said.strip(), reported_at=entry.at,
                due_on=workday_after(entry.at.date(), DAYS), **held,
            )  # fmt: skip
            entry.put(made)
    except BaseException:
        let_go(held["sha256"]) if held else None
        raise
    return made


def answer_report(objection: Objection, outcome: str, answer: str, *, by: Session) -> Objection:
    """答复异议: corrected, once an order that began from it and changed that item was rechecked, or upheld, with the
    reason. Departments that had been told something of the record since are to be told. Raises `Refused`."""
    with act("usage.answer_report", by=by, on=objection, why=answer.strip()[:200]) as entry:
        held = Objection.objects.select_for_update().filter(pk=objection.pk).first()
        first_no(
            NO_SUCH if held is None else YES,
            no("这条异议已经答复过了", code="U236") if held is not None and held.state != "reported" else YES,
            YES if outcome in ("corrected", "upheld") else no("请选答复的结果", code="U237"),
            YES if len(answer.strip()) >= 4 else no("请写明核对的结果和依据", code="U238"),
            no("还没有从这条异议办结、改了这一项的变更单，不能答复为已更正", code="U239",
               help="先申报更正，复核通过后再答复。")
            if outcome == "corrected" and not _mended(objection) else YES,
        ).or_refuse()  # fmt: skip
        assert held is not None
        held.state, held.answer = outcome, answer.strip()
        held.answered_by_id, held.answered_at = by.staff_id, entry.at
        entry.put(held)
        if outcome == "corrected":
            entry.put_many([
                Notice(objection=held, district=held.district, department=d, answered_at=at) for d, at in _told(held)
            ])  # fmt: skip
    return held


def tell_recipient(notice: Notice, letter: str, *, by: Session) -> None:
    """告知部门: by a letter of this number; no interface of theirs takes such a message. Raises `Refused`."""
    with act("usage.tell_recipient", by=by, on=notice, why=letter.strip()[:100]) as entry:
        held = Notice.objects.select_for_update(of=("self",)).filter(pk=notice.pk).first()
        first_no(
            NO_SUCH if held is None else YES,
            no("已经告知过了", code="U240") if held is not None and held.told_at else YES,
            YES if len(letter.strip()) >= 4 else no("请写告知函的文号", code="U241"),
        ).or_refuse()
        assert held is not None
        held.letter, held.told_by_id, held.told_at = letter.strip(), by.staff_id, entry.at
        entry.put(held)


@dataclass(frozen=True)
class Step:
    """A change order that began from an objection."""

    number: str
    state: str


def orders_of(objection: Objection) -> list[Step]:
    """Call in the scope of whoever it is from, or of its district."""
    with connection.cursor() as c:
        c.execute("select * from ledger.orders_of_objection(%s)", [objection.number])
        return [Step(*row) for row in c.fetchall()]


def mine() -> Sequence[Objection]:
    """In his own scope."""
    return list(Objection.objects.order_by("-reported_at")[:20])


def waiting() -> Sequence[Objection]:
    """To be answered, in a district's scope, the oldest first."""
    return list(Objection.objects.filter(state="reported").order_by("due_on", "id")[:200])


def untold() -> Sequence[Notice]:
    """Departments to be told, in a district's scope."""
    return list(Notice.objects.filter(told_at=None).select_related("objection").order_by("id")[:200])


def _mended(objection: Objection) -> bool:
    with connection.cursor() as c:
        c.execute("select ledger.objection_mended(%s)", [objection.number])
        return bool(c.fetchone()[0])


def _told(objection: Objection) -> list[tuple[str, datetime]]:
    """Departments that were answered about the record, the last time each."""
    last = {}
    for one in Answered.objects.filter(record_id=objection.record_id, answer="yes").order_by("answered_at"):
        last[one.department] = one.answered_at
    return sorted(last.items())


def _not_open(record: Record, item: str) -> Verdict:
    """One after the other, until the act ends."""
    with connection.cursor() as c:
        c.execute("select pg_advisory_xact_lock(hashtextextended(%s, 8))", [f"{record.pk} {item}"])
    open_one = Objection.objects.filter(record_id=record.pk, item=item, state="reported").first()
    if open_one is None:
        return YES
    return no(f"这一项已经提过，正在办理：{open_one.number}", code="U242", help=f"{open_one.due_on}前答复。")


def _put_by(file: File | None, by: Session, told: tuple[str, str, None, str, str]) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return put_by(file)
    except Refused as refusal:
        write_refusal(by, told, refusal.verdict)
        raise


def view_basis(objection: Objection, *, by: Session) -> bytes:
    """查看异议依据: seeing is an act. Raises `Refused` when there is none, or it is damaged."""
    with act("usage.view_basis", by=by, on=objection, why=objection.number):
        try:
            if not objection.sha256:
                NO_SUCH.or_refuse()
            return store().get(objection.sha256)
        except Damaged:
            raise Refused(no("依据文件已损坏或丢失", code="A014", help="请告诉信息机构运维岗，从备份恢复。")) from None
