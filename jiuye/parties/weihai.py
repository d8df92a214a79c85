"""The agencies of the city: three levels, with the codes of the standard. Art. 4.

The zones' statistical codes (371071-371073) are not in GB/T 2260 and never begin an identity number;
371091 for 南海新区 is a local extension.
"""

from dataclasses import dataclass

CITY = ("371000", "威海市")
DISTRICTS = {
    "371002": "环翠区",
    "371003": "文登区",
    "371071": "高区",
    "371072": "经区",
    "371073": "临港区",
    "371082": "荣成市",
    "371083": "乳山市",
    "371091": "南海新区",
}


@dataclass(frozen=True)
class AgencyPlan:
    """kind: 1 public employment service, 2 administration, 3 information agency (code list agency_kind)."""

    code: str
    name: str
    kind: str
    level: str
    division: str
    parent: str


def agencies() -> list[AgencyPlan]:
    """The bureau, the city's centre, and a centre and three stations for each district, parents first."""
    plan = [
        AgencyPlan("37100000", "威海市人力资源和社会保障局", "2", "1", "371000", ""),
        AgencyPlan("37100001", "威海市公共就业和人才服务中心", "1", "1", "371000", "37100000"),
    ]
    for division, name in DISTRICTS.items():
        centre = f"{division}01"
        plan.append(AgencyPlan(centre, f"{name}公共就业和人才服务中心", "1", "2", division, "37100001"))
        plan += [
            AgencyPlan(f"{division}1{n}", f"{name}第{word}基层服务平台", "1", "3", division, centre)
            for n, word in enumerate("一二三", start=1)
        ]
    return plan
