"""A working life: the registrations that lead to the status a resident has today, told backwards from it."""

from datetime import date, timedelta
from random import Random

from jiuye.town import people, services, shared
from jiuye.town.days import add_months, add_years, at, workday
from jiuye.town.desk import Desk
from jiuye.town.employers import Employer
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

FORMS = (("010", 80), ("021", 5), ("022", 12), ("023", 2), ("030", 1))


def days(n: int) -> timedelta:
    return timedelta(days=n)


def live(desk: Desk, bundle: Bundle, who: Resident, rng: Random, batch: tuple[Employer, date] | None = None) -> None:
    """Fills the bundle. batch: the employer and the day on which the person was taken on with many others."""
    if who.died:
        _ended(desk, bundle, who, rng, who.died, "70", 0.4 if who.retired is None and who.age < 64 else 0)
    elif who.status == people.EMPLOYED:
        _employed(desk, bundle, who, rng, batch)
    elif who.status == people.REGISTERED:
        _unemployed(desk, bundle, who, rng)
    elif who.status == people.IDLE:
        _idle(desk, bundle, who, rng)
    elif who.status == people.RETIRED and who.retired:
        _ended(desk, bundle, who, rng, who.retired, "60", 0.6)
    _certificates(desk, bundle, who, rng)
    services.serve(desk, bundle, who, rng)
    _enter(desk, bundle, who, rng)
    shared.told(desk, bundle, who, rng)


def _employed(desk: Desk, bundle: Bundle, who: Resident, rng: Random, batch: tuple[Employer, date] | None) -> None:
    latest = desk.as_of - days(25)
    room = max(0, (latest - who.window).days)
    start = latest - days(min(int(rng.expovariate(1 / 900)), room))
    if batch:
        start = batch[1] - days(1)
    spells: list[tuple[date, date, int]] = []  # start, end, days to the next spell
    following = start
    while rng.random() < 0.42 and len(spells) < 3:
        gap = rng.randint(75, 330) if rng.random() < 0.45 else rng.randint(0, 25)
        end = following - days(gap)
        begun = end - days(rng.randint(90, 1200))
        if begun < who.window:
            break
        spells.append((begun, end, gap))
        following = begun
    last: Row | None = None
    jobless: Row | None = None
    for begun, end, gap in reversed(spells):
        job = _job(desk, bundle, who, begun, rng, last, jobless)
        desk.finish(job, end, rng.choice(("10", "20", "31", "42")), rng)
        last, jobless = job, None
        if gap >= 75:
            jobless = _jobless(desk, bundle, who, job, rng)
            desk.cancel(jobless, end + days(gap), "61", rng)
    _job(desk, bundle, who, start, rng, last, jobless, batch)


def _jobless(desk: Desk, bundle: Bundle, who: Resident, job: Row, rng: Random) -> Row:
    """Unemployment right after a job."""
    reason = "80" if job["employment_form"] == "021" else "20"
    return desk.unemployment(bundle, who, job["end_date"] + days(rng.randint(0, 4)), rng, kind="10",
                             reason=reason,
                             after=job)  # fmt: skip


def _job(desk: Desk, bundle: Bundle, who: Resident, start: date, rng: Random, last: Row | None,
         jobless: Row | None,
         batch: tuple[Employer, date] | None = None) -> Row:  # fmt: skip
    """An employment: its form, its category by what went before."""
    employer, registered = batch or (None, None)
    form = "010" if employer else rng.choices([f for f, _ in FORMS], weights=[w for _, w in FORMS])[0]
    if form in ("010", "030") and employer is None:
        employer = desk.employers.pick(rng, who.division.code, start)
        form = form if employer else "022"
    first = last is None and start < add_years(who.born, 26)
    row = desk.employment(bundle, who, start, rng, form=form, employer=employer,
                          category="1" if jobless else "2" if first else "3",
                          registered=registered)  # fmt: skip
    if jobless:
        row["was_unemployed_flag"] = "1"
    elif last is not None and last.get("employer_id") and row.get("employer_id"):
        row["transfer_from_employer_flag"] = "1"
    if who.graduated and abs((start - who.graduated).days) < 730:
        row["graduate_flag"] = "1"
    return row


