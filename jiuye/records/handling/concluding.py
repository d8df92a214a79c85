"""随登记办结、过期: what ends by itself: unemployment when an employment is on file, offers when their day has passed.
Art. 6(2).

`records.judging` holds an employment against the records as this leaves them: it is not refused for what it ends.
"""

from datetime import date
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

AT_ONCE = 500
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
order by u.id, e.start_date limit %s"""


class _Met(NamedTuple):
    key: UUID
    started: date
    reason: str
    number: str
    handler: str


def conclude(*, by: Session) -> int:
    """End what an employment that came in later has ended; returns how many. What cannot be ended without breaking the
    standard is left to people. The machine's act: one for each matter."""
    with scope(by), connection.cursor() as c:
        c.execute(_FOUND, [clock.today(), AT_ONCE])
        met = [_Met(*row) for row in c.fetchall()]
    return sum(_end(m, by) for m in met)


def expire(*, by: Session) -> int:
    """End vacancies and registrations of job seekers whose last day has passed; returns how many. By the machine."""
    passed: list[Record] = []
    with scope(by):
        for model, status in ((Vacancy, "vacancy_status"), (JobSeeking, "seeking_status")):
            open_ = Proceeding.objects.filter(dataset=dataset_of(model()), state__in=("open", "seeking")).values("id")
            due = model.objects.filter(id__in=open_, retired=False, inherited=False, valid_until__lt=clock.today())
            passed += due.filter(**{status: "1"}).order_by("valid_until", "id")[:AT_ONCE]
    return sum(_expire(record, by) for record in passed)


def _expire(record: Any, by: Session) -> bool:
    item, code = ("vacancy_status", "4") if isinstance(record, Vacancy) else ("seeking_status", "3")
    why = f"有效期至 {record.valid_until}"
    return _settle("records.expire", record, {item: code}, _EXPIRED, record.valid_until, why, by)


def _end(met: _Met, by: Session) -> bool:
    with scope(by):
        record = UnemploymentRegistration.objects.get(pk=met.key)
    items = {
        "valid_flag": "0", "cancel_date": met.started, "cancel_reason": met.reason, "cancel_handler_id": met.handler,
    }  # fmt: skip
    return _settle("records.conclude", record, items, _ENDED, met.started, f"就业登记 {met.number}", by)


def _settle(
    name: str, record: Record, items: dict[str, Any], taken: Step, day: date, why: str, by: Session
) -> bool:
    """One step the machine takes; False where it may not be taken."""
    with scope(by):
        change = amending.drawn([amending.Plan(record, items)])[0]
    if not rules.conforms(change, ()):
        return False  # asked again and again: what stands in the way is an inspection's finding, not a refusal a minute
    try:
        with act(name, by=by, on=record, why=why) as entry:
            held = locked(record.pk)
            rules.follows(held, name).or_refuse()
            told = {n: amending.in_json(v) for n, v in items.items()}
            moved(held, taken, told, change, day, why, by, under=entry)
    except Refused:
        return False
    return True
