"""The job market: people seeking work, vacancies of employers, training for work. Every row is clean."""

from datetime import date, timedelta
from random import Random

from jiuye.town import names, numbers, places
from jiuye.town.days import at, workday
from jiuye.town.desk import OCCUPATIONS, Desk, identity
from jiuye.town.employers import Employer
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

INSTITUTIONS = ("海蓝职业培训学校", "启明职业培训学校", "蓝湾技工学校", "众成职业培训中心", "港城示例技师学院")
DUTIES = (
    "负责日常生产操作，服从班组安排", "接待顾客，整理货架", "维护设备，做好记录", "按图施工，保证质量",
    "做饭、保洁与照看老人",
)  # fmt: skip


def occupation(rng: Random) -> dict[str, str]:
    code, job = rng.choice(OCCUPATIONS)
    return {"occupation_code": f"{code}{rng.randint(1, 399):03d}", "occupation_name": job}


def training(desk: Desk, bundle: Bundle, who: Resident, enrol: date, rng: Random, *, category: str,
             passed: bool | None = None) -> Row:  # fmt: skip
    """A course, finished when its end lies a month back. category: code of trainee_category; passed: None is chance."""
    start = enrol + timedelta(days=rng.randint(4, 20))
    hours = rng.choice((40, 60, 80, 120, 160))
    school = rng.randrange(len(INSTITUTIONS))
    job = occupation(rng)
    row = Row("training", {
        "training_record_id": f"PX{desk.next('training'):012d}", "class_no": f"BJ{start:%Y%m}{rng.randint(1, 999):03d}",
        "class_name": f"{job['occupation_name']}{start.year}年第{rng.randint(1, 40)}期",
        "institution_id": f"PXJG{school + 1:04d}", "institution_name": f"威海{INSTITUTIONS[school]}",
        "institution_license_no": f"人社民3710984{school + 1:06d}号", **identity(bundle),
        "training_kind": "20" if category == "60" else "10", "trainee_category": category, **job,
        "training_level": rng.choice("345"), "enrol_date": enrol, "start_date": start, "planned_hours": hours,
        "subsidy_method": "9", "enrol_source": rng.choice(("10", "30", "41")),
    })  # fmt: skip
    desk.stamp(row, places.agency(rng, who.division), desk.past(enrol), rng)
    end = start + timedelta(days=hours // 4)
    if end + timedelta(days=30) < desk.as_of:
        _finish(desk, row, end, rng.random() < 0.93 if passed is None else passed, rng)
    bundle.trainings.append(row)
    desk.accept(bundle, row, rng)
    return row


def _finish(desk: Desk, row: Row, end: date, passed: bool, rng: Random) -> None:
    score = rng.randint(60, 98) if passed else rng.randint(20, 59)
    row.update(end_date=end, attended_hours=row["planned_hours"] * rng.randint(85, 100) // 100,
               theory_score=f"{score}.0", practice_score=f"{min(99, score + 1)}.5",
               result="1" if passed else "2")  # fmt: skip
    if passed:
        row.update(certificate_no=f"S371098{end:%y}{desk.next('training certificate'):08d}",
                   certificate_issue_date=end + timedelta(days=rng.randint(5, 25)),
                   certificate_issuer="威海示例职业技能评价中心")  # fmt: skip


def seeking(desk: Desk, bundle: Bundle, who: Resident, day: date, rng: Random, *, category: str) -> Row:
    """A job seeker registered on the day: in force as long as half a year is not over, expired after."""
    until = day + timedelta(days=180)
    job = occupation(rng)
    row = Row("job_seeking", {
        "seeking_id": f"QZ{desk.next('seeking'):012d}", "person_id": bundle.person["person_id"],
        "registered_date": day, "seeker_category": category,
        "desired_occupation_code": job["occupation_code"], "desired_occupation_name": job["occupation_name"],
        "desired_wage": f"{rng.randint(28, 90) * 100}.00", "desired_division": who.division.code,
        "desired_employment_form": "1", "work_years": max(0, min(30, who.age - 22)), "overseas_flag": "0",
        "contact_phone": bundle.person["mobile_phone"], "valid_until": until,
        "seeking_status": "1" if until > desk.as_of else "3", "recommended_count": rng.randint(0, 5),
    })  # fmt: skip
    desk.stamp(row, places.agency(rng, who.division), day, rng)
    bundle.seekings.append(row)
    desk.accept(bundle, row, rng)
    return row


def placed(row: Row, job: Row) -> None:
    """The seeker found that job, as the registration of employment says."""
    row.update(seeking_status="2", success_date=job["start_date"], success_employer_id=job["employer_id"])


def vacancy(desk: Desk, employer: Employer, rng: Random) -> Row:
    """A place an employer offers, or offered before it was filled, withdrawn or out of date."""
    latest = employer.closed or desk.as_of
    start = workday(latest - timedelta(days=rng.randint(12, max(12, min(500, (latest - employer.since).days)))))
    until = start + timedelta(days=rng.choice((30, 60, 90, 180)))
    heads = rng.choice((1, 1, 2, 3, 5, 10, 20))
    low = rng.randint(24, 70) * 100
    job, d = occupation(rng), places.BY_CODE[employer.division]
    open_ = until > desk.as_of and employer.closed is None
    status = "1" if open_ else rng.choice("234")
    row = Row("vacancy", {
        "vacancy_id": f"GW{desk.next('vacancy'):012d}", "recruitment_id": f"ZP{start:%Y%m}{employer.index:08d}",
        "employer_id": employer.number, "registered_date": start, **job, "job_description": rng.choice(DUTIES),
        "headcount": heads, "recommended_count": rng.randint(0, 9), "wage_min": f"{low}.00",
        "hired_count": heads if status == "2" else rng.randint(0, heads - 1),
        "wage_max": f"{low + rng.randint(0, 30) * 100}.00" if rng.random() < 0.8 else None,
        "education_required": rng.choice((None, "71", "61", "31", "21")),
        "age_min": 18 if rng.random() < 0.5 else None, "age_max": rng.choice((45, 50, 55)), "work_hours_form": "1",
        "work_division": d.code, "work_place": f"威海市{d.name}{rng.choice(d.streets)}{rng.choice(places.ROADS)}",
        "recruit_method": rng.choice("1223"), "accommodation_flag": rng.choice("01"),
        "contact_person": names.han_name(rng, rng.choice("12"), 1988),
        "contact_phone": numbers.landline(employer.index),
        "start_date": start, "valid_until": until, "vacancy_status": status,
        "cancel_date": min(until, desk.as_of - timedelta(days=1)) if status == "3" else None,
    })  # fmt: skip
    desk.stamp(row, places.agency(rng, d), start, rng)
    minute = rng.randint(5, 300)
    row.update(handled_at=at(start, minute), reviewed_at=at(start, minute + 30))
    return row
