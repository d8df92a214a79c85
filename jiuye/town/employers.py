"""Employers of the town. Each one follows from its index alone, so none needs to be kept.

Indexes: the pool people work for (in strata, one a division), then a few for batch registrations,
then closed ones. Cases are made apart, with indexes from CASES on.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import sqrt
from random import Random

from jiuye.town import names, numbers, places
from jiuye.town.days import at, workday
from jiuye.town.rows import Row

WORKING_AGE, PER_EMPLOYER = 0.6088, 8
EMPLOYED = 0.42  # upper estimate: residents with a registration at an employer now
CASES = 50_000_000
BATCH_ROOM = 80  # heads a batch employer has room for beyond its own
BRAND = (
    "海润启航嘉禾远泰瑞恒晟丰华茂达信诚利源盛安康顺宏祥隆和裕昌"
    "通鼎正兴广博汇聚金玉银珠云帆舟浪礁湾岬屿滩鸥鲸蓝翠碧澄朗曜"
)
# business, section, sector, economic type weights
TRADES = (
    ("渔具制造", "C", "2"), ("水产加工", "C", "2"), ("船舶配件", "C", "2"), ("医疗器械", "C", "2"),
    ("电子科技", "C", "2"), ("服装", "C", "2"), ("建筑安装", "E", "2"), ("商贸", "F", "3"),
    ("物流", "G", "3"),
    ("酒店管理", "H", "3"), ("软件", "I", "3"), ("物业服务", "K", "3"), ("海产养殖", "A", "1"),
    ("家政服务", "O", "3"),
)  # fmt: skip
SHOPS = (("超市", "F", "3"), ("面馆", "H", "3"), ("理发店", "O", "3"), ("渔家乐", "H", "3"))
# employer type: department and body of the credit code, economic type, share in a thousand
KINDS = (("10", "91", "173", 700), ("90", "92", "175", 220), ("95", "93", "190", 20), ("50", "12", "110", 30),
         ("80", "52", "190", 20), ("70", "51", "190", 10))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Employer:
    """What registrations need to know of an employer."""

    index: int
    number: str
    name: str
    uscc: str
    kind: str
    economic: str
    section: str
    sector: str
    division: str
    since: date
    closed: date | None
    heads: int


class Employers:
    """The employers for a town of that many people, as of a day."""

    def __init__(self, persons: int, seed: int, as_of: date, batches: int) -> None:
        self.seed, self.as_of, self.persons = seed, as_of, persons
        wanted = persons * WORKING_AGE / PER_EMPLOYER
        self.sizes = [max(2, round(wanted * d.residents / places.TOTAL)) for d in places.DIVISIONS]
        self.starts = [sum(self.sizes[:n]) for n in range(len(self.sizes))]
        self.pool = sum(self.sizes)
        self.batch = range(self.pool, self.pool + batches)
        self.closed = range(self.batch.stop, self.batch.stop + max(6, self.pool // 30))
        self.size = self.closed.stop
        self.get = lru_cache(maxsize=4096)(self._make)

    def pick(self, rng: Random, code: str, on: date) -> Employer | None:
        """An employer of the pool that stood on that day, mostly in the division; None if none turns up."""
        stratum = places.DIVISIONS.index(places.BY_CODE[code])
        if rng.random() < 0.1:
            stratum = places.DIVISIONS.index(places.division(rng))
        for _ in range(12):
            found = self.get(self.starts[stratum] + int(self.sizes[stratum] * rng.random() ** 2))
            if found.since <= on:
                return found
        return None

    def expected(self, index: int) -> float:
        """How many people work there now, on average: places near the start of a stratum draw more."""
        stratum = max(n for n, start in enumerate(self.starts) if start <= index)
        at_, size = index - self.starts[stratum], self.sizes[stratum]
        share = places.DIVISIONS[stratum].residents / places.TOTAL
        return self.persons * EMPLOYED * share * (sqrt((at_ + 1) / size) - sqrt(at_ / size))

    def _make(self, index: int) -> Employer:
        rng = Random(self.seed * 1_000_003 + index * 31 + 7)
        division = self._division(index, rng)
        kind, body, economic, _ = rng.choices(KINDS, weights=[k[3] for k in KINDS])[0]
        if index in self.batch:
            kind, body, economic, _ = KINDS[0]
        trade, section, sector = rng.choice(SHOPS if kind == "90" else TRADES)
        recent = index < self.pool and rng.random() < 0.25
        since = workday(self.as_of - timedelta(days=rng.randint(200, 3600) if recent else rng.randint(4500, 11000)))
        closed = None
        if index in self.closed:
            closed = workday(self.as_of - timedelta(days=rng.randint(500, 2500)))
        return Employer(
            index, f"{2_000_000_000 + index}", business_name(division, index, kind, trade),
            numbers.credit_code(body, index), kind, economic, section, sector, division.code, since, closed,
            self._heads(index, rng),
        )  # fmt: skip

    def _division(self, index: int, rng: Random) -> places.Division:
        if index >= self.pool:
            return places.division(rng)
        return places.DIVISIONS[max(n for n, start in enumerate(self.starts) if start <= index)]

    def _heads(self, index: int, rng: Random) -> int:
        """A head count that the registrations of the town do not exceed (far beyond six deviations)."""
        if index in self.batch:
            return BATCH_ROOM + rng.randint(0, 40)
        if index >= self.pool:
            return rng.randint(20, 60)
        mean = self.expected(index) * 1.6
        return int(mean + 7 * sqrt(mean)) + rng.randint(8, 20)


def business_name(division: places.Division, index: int, kind: str, trade: str) -> str:
    """A made-up name, its own for every index however companies' endings are written."""
    rest, brand = (index * 7_919 + 101) % len(BRAND) ** 4, ""
    for _ in range(4):
        rest, character = divmod(rest, len(BRAND))
        brand += BRAND[character]
    ending = {
        "10": "有限公司",
        "90": "",
        "95": "农民专业合作社",
        "50": "服务中心",
        "80": "培训学校",
        "70": "协会",
    }
    return f"威海{division.name}{brand}{trade}{ending[kind]}"


