"""办理的各环节: one act per verb, whatever the dataset. Art. 6(2), 7.

What the record would be is drawn and judged before the act, as for a change order; in the act the matter is locked, the
step is written with its limit and its marks, and the record gets what the step says.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.verdict import YES, Refused, Verdict, first_no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, scope
from jiuye.records import actions as records
from jiuye.records import amending
from jiuye.records.custody.transfer import cleared
from jiuye.records.handling import rules
from jiuye.records.handling.facts import HANDS, Step, step
from jiuye.records.handling.limits import due_after, entered_after, late_by, notice_until
from jiuye.records.handling.outcome import outcome
from jiuye.records.leaving import named
from jiuye.records.models import MODELS, EmploymentCertificate, PersonnelAgencyFile, Proceeding, ProceedingStep, Record

Typed = Mapping[str, str]  # items a step asks for, as typed


def first_review(held: Proceeding, *, by: Session, on: date | None = None, note: str = "") -> Proceeding:
    """初审, by another than who collected it."""
    return _take("records.first_review", held, by, on, note)


def publicise(held: Proceeding, *, by: Session, on: date | None = None, note: str = "") -> Proceeding:
    """公示: from the day on, for as many workdays as the standard's parameter says."""
    return _take("records.publicise", held, by, on, note)


def grant(held: Proceeding, *, by: Session, on: date | None = None, note: str = "") -> Proceeding:
    """认定、准予发放: after the notice, by a third person."""
    return _take("records.grant", held, by, on, note)