def _unemployed(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """Registered unemployed today."""
    lost = desk.as_of - days(rng.randint(60, 600))
    begun = lost - days(rng.randint(90, 1500))
    fresh = who.graduated is not None and who.graduated < lost < add_months(who.graduated, 20)
    if fresh:
        desk.unemployment(bundle, who, lost, rng, kind="21" if who.education in people.COLLEGE else "20", reason="10")
    elif begun >= who.window and rng.random() < 0.8:
        job = _job(desk, bundle, who, begun, rng, None, None)
        desk.finish(job, lost - days(rng.randint(0, 4)), rng.choice(("10", "20", "42", "43")), rng)
        reason = "80" if job["employment_form"] == "021" else rng.choice(("20", "20", "30"))
        row = desk.unemployment(bundle, who, lost, rng, kind="10", after=job,
                                reason=reason)  # fmt: skip
        if lost > desk.as_of - days(360):
            row.update(benefit_status="20",
                       benefit_start_month=f"{add_months(row['registered_date'], 1):%Y%m}",
                       benefit_end_month=f"{add_months(lost, 18):%Y%m}")  # fmt: skip
    else:
        desk.unemployment(bundle, who, lost, rng, kind="30", reason=rng.choice(("40", "90", "90")), lag=15)


def _idle(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """Neither employed nor registered: some once were."""
    end = desk.as_of - days(rng.randint(200, 1500))
    if rng.random() < 0.4:
        _ended(desk, bundle, who, rng, end, rng.choice(("20", "31")), 1)
    elif rng.random() < 0.4 and end > who.window:
        row = desk.unemployment(bundle, who, end, rng, kind="30", reason="90")
        closing = row["registered_date"] + days(rng.randint(30, 120))
        desk.cancel(row, closing, rng.choice(("50", "80", "99")), rng)


def _ended(desk: Desk, bundle: Bundle, who: Resident, rng: Random, end: date, reason: str, chance: float) -> None:
    """A job that ended on the day, if one fits into the years the registers know."""
    begun = end - days(rng.randint(200, 2500))
    if rng.random() < chance and begun >= who.window and end <= desk.as_of - days(16):
        job = _job(desk, bundle, who, begun, rng, None, None)
        desk.finish(job, end, reason, rng)


def _certificates(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """One in two of those ever registered holds a certificate."""
    registered = [r["registered_date"] for r in (*bundle.employments, *bundle.unemployments)]
    if not registered or rng.random() > 0.5:
        return
    held = desk.certificate(bundle, who, desk.past(min(registered) + days(rng.randint(0, 20))), rng)
    again = workday(held["issue_date"] + days(rng.randint(60, 1500)))
    if rng.random() < 0.08 and again < (who.died or who.retired or desk.as_of) and again < desk.as_of:
        held = desk.certificate(bundle, who, again, rng, replaces=held)
    gone = who.died or who.retired
    if gone and gone >= held["issue_date"]:
        held.update(certificate_status="4", valid_flag="0", cancel_date=gone, cancel_reason="08" if who.died else "05")


def _enter(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """When the person was put on file: with the first registration, or on some day."""
    moments = [r["handled_at"] for rows in bundle.lists for r in rows if r.get("handled_at")]
    entered = min(moments) if moments else at(people.entered_on(who, rng, desk.as_of), rng.randint(0, 420))
    bundle.person.update(created_at=entered, handled_at=entered, identity_verified_at=entered,
                         reviewed_at=entered + timedelta(minutes=rng.randint(5, 50)))  # fmt: skip
    if bundle.employments:
        started = min(r["start_date"] for r in bundle.employments)
        bundle.person["first_work_date"] = started
