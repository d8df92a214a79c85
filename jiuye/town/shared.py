"""What other departments say of people and employers, in step with our own records, and what people do online."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from jiuye.town import people
from jiuye.town.days import add_years, at
from jiuye.town.desk import SERVICES, Desk
from jiuye.town.employers import Employer
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

# Code of shared_fact_kind: department and what is said.
KINDS = {
    "101": ("10", "姓名与证件号码一致"), "103": ("10", "已注销户口"), "201": ("20", "已火化"),
    "202": ("20", "最低生活保障对象"), "301": ("30", "学历已注册"), "302": ("30", "在校学生"),
    "401": ("40", "在押服刑"),
    "501": ("50", "存续"), "502": ("50", "已注销"), "503": ("50", "任法定代表人"), "504": ("50", "个体工商户经营者"),
    "601": ("60", "职工基本养老保险参保缴费"), "602": ("60", "享受基本养老待遇"), "631": ("63", "持有残疾人证"),
}  # fmt: skip
PAGES = ("10", "20", "20", "22", "30", "40", "50", "60")


def fact(desk: Desk, kind: str, obtained: datetime, basis: str, *, since: date | None = None,
         until: date | None = None, **about: Any) -> Row:  # fmt: skip
    """A fact that agrees with what we hold. basis: the number of the business it was asked for."""
    department, value = KINDS[kind]
    return Row("shared_fact", {
        "fact_id": f"GX{desk.next('fact'):014d}", "department": department, "fact_kind": kind, **about,
        "fact_value": value, "fact_start_date": since, "fact_end_date": until, "obtained_at": obtained,
        "query_basis": basis, "match_result": "1",
    })  # fmt: skip


def of_person(desk: Desk, bundle: Bundle, kind: str, asked: date, basis: Row, rng: Random, *,
              since: date | None = None, until: date | None = None) -> Row:  # fmt: skip
    """A fact about the person, obtained on the day for the sake of `basis`, a row of theirs."""
    row = fact(desk, kind, at(min(asked, desk.as_of - timedelta(days=1)), rng.randint(0, 460)), basis.key,
               since=since, until=until, subject_kind="1", id_number=bundle.person["id_number"],
               name=bundle.person["name"], matched_entity=basis.dataset, matched_record_id=basis.key)  # fmt: skip
    bundle.facts.append(row)
    return row


def of_employer(desk: Desk, row: Row, kind: str, asked: date, rng: Random, *, since: date | None = None) -> Row:
    return fact(desk, kind, at(min(asked, desk.as_of - timedelta(days=1)), rng.randint(0, 460)), row.key, since=since,
                subject_kind="2", uscc=row["uscc"], matched_entity="employer", matched_record_id=row.key)  # fmt: skip


def registered(desk: Desk, employer: Employer, row: Row, rng: Random) -> list[Row]:
    """What market regulation says of an employer: of one in four, and of every closed one."""
    if employer.closed:
        return [of_employer(desk, row, "502", employer.closed + timedelta(days=20), rng, since=employer.closed)]
    if rng.random() < 0.25:
        return [of_employer(desk, row, "501", row["handled_at"].date(), rng, since=employer.since)]
    return []


def told(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> None:
    """The facts of all departments about a resident and their registrations; a visit online."""
    person = bundle.person
    entered = person["created_at"].date()
    if rng.random() < 0.12 and who.id_type == "01":
        of_person(desk, bundle, "101", entered, person, rng)
    if who.died:
        kinds = ("103",) if rng.random() < 0.6 else ("103", "201")
        for kind in kinds:
            of_person(desk, bundle, kind, who.died + timedelta(days=9), person, rng, since=who.died)
    if who.graduated and rng.random() < 0.1:
        of_person(desk, bundle, "301", max(entered, who.graduated), person, rng, since=who.graduated)
    if person.get("disability_cert_no") and rng.random() < 0.4:
        of_person(desk, bundle, "631", entered, person, rng, since=add_years(entered, -1))
    if who.retired and rng.random() < 0.12:
        of_person(desk, bundle, "602", who.retired + timedelta(days=40), person, rng, since=who.retired)
    if who.status == people.PRISON:
        of_person(desk, bundle, "401", desk.as_of - timedelta(days=30), person, rng,
                  since=max(who.window, desk.as_of - timedelta(days=rng.randint(60, 900))))  # fmt: skip
    if who.status == people.STUDENT and who.age >= 15 and rng.random() < 0.15:
        of_person(desk, bundle, "302", desk.as_of - timedelta(days=60), person, rng,
                  since=desk.as_of - timedelta(days=80))  # fmt: skip
    if who.died is None and who.age >= 16 and rng.random() < 0.15:
        event(desk, bundle, who, rng)
    _work(desk, bundle, rng)
    for row in bundle.hardships:
        if row["hardship_category"] == "040":
            of_person(desk, bundle, "202", row["apply_date"], row, rng, since=add_years(row["apply_date"], -1))


def _work(desk: Desk, bundle: Bundle, rng: Random) -> None:
    """Social insurance paid at the last employer; shops and their owners."""
    last = max((j["start_date"] for j in bundle.employments if j["employment_form"] == "010"), default=None)
    for job in bundle.employments:
        kind = {"010": "601", "021": "504"}.get(job["employment_form"])
        if kind is None or (kind == "601" and job["start_date"] != last):
            continue
        since = job["start_date"] + timedelta(days=rng.randint(0, 20))
        until = job.get("end_date")
        until = max(since, until) if until else None
        of_person(desk, bundle, kind, (until or since) + timedelta(days=20), job, rng, since=since, until=until)


def event(desk: Desk, bundle: Bundle, who: Resident, rng: Random) -> Row:
    """Something the resident did online within the last months, with consent."""
    day = max(desk.as_of - timedelta(days=rng.randint(1, 200)), bundle.person["created_at"].date())
    kind = rng.choice(PAGES)
    phone = rng.random() < 0.7
    row = Row("behavior_event", {
        "event_id": f"XW{desk.next('event'):016d}", "occurred_at": at(day, rng.randint(0, 600)), "user_kind": "1",
        "person_id": bundle.person["person_id"], "session_id": f"{who.index:010d}{rng.randint(1, 10**9):010d}",
        "channel": rng.choice(("40", "41", "42")) if phone else "30", "event_type": kind,
        "service_code": rng.choice(list(SERVICES.values())), "client_ip": f"192.0.2.{rng.randint(1, 254)}",
        "device_kind": "2" if phone else "1", "geo_division": who.division.code,
        "duration_ms": rng.randint(200, 90_000), "event_result": rng.choice("1112"), "consent_flag": "1",
    })  # fmt: skip
    bundle.events.append(row)
    return row


def visit(desk: Desk, employer: Employer, rng: Random) -> Row:
    """Something an employer, or somebody not signed in, did online."""
    signed_in = rng.random() < 0.6
    return Row("behavior_event", {
        "event_id": f"XW{desk.next('event'):016d}",
        "occurred_at": at(desk.as_of - timedelta(days=rng.randint(1, 200)), rng.randint(0, 600)),
        "user_kind": "2" if signed_in else "9", "employer_id": employer.number if signed_in else None,
        "session_id": f"E{employer.index:010d}{rng.randint(1, 10**9):010d}", "channel": "30",
        "event_type": rng.choice(("10", "20", "30")), "service_code": "JY-招聘登记", "device_kind": "1",
        "client_ip": f"198.51.100.{rng.randint(1, 254)}", "event_result": "1",
    })  # fmt: skip
