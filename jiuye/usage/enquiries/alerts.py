"""查询预警: raised by the machine, answered by the supervision. Art. 4(1), 10(3)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, connection

from jiuye.lib import clock
from jiuye.lib.verdict import YES, first_no, no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.parties.weihai import CITY
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries import rules
from jiuye.usage.enquiries.models import Alert
from jiuye.usage.enquiries.oddity import KINDS, LIMIT, MOST, WATCHED, Look, Odd, odd

LATELY = timedelta(minutes=15)
_LOOKS = """
select e.staff_id, e.district, e.id, e.act, e.at, coalesce(ledger.case_of(e.why), ''),
  coalesce(e.detail ->> 'place', ''),
  case e.act when 'records.open' then 1 when 'usage.request_export' then 0 else
    coalesce((select sum(c.covered) from ledger.covered_shown c where c.entry_id = e.id and c.tbl = '@seen'), 0) end
from ledger.entry_shown e
where e.at >= %(since)s and e.at < %(until)s and e.outcome = 'done' and e.staff_id = any(%(staff)s)
  and e.act = any(%(acts)s)
order by e.staff_id, e.at, e.id
"""
_LATELY = """
select distinct staff_id from ledger.entry_shown
where at >= %s and outcome = 'done' and act = any(%s) and staff_id is not null
"""


def raise_alerts(*, by: Session, staff: UUID | None = None) -> list[Alert]:
    """What is odd today about one person's looks, or about everybody's who looked in the last quarter of an hour; and
    of yesterday, while it is that near. by: the machine. Each oddity is raised once a day."""
    now = clock.now()
    days = sorted({now.date(), (now - LATELY).date()})
    with scope(by), connection.cursor() as c:
        c.execute(_LATELY, [now - LATELY, list(WATCHED)])
        who = [staff] if staff else [key for (key,) in c.fetchall()]
        found = [(day, *told) for day in days for told in _odd(day, who)] if who else []
    return [made for told in found if (made := raise_alert(*told, by=by))]


def _odd(day: date, staff: list[UUID]) -> Iterable[tuple[UUID, str, Odd]]:
    """(whose, his district, what is odd) of a day. Inside the machine's scope."""
    since = datetime.combine(day, time(), clock.ZONE)
    with connection.cursor() as c:
        c.execute(_LOOKS, {"since": since, "until": since + timedelta(days=1), "staff": staff, "acts": list(WATCHED)})
        rows = c.fetchall()
    looks: dict[UUID, list[Look]] = {}
    districts = {}
    for who, district, *told in rows:
        looks.setdefault(who, []).append(Look(*told))
        districts[who] = district
    facts = catalogue().parameters
    limits = {k: int(facts[LIMIT + k].on(day)) for k in KINDS}
    raised = set(Alert.objects.filter(day=day, staff_id__in=looks).values_list("staff_id", "kind"))
    return [
        (who, districts[who] or CITY[0], o)
        for who, his in looks.items() for o in odd(his, limits) if (who, o.kind) not in raised
    ]  # fmt: skip


def raise_alert(day: date, staff: UUID, district: str, told: Odd, *, by: Session) -> Alert | None:
    """One alert with the entries behind it; None where another process has raised it in this moment."""
    newest = [look.id for look in reversed(told.looks)][:MOST]
    limit = int(catalogue().parameters[LIMIT + told.kind].on(day))
    try:
        with act("usage.raise_alert", by=by, on=("parties.staff", staff), why=KINDS[told.kind]) as entry:
            made = Alert(
                kind=told.kind, staff_id=staff, district=district, day=day, measured=told.measured, limit=limit,
                entries=newest, raised_at=entry.at,
            )  # fmt: skip
            entry.put(made)
    except IntegrityError:
        return None
    return made


def explain_alert(alert: Alert, *, by: Session, note: str) -> None:
    """查询情况说明: the supervision asked, and it is in order. Raises `Refused` without words, of himself, twice."""
    _answer("usage.explain_alert", "explained", alert, by, note)


def pass_on_alert(alert: Alert, *, by: Session, note: str) -> None:
    """查询线索移交: it is not in order, and goes to whoever deals with it (Art. 20)."""
    _answer("usage.pass_on_alert", "passed", alert, by, note)


def _answer(name: str, state: str, alert: Alert, by: Session, note: str) -> None:
    with act(name, by=by, on=alert, why=note.strip()[:500]) as entry:
        held = Alert.objects.select_for_update().filter(pk=alert.pk).first()
        (YES if held else no("没有这条预警，或不在您的辖区", code="U111")).or_refuse()
        assert held is not None
        first_no(rules.may_answer(held.state, state, note), rules.not_himself(held.staff_id, by.staff_id)).or_refuse()
        held.state, held.note = state, note.strip()
        held.answered_by_id, held.answered_at = by.staff_id, entry.at
        entry.put(held)
