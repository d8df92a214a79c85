"""随登记办结: a registration of unemployment ends by itself when the person's employment is on file. Art. 6(2).

`records.judging` holds an employment against the records as this leaves them: it is not refused for what it ends.
"""

from datetime import date
from typing import NamedTuple
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
from jiuye.records.models import UnemploymentRegistration

AT_ONCE = 500
_ENDED = Step("records.conclude", "ended", "随就业登记注销")
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
    standard is on file as refused and is left to people. The machine's act: one for each matter."""
    with scope(by), connection.cursor() as c:
        c.execute(_FOUND, [clock.today(), AT_ONCE])
        met = [_Met(*row) for row in c.fetchall()]
    return sum(_one(m, by) for m in met)


def _one(met: _Met, by: Session) -> bool:
    with scope(by):
        record = UnemploymentRegistration.objects.get(pk=met.key)
        items = {
            "valid_flag": "0", "cancel_date": met.started, "cancel_reason": met.reason,
            "cancel_handler_id": met.handler,
        }  # fmt: skip
        change = amending.drawn([amending.Plan(record, items)])[0]
    why = f"就业登记 {met.number}"
    try:
        with act("records.conclude", by=by, on=record, why=why) as entry:
            held = locked(met.key)
            if held.state != "registered":
                return False
            rules.conforms(change, ()).or_refuse()
            told = {n: amending.in_json(v) for n, v in items.items()}
            moved(held, _ENDED, told, change, met.started, why, by, under=entry)
    except Refused:
        return False
    return True
