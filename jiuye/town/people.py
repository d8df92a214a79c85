"""One resident: who they are and what the person file says of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from jiuye.town import names, numbers, places
from jiuye.town.days import add_months, add_years, age, retirement, workday
from jiuye.town.population import Population, men_share
from jiuye.town.rows import Row

EMPLOYED, REGISTERED, IDLE, STUDENT, RETIRED, SERVING, PRISON, UNFIT, OTHER = (
    "10", "20", "30", "40", "50", "60", "70", "80", "90"
)  # fmt: skip
# Schooling of grown-ups by code of lists "education": born before 1970, and after.
SCHOOLING = (
    (("14", 3), ("21", 35), ("31", 60), ("41", 60), ("44", 30), ("61", 130), ("71", 400), ("81", 282)),
    (
        ("11", 4),
        ("14", 45),
        ("21", 240),
        ("31", 220),
        ("41", 90),
        ("44", 60),
        ("47", 30),
        ("61", 120),
        ("71", 191),
    ),
)
COLLEGE = {"11": 28, "14": 25, "21": 22, "31": 21}  # usual age on graduation
MAJORS = (
    "机械制造",
    "会计",
    "计算机应用",
    "护理",
    "水产养殖",
    "船舶工程",
    "电子商务",
    "韩语",
    "食品加工",
    "土木工程",
)
SCHOOLS = ("威海示例职业学院", "山东示例大学", "胶东示范工程学院")
PARTIES = ("13", "13", "13", "03", "01")
ETHNIC = (("01", 9860), ("11", 50), ("10", 45), ("03", 20), ("02", 10), ("05", 8), ("04", 7))
DOTTED = {"05", "04", "02"}


@dataclass(slots=True)
class Resident:
    """The facts everything else follows from. window: first day of the working life the registers know;
    late: the later of the retirement dates that may apply; status: code of employment_status."""

    index: int
    born: date
    sex: str
    age: int
    division: places.Division
    id_type: str
    id_number: str
    name: str
    ethnicity: str
    nationality: str
    education: str
    graduated: date | None
    status: str
    retired: date | None
    died: date | None
    window: date
    late: date


def resident(index: int, population: Population, rng: Random, as_of: date) -> Resident:
    """The resident of that index; the same one for the same index and random source."""
    rank = population.rank(index)
    born = population.birth(rank)
    years = age(born, as_of)
    sex = "1" if rng.random() < men_share(years) else "2"
    number = numbers.identity_number(born, sex, rank)
    id_type, nationality, ethnicity = "01", "CHN", rng.choices(*zip(*ETHNIC, strict=True))[0]
    name = names.dotted_name(rng) if ethnicity in DOTTED else names.han_name(rng, sex, born.year)
    if 20 <= years < 65:
        id_type, number, nationality, name = _document(id_type, number, nationality, name, rank, born, sex, rng)
    education, graduated = _schooling(rng, born, years, as_of)
    late = retirement(born, sex)
    window = max(add_years(as_of, -12), add_months(born, 16 * 12 + 2))
    status, retired = _status(rng, born, sex, years, late, as_of)
    died = None
    if status in (RETIRED, OTHER) and years >= 40 and rng.random() < 0.012 * (1 + years // 20):
        died, status = as_of - timedelta(days=rng.randint(20, 900)), OTHER
    return Resident(
        index, born, sex, years, places.division(rng), id_type, number, name, ethnicity, nationality,
        education,
        graduated, status, retired if not died or not retired or retired < died else None, died, window, late,
    )  # fmt: skip


def _document(kind: str, number: str, nation: str, name: str, rank: int, born: date, sex: str,
              rng: Random) -> tuple[str, str, str, str]:  # fmt: skip
    """Another document for a few: residence permits, travel permits, passports, officers."""
    if rank % 500 == 11:
        prefix = rng.choice(numbers.RESIDENCE_PREFIXES)
        nation = {"810000": "HKG", "820000": "MAC", "830000": "TWN"}[prefix]
        return "95", numbers.case_number(prefix, born, sex, rank // 500), nation, name
    if rank % 500 == 111:
        return "08", f"XA9{rank:07d}", rng.choice(("KOR", "KOR", "JPN", "RUS", "USA")), names.latin_name(rng)
    if rank % 1000 == 211:
        return "06", f"9{rank:08d}"[-9:], "TWN", name
    if rank % 2000 == 311:
        return "04", f"H9{rank:08d}", "HKG", name
    if rank % 2000 == 1311:
        return "02", f"示字第9{rank:07d}号", nation, name
    return kind, number, nation, name


def _schooling(rng: Random, born: date, years: int, as_of: date) -> tuple[str, date | None]:
    if years < 18:
        return ("90" if years < 6 else "81" if years < 13 else "71"), None
    table = SCHOOLING[born.year >= 1970]
    code = rng.choices([c for c, _ in table], weights=[w for _, w in table])[0]
    if code in COLLEGE:
        graduated = date(born.year + COLLEGE[code] + (born.month >= 9), 7, rng.randint(1, 9))
        return (code, graduated) if graduated < as_of else ("61", None)
    if code in ("41", "44", "47", "61") and years >= 20 and rng.random() < 0.7:
        return code, date(born.year + 18 + (born.month >= 9), 7, rng.randint(1, 9))
    return code, None


def _status(rng: Random, born: date, sex: str, years: int, late: date, as_of: date) -> tuple[str, date | None]:
    """Employment status and, for the retired, the day they retired."""
    u = rng.random()
    if years < 18:
        return (STUDENT if years >= 3 else OTHER), None
    early = sex == "2" and rng.random() < 0.45
    due = retirement(born, sex, early=early)
    if due <= as_of - timedelta(days=40) and u < 0.62:
        return RETIRED, due
    if late <= as_of + timedelta(days=400):
        return (OTHER if late <= as_of or u > 0.3 else IDLE), None
    if years < 23 and u < 0.5:
        return STUDENT, None
    u = rng.random()
    if u < 0.785:
        return EMPLOYED, None
    if u < 0.855:
        return REGISTERED, None
    if u < 0.96:
        return IDLE, None
    return (SERVING if years < 30 else UNFIT if u < 0.975 else PRISON if u < 0.978 else OTHER), None


def person_row(who: Resident, phone: str, number: str, rng: Random, as_of: date) -> Row:
    """The import row of the resident; violates nothing. number: the business number person_id."""
    d = who.division
    mainland = who.id_type in ("01", "02")
    away = mainland and rng.random() < 0.12
    place = rng.choice(places.ELSEWHERE) if away else (d.household, "")
    home = places.address(rng, d)
    college = who.education in COLLEGE
    disabled = who.id_type == "01" and (who.status == UNFIT or rng.random() < 0.02)
    desk = places.agency(rng, d)
    row = Row("person", {
        "person_id": number, "id_type": who.id_type, "id_number": who.id_number,
        "social_security_number": who.id_number if who.id_type == "01" else None,
        "name": who.name, "sex": who.sex, "ethnicity": who.ethnicity, "birth_date": who.born,
        "nationality": who.nationality, "hukou_type": _household(rng, away, who), "hukou_division": place[0],
        "hukou_address": _far(place[1], rng) if away else home,
        "residence_division": d.code, "residence_address": home,
        "education": who.education,
        "graduated_school": rng.choice(SCHOOLS) if college else None,
        "major": rng.choice(MAJORS) if college else None, "graduation_date": who.graduated,
        "marital_status": ("10" if who.age < 26 or rng.random() < 0.1 else "20") if who.age >= 18 else None,
        "political_status": rng.choice(PARTIES) if who.age >= 18 and mainland else None,
        "health_status": "5" if disabled else "1",
        "disability_cert_no": f"{who.id_number}{rng.randint(1, 7)}{rng.randint(1, 4)}" if disabled else None,
        "mobile_phone": phone, "employment_status": who.status,
        "qualification_level": "9" if rng.random() < 0.8 else str(rng.randint(3, 5)),
        "survival_status": "2" if who.died else "1", "death_date": who.died,
        "retired_flag": "1" if who.retired else "0", "retired_date": who.retired,
        "low_income_flag": "1" if rng.random() < 0.01 else "0",
        "veteran_flag": "1" if rng.random() < 0.02 else "0",
        "identity_verified_flag": "1", "agency_code": desk, "handler_id": f"H{desk}-{rng.randint(1, 4)}",
        "channel": rng.choice(("10", "10", "30", "41", "50", "60")),
        "reviewer_id": f"S{desk}-{rng.randint(1, 2)}",
        "review_result": "1", "valid_flag": "1", "source_system": "示例业务系统",
    })  # fmt: skip
    if rng.random() < 0.25 and who.age >= 16:
        row.update(bank_name=f"威海示例银行{d.name}支行", bank_account_name=who.name,
                   bank_account=numbers.account(who.index))  # fmt: skip
    return row


def _far(place: str, rng: Random) -> str:
    return f"{place}{rng.choice(places.ROADS)}{rng.randint(1, 900)}号{rng.randint(1, 60)}号楼"


def _household(rng: Random, away: bool, who: Resident) -> str:
    if who.id_type not in ("01", "02"):
        return "40" if who.id_type == "08" else "30"
    town = rng.random() < 0.62
    return ("12" if town else "22") if away else ("11" if town else "21")


def entered_on(who: Resident, rng: Random, as_of: date) -> date:
    """A working day on which someone without registrations was put on file."""
    earliest = max(who.born + timedelta(days=1), add_years(as_of, -10))
    last = (who.died or as_of) - timedelta(days=14)
    day = workday(earliest + timedelta(days=rng.randint(0, max(0, (last - earliest).days))))
    return day if day <= as_of else earliest