def employer_row(e: Employer, as_of: date, rng: Random) -> Row:
    """The import row of an employer; violates nothing."""
    d = places.BY_CODE[e.division]
    known = workday(max(e.since, as_of - timedelta(days=4400)) + timedelta(days=rng.randint(0, 30)))
    desk = places.agency(rng, d)
    entered = at(known, rng.randint(0, 470))
    sex = rng.choice("12")
    chief = names.han_name(rng, sex, 1975)
    dispatch = e.kind == "10" and rng.random() < 0.02
    return Row("employer", {
        "employer_id": e.number, "uscc": e.uscc, "org_code": e.uscc[8:17], "employer_name": e.name,
        "legal_representative": chief,
        "legal_rep_id_number": numbers.case_number(
            numbers.PREFIXES[1], date(rng.randint(1962, 1995), rng.randint(1, 12), rng.randint(1, 28)), sex,
            e.index
        ),
        "legal_rep_phone": numbers.mobile(60_000_000 + e.index),
        "employer_type": e.kind, "economic_type": e.economic, "affiliation": "90" if e.kind != "50" else "50",
        "industry_section": e.section, "industry_sector": e.sector,
        "employer_size": "4" if e.heads < 20 else "3" if e.heads < 300 else "2" if e.heads < 1000 else "1",
        "registered_date": e.since, "registration_authority": f"{d.name}行政审批服务局",
        "employer_status": "3" if e.closed else "1", "cancelled_date": e.closed,
        "division_code": e.division,
        "address": f"威海市{d.name}{rng.choice(d.streets)}{rng.choice(places.ROADS)}{rng.randint(1, 990)}号",
        "contact_person": names.han_name(rng, rng.choice("12"), 1988),
        "contact_phone": rng.choice((numbers.landline(e.index), numbers.mobile(70_000_000 + e.index))),
        "employee_count": e.heads, "dispatch_flag": "1" if dispatch else "0",
        "hr_license_no": f"人服字〔示例〕{e.index:08d}" if dispatch else None,
        "bank_name": f"威海示例银行{d.name}支行", "bank_account_name": e.name,
        "bank_account": numbers.account(e.index + CASES),
        "created_at": entered, "agency_code": desk, "handler_id": f"H{desk}-{rng.randint(1, 4)}",
        "handled_at": entered, "channel": rng.choice(("10", "20", "30", "60")),
        "reviewer_id": f"S{desk}-{rng.randint(1, 2)}", "reviewed_at": at(known, 480 + rng.randint(0, 25)),
        "review_result": "1", "valid_flag": "1", "source_system": "示例业务系统",
    })  # fmt: skip
