"""Hard identities, synthetic and the same in every run: names, numbers and employers as Chinese life makes them.

Each is a row as it is typed, what it must be found by, and rows that are the same subject in another guise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count, cycle, islice

from jiuye.lib.characters import DOTS, TWINS
from jiuye.lib.identity import ric_check_digit
from jiuye.records.lineage.rules import Told
from jiuye.town.numbers import credit_code, old_number
from tests.clean import Row, person

# GB 18030-2022, level 3: the ideographs beyond the basic plane.
_BLOCKS = ((0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0))
LEVEL_3 = [chr(c) for first, last in _BLOCKS for c in range(first, last + 1)]
SYLLABLES = "阿依古丽买提江努尔艾山热木拉卓玛巴特其格日穆罕默德萨比尔哈力克伊布拉欣"
LATIN = ("OSTROVA IRENA", "Anna-Maria Kim", "J. Takuzaki", "Van der Beld", "Haldor Mi")


@dataclass(frozen=True)
class Identity:
    """kind: what is hard about it. stored: the name as it must stand in the records. found_by: texts for the search
    box. same: who he also is, as typed elsewhere; he must be offered as this one. lineage: what happened to him since,
    stated and confirmed."""

    kind: str
    row: Row
    stored: str
    found_by: list[str]
    same: list[Row] = field(default_factory=list)
    dataset: str = "person"
    lineage: list[Told] = field(default_factory=list)


def renamed(row: Row, name: str) -> Row:
    return row | {"name": name} | ({"bank_account_name": name} if row.get("bank_account_name") else {})


def anybody() -> Row:
    """An adult without papers that repeat his name or number, born when 15 digits were given."""
    for row in iter(person, None):
        if row["birth_date"] < "1990" and not row.get("disability_cert_no"):
            return row
    raise AssertionError


def numbered(row: Row, id_type: str, number: str, nationality: str = "CHN") -> Row:
    own = {k: v for k, v in row.items() if k != "social_security_number"}
    return own | {"id_type": id_type, "id_number": number, "nationality": nationality}


def checked(digits: str) -> str:
    return digits + ric_check_digit(digits + "0")


def dotted(n: int) -> Identity:
    """A name of up to 50 characters with a look-alike for its dot."""
    sign = (DOTS + ".。")[n % (len(DOTS) + 2)]
    length = 4 + n * 7 % 46
    syllables = [SYLLABLES[(n * 5 + k * 3) % len(SYLLABLES)] for k in range(length)]
    first, last = "".join(syllables[: length // 2]), "".join(syllables[length // 2 :])
    stored = f"{first}·{last}"
    row = renamed(anybody(), f"{first}{sign}{last}")
    return Identity(
        "dot", row, stored, [row["name"], stored, f"{first}•{last}", f"{first} . {last}", first + last],
        [renamed(row, stored) | {"id_number": "", "mobile_phone": ""}],
    )  # fmt: skip


def beyond(n: int) -> Identity:
    """Characters beyond the basic plane, spread over the whole of level 3."""
    step = len(LEVEL_3) // 397
    name = "丛" + LEVEL_3[n * step % len(LEVEL_3)] + LEVEL_3[(n * step * 7 + 11) % len(LEVEL_3)]
    return Identity("beyond the basic plane", renamed(anybody(), name), name, [name, name[:2]])


def twin(n: int) -> Identity:
    """A character of the private use area, and the one it stands for."""
    private, real = list(TWINS.items())[n % len(TWINS)]
    name, other = f"邹{chr(private)}明", f"邹{chr(real)}明"
    row = renamed(anybody(), name)
    return Identity("twin", row, name, [name, other], [renamed(row, other) | {"id_number": ""}])


def fifteen(n: int) -> Identity:
    """Registered by the 15 digits, comes with the 18."""
    row = anybody()
    long, short = row["id_number"], old_number(row["id_number"])
    kept = row | {"id_number": short, "social_security_number": short}
    return Identity("15 digits", kept, row["name"], [short, long, long.lower(), f"{short[:6]} {short[6:]}"], [row])


def permit(n: int) -> Identity:
    """港澳台居民居住证, of whom the travel permit is known as a former number."""
    row, region = anybody(), ("810000", "820000", "830000")[n % 3]
    number = checked(f"{region}{row['birth_date'].replace('-', '')}{n % 500 * 2 + (row['sex'] == '1'):03d}")
    travel = ("H", "M", "")[n % 3] + f"{10_000_000 + n}"
    known = numbered(row, "95", number, ("HKG", "MAC", "TWN")[n % 3]) | {"其他证件号码": travel}
    other = row | {"id_number": travel}
    return Identity("residence permit", known, row["name"], [number, travel, row["name"]], [other])


def travel_permit(n: int) -> Identity:
    row, (kind, letter, land) = anybody(), (("04", "H", "HKG"), ("05", "M", "MAC"), ("06", "", "TWN"))[n % 3]
    number = f"{letter}{20_000_000 + n}"
    return Identity("travel permit", numbered(row, kind, number, land), row["name"], [number, number.lower()])


def permanent(n: int) -> Identity:
    """外国人永久居留身份证 of 2023, whose card before it had 15 characters."""
    row, (land, code) = anybody(), (("USA", "840"), ("JPN", "392"), ("KOR", "410"))[n % 3]
    day = row["birth_date"].replace("-", "")
    old = f"{land}3710{day[2:]}{n % 100:02d}"
    new = checked(f"937{code}{day}{n % 500 * 2 + (row['sex'] == '1'):03d}")
    name = f"{LATIN[n % len(LATIN)]} {'ABCDEFGHIJ'[n % 10]}{'LI' * (1 + n // 10 % 3)}"
    before = {"原证件号码": old, "曾用名": "金莎" + "美" * (n % 3)}
    row = numbered(renamed(row, name), "07", new, land) | before
    return Identity(
        "permanent residence", row, name, [new, old, old.lower(), name, name.lower(), name.replace(" ", "")],
        [row | {"id_number": old}],
    )  # fmt: skip


def passport(n: int) -> Identity:
    row = anybody()
    number = ("E", "G", "AB", "")[n % 4] + f"{30_000_000 + n}"
    found_by = [number, number.lower(), f" {number} "]
    return Identity("passport", numbered(row, "08", number, "FRA"), row["name"], found_by)


def renamed_person(n: int) -> Identity:
    """A name before marriage, and a number that was corrected."""
    row = anybody()
    before = f"戚{row['name'][1:]}{'兰' * (n % 2)}"
    wrong = checked(f"37109819{row['id_number'][8:14]}9{n % 100:02d}")
    row = row | {"曾用名": f"{before}、阿旺•次仁{'吉' * (n % 7 + 1)}", "原身份证号码": wrong}
    return Identity(
        "former name", row, row["name"], [before, f"阿旺·次仁{'吉' * (n % 7 + 1)}", wrong, row["name"]],
        [renamed(row, before) | {"id_number": ""}, row | {"id_number": wrong, "name": ""}],
    )  # fmt: skip


def compatible(n: int) -> Identity:
    """Compatibility ideographs and full-width letters, as other systems send them."""
    name = "李" + "\uf9dc\uf914\uf95f\uf92f\ufa12\U0002f801"[n % 6] + "ABCDEFGHIJKL"[n % 12] + "aeiou"[n % 5]
    plain = name.translate({0xF9DC: "隆", 0xF914: "樂", 0xF95F: "寧", 0xF92F: "勞", 0xFA12: "晴", 0x2F801: "丸"})
    return Identity("compatible", renamed(anybody(), name), name, [name, plain, plain.upper()])


SERIALS = count(7_000)


def employer(n: int) -> Identity:
    """Renamed, with a branch's or a partner's name, brackets of either width, and an old registration number."""
    code = credit_code("91", next(SERIALS))
    styles = ("威海{}（山东）有限公司", "威海{}(山东)有限公司", "威海{}有限公司第二分公司", "Ｗｅｉ{} Foods Ltd.")
    name, before = styles[n % 4].format(f"海{n}号"), f"荣成{n}渔业公司"
    row = EMPLOYER | {
        "uscc": code, "org_code": code[8:17], "employer_name": name, "原名称": before, "注册号": f"3710002{n:08d}",
        "employer_status": ("1", "4", "3")[n % 3], "cancelled_date": ("", "2021-03-04", "2022-05-06")[n % 3],
    }  # fmt: skip
    return Identity(
        "employer", row, name,
        [name, name.replace("（", "(").replace("）", ")"), before, row["注册号"], code, f"{code[8:16]}-{code[16]}"],
        [{"employer_name": before, "uscc": ""}, {"employer_name": "", "uscc": code}], dataset="employer",
    )  # fmt: skip


def lineage_person(n: int) -> Identity:
    """Two former names by paper: with a dot or a rare character, and with a character of the private use area."""
    row, (private, real) = anybody(), list(TWINS.items())[n % len(TWINS)]
    rare = LEVEL_3[(n * 1_009 + 7) % len(LEVEL_3)]
    first, last = "阿依" + "古" * (n % 9 + 1), f"江{rare}"
    old = f"邹{chr(private)}{'文武兰秀'[n % 4]}{n % 10}"
    told = [
        Told("former_name", date(2001, 2, 3), former=f"{first}{(DOTS + '.')[n % (len(DOTS) + 1)]}{last}"),
        Told("former_name", date(2012, 3, 4), former=old),
    ]
    names = [told[0].former, f"{first}·{last}", first + last, old, old.replace(chr(private), chr(real))]
    return Identity(
        "former names by paper", row, row["name"], [row["name"], *names],
        [renamed(row, name) | {"id_number": ""} for name in names], lineage=told,
    )  # fmt: skip


def lineage_employer(n: int) -> Identity:
    """Renamed, renumbered, taken over, split, a branch: each by paper, after the file was opened under today's name."""
    code, other = (credit_code("91", next(SERIALS)) for _ in range(2))
    name, before = f"威海桑沟{n}号海产有限公司", f"荣成桑沟（{n}号）水产公司"
    number = (f"3710822{n:08d}", f"WH-{n:05d}(1/2)".replace("/", "-"), f"{n:08d}-X")[n % 3]
    row = EMPLOYER | {"uscc": code, "org_code": code[8:17], "employer_name": name, "employer_status": "1"}
    tied = {"other_name": f"山东桑沟{n}控股（集团）有限公司", "other_uscc": other}
    told = [
        Told("renamed", date(2011, 5, 6), former=before, later=name),
        Told("renumbered", date(2015, 10, 1), former=number),
        Told(("merged", "split", "branch")[n % 3], date(2019, 7, 8), **tied),
    ]
    return Identity(
        "employer by paper", row, name,
        [name, before, before.replace("（", "(").replace("）", ")"), number, number.lower(), code],
        [{"employer_name": before, "uscc": ""}], dataset="employer", lineage=told,
    )  # fmt: skip


EMPLOYER: Row = {
    "legal_representative": "毕成", "employer_type": "10", "economic_type": "170", "industry_section": "C",
    "registered_date": "2001-02-03", "division_code": "371002", "address": "威海市环翠区海滨路1号",
    "contact_person": "丛明", "contact_phone": "06315200000",
}  # fmt: skip
KINDS: list[Callable[[int], Identity]] = [
    dotted, beyond, twin, fifteen, permit, travel_permit, permanent, passport, renamed_person, compatible, employer,
    beyond, lineage_person, lineage_employer,
]  # fmt: skip


def identities(number: int) -> Iterator[Identity]:
    """So many, the kinds in turn."""
    turns = {kind: count() for kind in KINDS}
    return islice((kind(next(turns[kind])) for kind in cycle(KINDS)), number)
