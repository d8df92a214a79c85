"""随登记办结、过期: what ends by itself: unemployment when an employment is on file, offers when their day has passed.
Art. 6(2).

`records.judging` holds an employment against the records as this leaves them: it is not refused for what it ends.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records import amending
from jiuye.records.handling import rules
from jiuye.records.handling.actions import locked, moved
from jiuye.records.handling.facts import Step
from jiuye.records.history import dataset_of
from jiuye.records.models import JobSeeking, Proceeding, Record, UnemploymentRegistration, Vacancy

AT_ONCE = 500  # matters judged together
_ENDED = Step("records.conclude", "ended", "随就业登记注销")
_EXPIRED = Step("records.expire", "expired", "过期")
# The reason by the form of employment: employed by another, in business of one's own, otherwise at work.
_REASON = (
    "case when e.employment_form in ('010', '030') then '61' when e.employment_form = '021' then '62' else '60' end"
)
_FOUND = f"""
select distinct on (u.id) u.id, e.start_date, {_REASON}, e.registration_id, e.handler_id
from records_proceeding p join records_unemploymentregistration u on u.id = p.id
join records_employmentregistration e on e.person_id = u.person_id
where p.dataset = 'unemployment_registration' and p.state = 'registered' and not u.retired and u.valid_flag = '1'
  and not e.retired and not e.inherited and e.id > u.id and e.valid_flag = '1' and e.end_date is null
  and e.start_date between u.registered_date and %s and e.registered_date >= u.registered_date
  and (%s::uuid is null or e.submission_id = %s) and u.id > %s
order by u.id, e.start_date limit %s"""


class _Due(NamedTuple):
    """What ends by itself: its record, the items that is given, on which day, why."""

    record: Record
    items: dict[str, Any]
    day: date
    why: str


def conclude(*, by: Session, brought_by: UUID | None = None) -> int:
    """End what an employment that came in later (`brought_by`: of this submission) has ended; returns how many. What
    cannot be ended without breaking the standard is left to people. The machine's act: one for each matter."""
    return _settle_all("records.conclude", _ENDED, partial(_employed_since, brought_by), by)


def expire(*, by: Session) -> int:
    """End vacancies and registrations of job seekers whose last day has passed; returns how many. By the machine."""
    due = partial(_passed, Vacancy, "vacancy_status", "4"), partial(_passed, JobSeeking, "seeking_status", "3")
    return sum(_settle_all("records.expire", _EXPIRED, after, by) for after in due)


def _employed_since(brought_by: UUID | None, last: UUID) -> list[_Due]:
    with connection.cursor() as c:
        c.execute(_FOUND, [clock.today(), brought_by, brought_by, last, AT_ONCE])
        met = c.fetchall()
    rows = UnemploymentRegistration.objects.in_bulk([row[0] for row in met])
    return [
        _Due(rows[key], {"valid_flag": "0", "cancel_date": start, "cancel_reason": reason, "cancel_handler_id": hand},
             start, f"就业登记 {number}")
        for key, start, reason, number, hand in met
    ]  # fmt: skip


def _passed(model: type[Record], status: str, code: str, last: UUID) -> list[_Due]:
    open_ = Proceeding.objects.filter(dataset=dataset_of(model()), state__in=("open", "seeking")).values("id")
    told = {status: "1", "retired": False, "inherited": False, "valid_until__lt": clock.today(), "pk__gt": last}
    rows = model.objects.filter(id__in=open_, **told).order_by("id")[:AT_ONCE]
    return [_Due(r, {status: code}, r.valid_until, f"有效期至 {r.valid_until}") for r in rows]


def _settle_all(name: str, taken: Step, after: Callable[[UUID], list[_Due]], by: Session) -> int:
    """All that `after` tells, in the order of their keys: what cannot be ended stands in nobody's way."""
    done, last = 0, UUID(int=0)
    while True:
        with scope(by):
            due = after(last)
            changes = amending.drawn([amending.Plan(d.record, d.items) for d in due])
        if not due:
            return done
        last = due[-1].record.pk
        done += sum(_settle(name, taken, d, change, by) for d, change in zip(due, changes, strict=True))


def _settle(name: str, taken: Step, due: _Due, change: amending.Difference, by: Session) -> bool:
    """One step the machine takes; False where it may not be taken."""
    if not rules.conforms(change, ()):
        return False  # asked again and again: what stands in the way is an inspection's finding, not a refusal a minute
    try:
        with act(name, by=by, on=due.record, why=due.why) as entry:
            held = locked(due.record.pk)
            rules.follows(held, name).or_refuse()
            told = {n: amending.in_json(v) for n, v in due.items.items()}
            moved(held, taken, told, change, due.day, due.why, by, under=entry)
    except Refused:
        return False
    return True
