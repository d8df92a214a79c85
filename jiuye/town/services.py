"""What the public service did for a resident beside registering: told from the registrations of a working life."""

from datetime import date, timedelta
from random import Random

from jiuye.town import aid, custody, market, people
from jiuye.town.days import add_years, workday
from jiuye.town.desk import Desk
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

POSTS = {"010": "021", "030": "010", "022": "022", "023": "022"}  # employment_form: kind of subsidy


def days(n: int) -> timedelta:
    return timedelta(days=n)


def serve(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """Fills the bundle with aid, training, job seeking, the personnel file and scans."""
    if not who.died:
        for spell in bundle.unemployments:
            _spell(desk, bundle, who, spell, rng)
        if not bundle.unemployments and bundle.employments:
            _at_work(desk, bundle, who, rng)
    _file(desk, bundle, who, rng)
    _scans(desk, bundle, rng)


def _spell(desk: Desk, bundle: Bundle, who: Resident, spell: Row, rng: Random) -> None:
    """Help during unemployment, and after it once there is a job again."""
    begun, gone = spell["registered_date"], spell.get("cancel_date")
    job = next((j for j in bundle.employments if gone and j["start_date"] == gone), None)
    if rng.random() < 0.6:
        _seeks(desk, bundle, who, spell, job, rng)
    recognised = aid.hardship(desk, bundle, who, spell, rng) if rng.random() < 0.4 else None
    if recognised and rng.random() < 0.05:
        aid.refused(desk, recognised, rng)
        recognised = None
    course = None
    enrol = workday(begun + days(rng.randint(5, 40)))
    if rng.random() < 0.25 and enrol + days(25) < min(gone or desk.as_of, desk.as_of):
        course = market.training(desk, bundle, who, enrol, rng, category="10")
        if course.get("certificate_no") and rng.random() < 0.5:
            _course_paid(desk, bundle, who, course, rng)
    if recognised and gone:
        _after(desk, bundle, who, recognised, job, gone, rng)


def _seeks(desk: Desk, bundle: Bundle, who: Resident, spell: Row, job: Row | None, rng: Random) -> None:
    day = workday(spell["registered_date"] + days(rng.randint(0, 9)))
    if day > desk.as_of - days(3):
        return
    working = who.status == people.EMPLOYED
    row = market.seeking(desk, bundle, who, day, rng, category="30" if working else rng.choice(("10", "12")))
    if job is not None and job.get("employer_id"):
        market.placed(row, job)
    elif row["seeking_status"] == "1" and spell["valid_flag"] == "0":
        row["seeking_status"] = "4"


def _course_paid(desk: Desk, bundle: Bundle, who: Resident, course: Row, rng: Random) -> None:
    course.update(subsidy_method="1", subsidy_amount="1500.00", fund_source="30")
    since = course["certificate_issue_date"]
    aid.subsidy(desk, bundle, who, "040", course, since, since + days(70), rng, category="050")


def _after(
    desk: Desk, bundle: Bundle, who: Resident, recognised: Row, job: Row | None, gone: date, rng: Random
) -> None:
    """The recognition once unemployment is over: it ends with a job, but for one of one's own."""
    if job is None:
        aid.leave(desk, recognised, gone, "990", rng)
        return
    if recognised["valid_from"] <= job["start_date"]:
        job["hardship_flag"] = "1"
    own = job["employment_form"] in ("022", "023") and not job.get("end_date")
    if not own:
        aid.leave(desk, recognised, gone, "020" if job["employment_form"] == "021" else "010", rng)
    kind = POSTS.get(job["employment_form"])
    if kind and rng.random() < 0.7:
        until = job.get("end_date") or desk.as_of
        paid = job if kind != "022" else None
        aid.subsidy(desk, bundle, who, kind, recognised, job["start_date"], until, rng, category="010", job=paid)


def _at_work(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """Courses for those at work; employers and founders supported for graduates."""
    job = bundle.employments[-1]
    start, until = job["start_date"], job.get("end_date") or desk.as_of
    enrol = workday(start + days(rng.randint(60, 600)))
    if rng.random() < 0.04 and enrol + days(60) < min(until, who.late):
        market.training(desk, bundle, who, enrol, rng, category="60")
    if job.get("graduate_flag") == "1" and job["employment_form"] == "010" and rng.random() < 0.5:
        aid.subsidy(desk, bundle, who, "023", job, start, until, rng, category="030", job=job)
    if job["employment_form"] == "021" and rng.random() < 0.3:
        aid.subsidy(desk, bundle, who, "090", job, start + days(40), until, rng)


def _file(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """The personnel file of graduates and those who work on their own account."""
    if who.id_type != "01" or who.age < 20 or rng.random() > (0.09 if who.graduated else 0.03):
        return
    earliest = max(who.graduated or who.window, add_years(desk.as_of, -12))
    last = (who.died or who.retired or desk.as_of) - days(80)
    if (last - earliest).days < 5:
        return
    received = workday(earliest + days(rng.randint(5, (last - earliest).days)))
    row = custody.personnel_file(desk, bundle, who, received, rng)
    if who.died or who.retired:
        day = workday((who.died or who.retired or desk.as_of) - days(10))
        custody.moved_out(desk, row, day, "50" if who.died else "40", rng)
    elif rng.random() < 0.2 and received + days(200) < desk.as_of:
        day = workday(received + days(rng.randint(60, 120)))
        custody.moved_out(desk, row, day, rng.choice(("10", "20", "30")), rng)


def _scans(desk: Desk, bundle: Bundle, rng: Random) -> None:
    """Materials scanned: all of aid and subsidies, some of the rest."""
    for row in (*bundle.hardships, *bundle.subsidies):
        custody.scan(desk, bundle, row, rng)
    for row in (*bundle.files, *bundle.employments, *bundle.unemployments):
        if rng.random() < 0.06:
            custody.scan(desk, bundle, row, rng)
