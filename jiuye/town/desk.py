"""The desk: business numbers, stamps and the rows that registering people produces. Every row is clean."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from jiuye.town import numbers, places
from jiuye.town.days import add_years, at, workday
from jiuye.town.employers import CASES, Employer, Employers
from jiuye.town.people import Resident
from jiuye.town.population import Population
from jiuye.town.rows import Bundle, Row

SERVICES = {
    "employment_registration": "JY-就业登记",
    "unemployment_registration": "JY-失业登记",
    "employment_certificate": "JY-就业创业证申领",
    "hardship_assistance": "JY-就业困难人员认定",
    "training": "JY-职业培训报名",
    "subsidy": "JY-就业扶持政策申领",
    "job_seeking": "JY-求职登记",
    "personnel_agency_file": "JY-档案接收",
}
OCCUPATIONS = (
    ("6181", "机械加工工"), ("6020", "水产品加工工"), ("4010", "营业员"), ("4030", "餐厅服务员"),
    ("4020", "快递员"),
    ("2020", "软件工程师"), ("3010", "行政办事员"), ("6290", "建筑施工工"), ("5040", "海水养殖工"),
    ("4100", "家政服务员"),
)  # fmt: skip


class Desk:
    """What all rows of one town share: the day, the employers and the running business numbers."""

    def __init__(self, population: Population, employers: Employers, as_of: date) -> None:
        self.population, self.employers, self.as_of = population, employers, as_of
        self._next: dict[str, int] = {}

    def next(self, series: str) -> int:
        """The next running number of a series, from 1."""
        self._next[series] = self._next.get(series, 0) + 1
        return self._next[series]

    def past(self, day: date) -> date:
        """The working day on or after, never later than yesterday."""
        return min(workday(day), self.as_of - timedelta(days=1))

    def stamp(self, row: Row, agency: str, day: date, rng: Random) -> None:
        """Who handled and reviewed the row, on the day."""
        minute = rng.randint(6, 430)
        row.update(
            agency_code=agency, handler_id=f"H{agency}-{rng.randint(1, 4)}", handled_at=at(day, minute),
            channel=rng.choice(("10", "10", "10", "30", "41", "50")),
            reviewer_id=f"S{agency}-{rng.randint(1, 2)}",
            reviewed_at=at(day, minute + rng.randint(5, 60)), review_result="1", valid_flag="1",
            source_system="示例业务系统",
        )  # fmt: skip

    def accept(self, bundle: Bundle, row: Row, rng: Random) -> Row:
        """The finished case behind a row."""
        done: datetime = row["reviewed_at"]
        acceptance = Row("acceptance", {
            "acceptance_no": f"SL{done:%Y%m%d}{self.next('acceptance'):09d}",
            "service_code": SERVICES[row.dataset],
            "expected_entity": row.dataset, "person_id": row["person_id"],
            "employer_id": row.get("employer_id"),
            "accepted_at": row["handled_at"] - timedelta(minutes=rng.randint(1, 5)), "completed_at": done,
            "acceptance_status": "2", "stored_record_id": row.key,
            "stored_at": done + timedelta(seconds=rng.randint(1, 90)),
            "channel": row["channel"], "agency_code": row["agency_code"], "handler_id": row["handler_id"],
        })  # fmt: skip
        bundle.acceptances.append(acceptance)
        return acceptance

    def employment(self, bundle: Bundle, who: Resident, start: date, rng: Random, *, form: str = "010",
                   employer: Employer | None = None, category: str = "3",
                   registered: date | None = None) -> Row:  # fmt: skip
        """An employment registration from `start` on, still running; form: code of employment_form."""
        division = employer.division if employer else who.division.code
        registered = registered or self.past(start + timedelta(days=rng.randint(0, 12)))
        code, job = rng.choice(OCCUPATIONS)
        row = Row("employment_registration", {
            "registration_id": f"JY{self.next('employment'):012d}", **identity(bundle),
            "employment_form": form, "employment_category": category,
            "employment_channel": rng.choice("12345"),
            "start_date": start, "registered_date": registered,
            "occupation_code": f"{code}{rng.randint(1, 399):03d}",
            "occupation_name": job, "monthly_wage": f"{rng.randint(26, 120) * 100}.00",
            "work_division": division,
            "industry_sector": employer.sector if employer else "3", "was_unemployed_flag": "0",
            "hardship_flag": "0",
            "work_hours_form": "1", "dispatch_flag": "0", "transfer_from_employer_flag": "0",
        })  # fmt: skip
        self.stamp(row, places.agency(rng, places.BY_CODE[division]), registered, rng)
        self._form(row, who, form, employer, start, rng)
        bundle.employments.append(row)
        self.accept(bundle, row, rng)
        return row

    def _form(self, row: Row, who: Resident, form: str, employer: Employer | None, start: date, rng: Random) -> None:
        """The items that depend on the form of employment."""
        if employer:
            at_employer(row, employer)
            row["social_insured_flag"] = "1"
        if form == "021":
            row["uscc"] = numbers.credit_code("92", 2 * CASES + who.index)
            row["employer_name"] = f"威海{who.division.name}{who.index:07d}号示例店"
        if form in ("021", "022", "023"):
            row["flexible_kind"] = rng.choice(("10", "20", "30", "40", "50"))
            row["flexible_content"] = rng.choice(("网络零售", "外卖配送", "家政维修", "手工编织"))
        if form == "010":
            fixed = rng.random() < 0.7
            row.update(contract_type="10" if fixed else "20", contract_start_date=start,
                       rural_transfer_flag="1" if rng.random() < 0.2 else "0")  # fmt: skip
            if fixed:
                end = add_years(start, 3) - timedelta(days=1)
                while end < self.as_of:
                    end = add_years(end, 3)
                row["contract_end_date"] = end

    def finish(self, row: Row, end: date, reason: str, rng: Random) -> None:
        """Ends an employment registration; reason: code of employment_end_reason."""
        registered = self.past(end + timedelta(days=rng.randint(0, 5)))
        row.update(end_date=end, end_reason=reason, end_registered_date=registered,
                   end_handler_id=f"H{row['agency_code']}-{rng.randint(1, 4)}")  # fmt: skip
        if row.get("contract_end_date"):
            row["contract_end_date"] = end if reason == "10" else row["contract_end_date"]

    def unemployment(self, bundle: Bundle, who: Resident, lost: date, rng: Random, *, kind: str = "30",
                     reason: str = "90", after: Row | None = None, lag: int = 40) -> Row:  # fmt: skip
        """An unemployment registration in force. after: the job it follows; lag: most days to register."""
        registered = self.past(lost + timedelta(days=rng.randint(1, lag)))
        row = Row("unemployment_registration", {
            "registration_id": f"SY{self.next('unemployment'):012d}", **identity(bundle),
            "unemployment_date": lost,
            "unemployment_reason": reason, "unemployment_kind": kind, "registered_date": registered,
            "registration_place_kind": rng.choice("112"), "registration_division": who.division.code,
            "job_wish": rng.choice(("制造业岗位", "就近就业", "文员", "餐饮服务")),
            "training_wish_flag": rng.choice("01"),
            "work_ability_flag": "1", "benefit_status": "10" if kind != "10" else "30",
            "guidance_count": rng.randint(0, 4), "introduction_count": rng.randint(0, 4),
        })  # fmt: skip
        if after is not None:
            row.update(previous_employer_id=after.get("employer_id"),
                       previous_employer_name=after.get("employer_name") or "示例个人经营",
                       previous_start_date=after["start_date"],
                       previous_end_date=after["end_date"])  # fmt: skip
        recent = max(registered, self.as_of - timedelta(days=rng.randint(5, 120)))
        row["last_contact_date"] = recent
        self.stamp(row, places.agency(rng, who.division), registered, rng)
        bundle.unemployments.append(row)
        self.accept(bundle, row, rng)
        return row

    def cancel(self, row: Row, day: date, reason: str, rng: Random) -> None:
        """Cancels an unemployment registration; reason: code of unemployment_cancel_reason."""
        row.update(valid_flag="0", cancel_date=day, cancel_reason=reason,
                   last_contact_date=row["registered_date"],
                   cancel_handler_id=f"H{row['agency_code']}-{rng.randint(1, 4)}")  # fmt: skip

    def certificate(self, bundle: Bundle, who: Resident, day: date, rng: Random, *, replaces: Row | None = None) -> Row:
        """A valid certificate issued on the day; `replaces` becomes void."""
        agency = places.agency(rng, who.division)
        year = f"{day:%y}"
        running = self.next(f"certificate {agency[:6]}{year}")
        row = Row("employment_certificate", {
            "certificate_no": f"{agency[:6]}{rng.randint(0, 1)}{rng.randint(0, 9)}{year}{running:06d}",
            **identity(bundle), "issue_type": "1", "issue_date": day, "issuing_agency_code": agency,
            "certificate_form": "1" if rng.random() < 0.6 else "2", "issued_flag": "1",
            "printed_flag": rng.choice("01"),
            "certificate_status": "2",
        })  # fmt: skip
        self.stamp(row, agency, day, rng)
        if replaces is not None:
            replaces.update(certificate_status="1", valid_flag="0")
            row.update(issue_type=rng.choice("23"), replaced_certificate_no=replaces.key)
        bundle.certificates.append(row)
        self.accept(bundle, row, rng)
        return row


def identity(bundle: Bundle) -> dict[str, Any]:
    """The items every registration repeats from the person."""
    return {name: bundle.person[name] for name in ("person_id", "id_number", "name")}


def at_employer(row: Row, employer: Employer) -> None:
    """Puts the registration at the employer."""
    row.update(employer_id=employer.number, employer_name=employer.name, uscc=employer.uscc,
               work_division=employer.division)  # fmt: skip
