"""The town's districts, streets and agencies, with the residents of 2023 in units of ten thousand."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random


@dataclass(frozen=True)
class Division:
    """A district or zone. household: the national code (GB/T 2260) its household registers use."""

    code: str
    name: str
    residents: float
    household: str
    streets: tuple[str, ...]


# 291.36 in all; 环翠区本级, 荣成, 文登, 乳山 and 经区 as published, the other three sharing the rest.
DIVISIONS = (
    Division("371002", "环翠区", 48.13, "371002", ("竹岛街道", "鲸园街道", "环翠楼街道", "张村镇")),
    Division("371003", "文登区", 50.42, "371003", ("龙山街道", "天福街道", "环山街道", "葛家镇")),
    Division("371071", "高区", 33.00, "371002", ("怡园街道", "田和街道", "双岛街道", "初村镇")),
    Division("371072", "经区", 27.63, "371002", ("皇冠街道", "凤林街道", "西苑街道", "泊于镇")),
    Division("371073", "临港区", 11.00, "371003", ("草庙子镇", "汪疃镇", "苘山镇")),
    Division("371082", "荣成市", 71.02, "371082", ("崖头街道", "寻山街道", "石岛管理区", "成山镇")),
    Division("371083", "乳山市", 44.00, "371083", ("城区街道", "夏村镇", "银滩旅游度假区", "白沙滩镇")),
    Division("371091", "南海新区", 6.16, "371003", ("小观镇", "宋村镇")),
)
RESIDENTS = list(accumulate(d.residents for d in DIVISIONS))
TOTAL = RESIDENTS[-1]
BY_CODE = {d.code: d for d in DIVISIONS}

# Household registers elsewhere (code, province and place), where newcomers are registered.
ELSEWHERE = (
    ("370602", "山东省烟台市芝罘区"), ("370202", "山东省青岛市市南区"), ("371302", "山东省临沂市兰山区"),
    ("370902", "山东省泰安市泰山区"), ("230102", "黑龙江省哈尔滨市道里区"), ("220102", "吉林省长春市南关区"),
    ("210102", "辽宁省沈阳市和平区"), ("411702", "河南省驻马店市驿城区"), ("341202", "安徽省阜阳市颍州区"),
)  # fmt: skip
ROADS = ("海滨路", "望海路", "渔港路", "灯塔路", "青松路", "朝阳路", "向海街", "学府路", "槐花路", "白帆街")


def agencies() -> list[tuple[str, str, str]]:
    """(agency code, name, division code) of every agency whose codes the town writes."""
    found = [("37100001", "威海市公共就业和人才服务中心", "371000")]
    for d in DIVISIONS:
        found.append((f"{d.code}01", f"{d.name}公共就业和人才服务中心", d.code))
        found += [
            (f"{d.code}{11 + n}", f"{d.name}{street}基层服务平台", d.code) for n, street in enumerate(d.streets[:3])
        ]
    return found


def division(rng: Random) -> Division:
    """A division drawn by residents."""
    return rng.choices(DIVISIONS, cum_weights=RESIDENTS)[0]


def agency(rng: Random, d: Division) -> str:
    """The code of an agency of the division: two in three times its centre, else a street's station."""
    return f"{d.code}01" if rng.random() < 0.67 else f"{d.code}{11 + int(rng.random() * min(3, len(d.streets)))}"


def address(rng: Random, d: Division) -> str:
    """A dwelling that does not exist: the numbers are made up."""
    number, block, room = int(rng.random() * 980) + 1, int(rng.random() * 60) + 1, int(rng.random() * 30) + 1
    street, road = rng.choice(d.streets), rng.choice(ROADS)
    return f"威海市{d.name}{street}{road}{number}号{block}号楼{room // 6 + 1}0{room % 6 + 1}室"
