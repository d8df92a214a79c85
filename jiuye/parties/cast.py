"""The demo's cast, named by post. Marked as demo everywhere; impossible outside demo mode.

Tests meet the same people: one user for each post, and an outsider from another district.
"""

from dataclasses import dataclass
from datetime import date

from jiuye.lib.identity import ric_check_digit

# One password for all; each account's second factor is printed at the start of the demo.
PASSWORD = "weihai-demo-2021"


@dataclass(frozen=True)
class Member:
    """account: the name to sign in with; the staff number is the same in capitals."""

    account: str
    name: str
    post: str
    agency: str


CAST = [
    Member("clerk", "演示·丛经办", "clerk", "37100001"),
    Member("reviewer", "演示·毕审核", "reviewer", "37100001"),
    Member("reviewer3", "演示·于初审", "reviewer", "37100001"),
    Member("clerk2", "演示·邹窗口", "clerk", "37100201"),
    Member("reviewer2", "演示·姜复审", "reviewer", "37100201"),
    Member("outsider", "演示·宋外区", "clerk", "37108201"),
    Member("outreviewer", "演示·初外审", "reviewer", "37108201"),
    Member("approver", "演示·于审批", "approver", "37100001"),
    Member("operator", "演示·苗维护", "operator", "37100001"),
    Member("operator3", "演示·隋还原", "operator", "37100001"),
    Member("rechecker", "演示·栾复核", "rechecker", "37100001"),
    Member("approver2", "演示·谷审批", "approver", "37100201"),
    Member("operator2", "演示·蔺维护", "operator", "37100201"),
    Member("rechecker2", "演示·战复核", "rechecker", "37100201"),
    Member("manager", "演示·曲数管", "data_manager", "37100001"),
    Member("manager2", "演示·车数管", "data_manager", "37100001"),
    Member("admin", "演示·阮管理", "district_admin", "37100201"),
    Member("archivist", "演示·丛档案", "archivist", "37100201"),
    Member("archivist2", "演示·戚档案", "archivist", "37100001"),
    Member("statistician", "演示·江统计", "statistician", "37100001"),
    Member("statistician2", "演示·邵统计", "statistician", "37100201"),
    Member("technician", "演示·宫技术", "technician", "37100001"),
    Member("supervisor", "演示·隋监督", "supervisor", "37100000"),
    *(
        Member(f"contact-{division}", f"演示·整改{division[-2:]}", "quality_contact", f"{division}01")
        for division in ("371002", "371003", "371071", "371072", "371073", "371082", "371083", "371091")
    ),
    Member("usage", "演示·柳使用", "usage_approver", "37100001"),
    Member("usage2", "演示·滕使用", "usage_approver", "37100201"),
]


def paper(nth: int) -> str:
    """The identity number of the nth of the cast: of a division that nobody is issued."""
    body = f"371098{date(1980, 1, 1 + nth % 28):%Y%m%d}{950 + nth:03d}"
    return body + ric_check_digit(body + "0")


def phone(nth: int) -> str:
    """His mobile number: of a range that is given to nobody."""
    return f"1660000{nth:04d}"
