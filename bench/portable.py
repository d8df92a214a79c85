"""The 24 portable rules on person that every peer can express (decisions: "Portable rules for comparison"), a
table of persons to hold them against, and the rules in our own language."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl

from jiuye.standards.catalogue import Catalogue, Item, Rule, load_files

REQUIRED = ("id_number_index", "name", "education", "contact_address", "division_code")
PATTERNS = {
    "name": "^[一-鿿·]{2,20}$",
    "mobile": r"^1[3-9][0-9]{9}$",
    "email": r"^[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    "division_code": r"^[0-9]{6}$",
    "postal_code": r"^[0-9]{6}$",
}
# Item → code list of the standard.
LISTS = {
    "sex": "sex", "ethnic_group": "ethnicity", "hukou_type": "hukou_type", "education": "education",
    "degree": "degree", "marital_status": "marital_status", "political_status": "political_status",
    "employment_status": "employment_status", "title_level": "title_level", "channel": "channel",
}  # fmt: skip
YEARS, VERSIONS = (1950, 2030), (1, 1000)
DATES = ("birth_date", "graduation_date")
NUMBERS = ("graduation_year", "record_version")
FAULTY = 0.002  # of the values of each item
SEED = 24


def codes() -> dict[str, list[str]]:
    """Item → the codes it may hold. A degree is 1 to 4 (名誉博士 to 学士)."""
    lists = load_files(1).code_lists
    return {i: list(lists[n]) if n in lists else ["1", "2", "3", "4"] for i, n in LISTS.items()}


def catalogue() -> Catalogue:
    """The portable items as a standard of their own, all in the clear, as the peers read them too."""
    texts = dict.fromkeys([*REQUIRED, *PATTERNS, *LISTS])
    kinds = dict.fromkeys(texts, "string") | dict.fromkeys(DATES, "date") | dict.fromkeys(NUMBERS, "integer")
    items = {n: _item(n, kind) for n, kind in kinds.items()}
    lists = {f"bench_{item}": dict.fromkeys(some, "") for item, some in codes().items()}
    return Catalogue(1, {"person": items}, lists, {r.rule_id: r for r in rules()}, {})


def rules() -> list[Rule]:
    """The 24 rules (true = violated)."""
    found = {f"null:{i}": f"{i} is null" for i in REQUIRED}
    found |= {f"pattern:{i}": f"not match({i}, '{pattern}')" for i, pattern in PATTERNS.items()}
    found |= {f"list:{i}": f"not in_list({i}, 'bench_{i}')" for i in LISTS}
    found |= {
        "range:graduation_year": f"graduation_year < {YEARS[0]} or graduation_year > {YEARS[1]}",
        "range:record_version": f"record_version < {VERSIONS[0]} or record_version > {VERSIONS[1]}",
        "order:graduation_date": "graduation_date < birth_date",
        "unique:id_number_index":
            "(select count(*) from person p2 where p2.id_number_index = self.id_number_index) > 1",
    }  # fmt: skip
    return [Rule(n, "person", "", "error", "", "", e, "", (n.split(":")[1],), "", False, "") for n, e in found.items()]


def _item(name: str, kind: str) -> Item:
    return Item("person", name, name, "", kind, None, "", "no", "", "", False, "", "plain", "", "", "")


def write(rows: int, to: Path) -> Path:
    """Persons as Parquet, the same for the same number of rows; in each item a few values are wrong, and a
    few identity indexes stand twice."""
    random = Random(SEED)
    pool = 10_000
    frame = pl.DataFrame({"id": pl.int_range(rows, eager=True)})
    born = [date(1950, 1, 1) + timedelta(days=random.randrange(20_000)) for _ in range(pool)]
    right: dict[str, list[object]] = {
        "name": ["".join(random.choices("王李张刘陈杨赵黄周吴徐孙马朱胡", k=3)) for _ in range(pool)],
        "mobile": [f"1{random.randrange(3 * 10**9, 10**10)}" for _ in range(pool)],
        "email": [f"p{random.randrange(10**6)}@example.org" for _ in range(pool)],
        "contact_address": [f"威海市环翠区测试路{random.randrange(999)}号" for _ in range(pool)],
        "division_code": random.choices(["371002", "371003", "371082", "371083"], k=pool),
        "postal_code": random.choices(["264200", "264400", "264300", "264500"], k=pool),
        "birth_date": [*born], "graduation_date": [d + timedelta(days=8000) for d in born],
        "graduation_year": [(d + timedelta(days=8000)).year for d in born],
        "record_version": [random.randrange(1, 50) for _ in range(pool)],
        **{item: random.choices(some, k=pool) for item, some in codes().items()},
    }  # fmt: skip
    wrong = {
        "name": "x", "mobile": "12345", "email": "nobody", "contact_address": None, "division_code": "37",
        "postal_code": "26420", "graduation_year": 1900, "record_version": 0, "education": None,
        "graduation_date": date(1940, 1, 1), **{i: "zz" for i in LISTS if i != "education"},
    }  # fmt: skip
    at = pl.Series([random.randrange(pool) for _ in range(rows)])
    columns = []
    for name, values in right.items():
        series = pl.Series(name, values).gather(at)
        if name in wrong:
            places = pl.Series(sorted(random.sample(range(rows), max(1, int(rows * FAULTY)))), dtype=pl.UInt32)
            series = series.scatter(places, wrong[name])
        columns.append(series)
    index = pl.int_range(rows, eager=True).to_list()
    for n in random.sample(range(1, rows), max(1, int(rows * FAULTY))):
        index[n] = index[n - 1]
    keyed = pl.Series("id_number_index", [f"{(n * 0x9E3779B97F4A7C15) % 2**64:016x}" for n in index])
    frame.hstack([keyed, *columns]).write_parquet(to)
    return to
