"""查询预警: raised by the machine, answered by the supervision. Art. 4(1), 10(3)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, connection

from jiuye.lib import clock
from jiuye.lib.verdict import YES, first_no, no
from jiuye.parties.act import act
from jiuye.parties.posts import STAFF
from jiuye.parties.sessions import Session, scope
from jiuye.parties.weihai import CITY
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries import rules
from jiuye.usage.enquiries.models import Alert
from jiuye.usage.enquiries.oddity import FIXED, KINDS, LIMIT, MOST, WATCHED, Look, Odd, odd

LATELY = timedelta(minutes=15)
_LOOKS = """
select e.staff_id, e.district, e.id, e.act, e.at, coalesce(ledger.case_of(e.why), ''),
  coalesce(e.detail ->> 'place', ''), case when e.act = 'usage.request_export' then 0 else greatest(s.shown, 1) end
from ledger.entry_shown e
cross join lateral (select coalesce(sum(c.covered), 0) as shown from ledger.covered_shown c
                    where c.entry_id = e.id and c.tbl = '@seen') s
where e.at >= %(since)s and e.at < %(until)s and e.outcome = 'done' and e.staff_id = any(%(staff)s)
  and e.act = any(%(acts)s) and e.post = any(%(posts)s) and (e.act <> 'records.match' or s.shown > 0)
order by e.staff_id, e.at, e.id
"""
_LATELY = """
select distinct staff_id from ledger.entry_shown
where at >= %s and outcome = 'done' and act = any(%s) and post = any(%s)
"""


class _Overtaken(Exception):
    """Another process has raised, renewed or answered it in this moment."""


def raise_alerts(*, by: Session, staff: UUID | None = None) -> list[Alert]:
    """What is odd today about one person's looks, or about everybody's who looked in the last quarter of an hour; and
    of yesterday, while it is that near. by: the machine. An oddity is raised once a day and renewed as it grows; when
    it was answered, it is raised again once there is twice as much of it. Returns those raised or renewed."""
    now = clock.now()
    days = sorted({now.date(), (now - LATELY).date()})
    with scope(by):
        who = [staff] if staff else _lately(now - LATELY)
        found = [(day, *told) for day in days for told in _odd(day, who)] if who else []
    return [made for told in found if (made := raise_alert(*told, by=by))]


def _lately(since: datetime) -> list[UUID]:
    with connection.cursor() as c:
        c.execute(_LATELY, [since, list(WATCHED), sorted(STAFF)])
        return [key for (key,) in c.fetchall()]


def _odd(day: date, staff: list[UUID]) -> Iterable[tuple[UUID, str, Odd]]:
    """(whose, in which district, what is odd) of a day. Inside the machine's scope."""
    since = datetime.combine(day, time(), clock.ZONE)
    with connection.cursor() as c:
        c.execute(_LOOKS, {
            "since": since, "until": since + timedelta(days=1), "staff": staff, "acts": list(WATCHED),
            "posts": sorted(STAFF),
        })  # fmt: skip
        rows = c.fetchall()
    looks: dict[tuple[UUID, str], list[Look]] = {}
    for who, district, *told in rows:
        looks.setdefault((who, district or CITY[0]), []).append(Look(*told))
    limits = {k: _limit(k, day) for k in KINDS}
    known = Alert.objects.filter(day=day, staff_id__in=staff).order_by("raised_at")
    last = {(a.staff_id, a.district, a.kind): a for a in known}
    return [
        (*whose, o) for whose, his in looks.items() for o in odd(his, limits)
        if _grown(o.measured, last.get((*whose, o.kind)))
    ]  # fmt: skip


def _limit(kind: str, day: date) -> int:
    return FIXED[kind] if kind in FIXED else int(catalogue().parameters[LIMIT + kind].on(day))


def _grown(measured: int, last: Alert | None) -> bool:
    """Whether there is more to say than the last alert of this kind says."""
    if last is None:
        return True
    return measured > last.measured if last.state == "raised" else measured >= 2 * last.measured


def raise_alert(day: date, staff: UUID, district: str, told: Odd, *, by: Session) -> Alert | None:
    """One alert with the entries behind it, or the one that waits, renewed; None where another process came first."""
    try:
        with act("usage.raise_alert", by=by, on=("parties.staff", staff), why=KINDS[told.kind]) as entry:
            same = Alert.objects.filter(day=day, staff_id=staff, district=district, kind=told.kind)
            last = same.select_for_update().order_by("-raised_at").first()
            if not _grown(told.measured, last):
                raise _Overtaken
            made = last if last and last.state == "raised" else Alert(
                kind=told.kind, staff_id=staff, district=district, day=day, raised_at=entry.at
            )  # fmt: skip
            made.measured, made.limit = told.measured, _limit(told.kind, day)
            made.entries = [look.id for look in reversed(told.looks)][:MOST]
            entry.put(made)
    except (IntegrityError, _Overtaken):
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