def deny(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """不予认定、不予发放, with the reason, by a third person."""
    return _take("records.deny", held, by, on, note)


def pay(
    held: Proceeding, *, by: Session, on: date | None = None, note: str = "", typed: Typed | None = None
) -> Proceeding:
    """登记发放: the money has arrived; by another than who granted it."""
    return _take("records.pay", held, by, on, note, typed or {})


def reclaim(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """追缴 of what was paid, with the reason."""
    return _take("records.reclaim", held, by, on, note)


def end(held: Proceeding, *, by: Session, on: date | None = None, note: str, typed: Typed | None = None) -> Proceeding:
    """注销失业登记、退出困难认定、终止就业登记, with the reason of the standard's list and in words."""
    return _take("records.end", held, by, on, note, typed or {})


def complete(
    held: Proceeding, *, by: Session, on: date | None = None, note: str = "", typed: Typed | None = None
) -> Proceeding:
    """登记结业, with result and certificate, by another than who enrolled him."""
    return _take("records.complete", held, by, on, note, typed or {})


def drop_out(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """登记退学, with the reason."""
    return _take("records.drop_out", held, by, on, note)


def fulfil(
    held: Proceeding, *, by: Session, on: date | None = None, note: str = "", typed: Typed | None = None
) -> Proceeding:
    """登记招满、推荐成功."""
    return _take("records.fulfil", held, by, on, note, typed or {})


def cancel(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """撤回招聘、撤销求职, with the reason."""
    return _take("records.cancel", held, by, on, note)


def lend(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """借出档案: to whom and why."""
    return _take("records.lend", held, by, on, note)


def take_back(held: Proceeding, *, by: Session, on: date | None = None, note: str = "") -> Proceeding:
    """收回档案."""
    return _take("records.take_back", held, by, on, note)


def transfer_out(
    held: Proceeding, *, by: Session, on: date | None = None, note: str = "", typed: Typed | None = None
) -> Proceeding:
    """转出档案: to which unit, by which letter; by another than who received it. Only what conforms leaves, or what a
    waiver lets go: the entry names it. Art. 6(1)."""
    with scope(by):
        found = PersonnelAgencyFile.objects.filter(pk=held.pk).exclude(person_id=None)
        whose = list(found.values_list("person_id", flat=True))
    verdict, waivers = cleared(whose if step(held.dataset, held.state, "records.transfer_out") else [])
    return _take("records.transfer_out", held, by, on, note, typed or {}, first=verdict, detail=named(waivers))


def confirm_receipt(held: Proceeding, *, by: Session, on: date | None = None, note: str = "") -> Proceeding:
    """登记回执 of the receiving unit."""
    return _take("records.confirm_receipt", held, by, on, note)


def issue(
    held: Proceeding, *, by: Session, on: date | None = None, note: str = "", typed: Typed | None = None
) -> Proceeding:
    """发证: the certificate is made out and handed over, whether it is the first, a renewal or a replacement."""
    return _take("records.issue", held, by, on, note, typed or {})


def report_lost(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """挂失: frozen until it is found or another is issued."""
    return _take("records.report_lost", held, by, on, note)


def lift_loss(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """解除挂失: it was found."""
    return _take("records.lift_loss", held, by, on, note)


def replace(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """换发: void, for the one that takes its place is about to be issued. Raises `Refused` where none is."""
    return _take("records.replace", held, by, on, note, first=_followed(held, "2", by))


def reissue(held: Proceeding, *, by: Session, on: date | None = None, note: str) -> Proceeding:
    """补发 of a lost one: the same."""
    return _take("records.reissue", held, by, on, note, first=_followed(held, "3", by))


def _followed(held: Proceeding, issue_type: str, by: Session) -> Verdict:
    """Does an application of that kind of the same person wait to be issued? Nobody is left without a certificate."""
    with scope(by):
        own = EmploymentCertificate.objects.filter(pk=held.pk).values("person_id")
        rows = EmploymentCertificate.objects.filter(person_id__in=own, issue_type=issue_type, retired=False)
        waits = Proceeding.objects.filter(pk__in=rows.values("pk"), state="accepted").exists()
    return rules.may_supersede(waits, issue_type)


def _take(
    name: str, held: Proceeding, by: Session, on: date | None, note: str, typed: Typed | None = None, *,
    first: Verdict = YES, detail: dict[str, Any] | None = None,
) -> Proceeding:  # fmt: skip
    """One step; `first`: what was found before it. Raises `Refused` for a state it does not follow on, a hand that took
    an earlier part, a notice that still runs, a day that cannot be, and what would break a rule of the standard."""
    day, label = on or clock.today(), MODELS[held.dataset]._meta.label_lower
    with scope(by):
        record = MODELS[held.dataset].objects.filter(pk=held.pk).first()
        found = step(held.dataset, held.state, name)
        change = _drawn(held, name, by, day, note, typed or {}, record) if record and found else None
    with act(name, by=by, on=(label, held.pk), why=note, detail=detail) as entry:
        now = locked(held.pk)
        first_no(rules.may_take(now, name, hands_of(by), entry.at.date()), first).or_refuse()
        if record is None or found is None or change is None or now.state != held.state:
            raise Refused(rules.GONE)
        if record.retired:
            raise Refused(rules.RETIRED)
        rules.good_step(found, now, day, since(now), note, entry.at.date()).or_refuse()
        difference, items = change
        rules.conforms(difference, found.asks).or_refuse()
        return moved(now, found, items, difference, day, note, by, under=entry)


def _drawn(
    held: Proceeding, name: str, by: Session, day: date, note: str, typed: Typed, record: Record
) -> tuple[amending.Difference, dict[str, Any]]:
    """The record as it would be, judged, and all the items the step settles as JSON holds them."""
    found = step(held.dataset, held.state, name)
    names = (*found.asks, *found.offers) if found else ()
    asked = amending.planned([(record, {n: typed[n].strip() for n in names if typed.get(n)})])[0]
    columns = {**asked.columns, **_cast(record, outcome(held, name, by, day, note))}
    written = {} if name == "records.first_review" else columns
    change = amending.drawn([amending.Plan(record, written, asked.named, asked.said)])[0]
    return change, {c: amending.in_json(v) for c, v in columns.items()}


def _cast(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the model holds them: what a step kept as JSON is read back."""
    fields = {f.attname: f for f in record._meta.concrete_fields}
    return {n: fields[n].to_python(v) for n, v in values.items()}


def moved(
    held: Proceeding, taken: Step, items: dict[str, Any], change: amending.Difference, day: date, note: str,
    by: Session, *, under: Entry,
) -> Proceeding:  # fmt: skip
    """Write the step, the record and where the matter now stands. A step of an act."""
    today = under.at.date()
    after, backdated = entered_after(day, today)
    under.put(ProceedingStep(
        proceeding=held, district=held.district, act=under.act, old=held.state,
        new=taken.to, by_id=by.staff_id, at=under.at, happened_on=day, due_on=held.due_on,
        late_by=late_by(held.due_on, today), entered_after=after, backdated=backdated, note=note.strip()[:200],
        items=items,
    ))  # fmt: skip
    if change.after:
        records.amend([change], under=under)
    held.state = taken.to
    held.not_before = notice_until(day) if taken.to == "publicised" else None
    held.due_on = due_after(held.dataset, taken.to, today, held.not_before)
    if hand := HANDS.get((held.dataset, taken.act)):
        setattr(held, f"{hand}_by_id", by.staff_id)
    under.put(held)
    return held


def locked(key: UUID) -> Proceeding:
    """The matter as it stands, held until the act ends. Raises `Refused` out of the doer's scope."""
    held = Proceeding.objects.select_for_update().filter(pk=key).first()
    if held is None:
        raise Refused(rules.GONE)
    return held


def since(held: Proceeding) -> date:
    """The day of the step before; of a matter no step was taken of yet, any day will do."""
    last = ProceedingStep.objects.filter(proceeding=held).order_by("-at").values_list("happened_on", flat=True).first()
    return last or datetime.min.date()
