"""What a record is looked up for: the number of a case, or one of the purposes below, with words. Art. 10(3).

The purpose is one text. It goes with every link and stands in every entry as its `why`: "CJ-20261123-000017 核对材料",
"答复咨询：问失业金到账". `ledger.case_of` reads the same in the database.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jiuye.lib.verdict import YES, Verdict, first_no, no

PURPOSES = {
    "handle": "办理业务", "consult": "答复咨询", "review": "核对审核", "correct": "核实更正",
    "inspect": "质量检查", "petition": "信访投诉", "other": "其他",
}  # fmt: skip
NO_SUCH = "J009"
_CASE = re.compile(r"([A-Z]{2}[A-Z0-9]*-?[0-9][0-9A-Z-]{4,}|威就数检〔[0-9]{4}〕[0-9]+号)(?=\s|$)", re.ASCII)
# Of 18 digits, of 15 with the date that makes it one, or of a phone.
_NUMBER = re.compile(
    r"(?<![0-9])([1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{7}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}"
    r"|1[3-9][0-9]{9})(?![0-9])"
)


@dataclass(frozen=True)
class Purpose:
    """case: the number it begins with; code: which of the purposes ("" beside a case or where none is named)."""

    code: str
    case: str
    words: str


def read(why: str) -> Purpose:
    """The parts of a purpose as it is carried."""
    text = why.strip()
    if found := _CASE.match(text):
        return Purpose("", found[1], text[found.end() :].strip())
    for code, label in PURPOSES.items():
        if text == label or text.startswith(label + "："):
            return Purpose(code, "", text.removeprefix(label).removeprefix("：").strip())
    return Purpose("", "", text)


def told(code: str, text: str) -> str:
    """The purpose somebody chose and typed, as one text; what is one already stays as it is."""
    text = text.replace("\0", "").strip()
    given = read(text)
    if given.case or given.code or code not in PURPOSES:
        return text
    return f"{PURPOSES[code]}：{text}" if text else PURPOSES[code]


def asked(typed: Mapping[str, str]) -> str:
    """The purpose a request bears: as one text, or as it was chosen and typed."""
    return told(typed.get("purpose", ""), typed.get("case", ""))


def on_file(why: str) -> str:
    """A purpose as the book keeps it, refused ones as well: no personal number, and no more than 200 characters."""
    return _NUMBER.sub("（号码）", why.replace("\0", "").strip())[:200]


def form(why: str) -> dict[str, Any]:
    """A purpose as its two fields show it (`records/_purpose.html`)."""
    given = read(why)
    words = given.words if given.code else why
    return {"purposes": PURPOSES.items(), "purpose_code": given.code, "purpose_words": words}


def may_look(why: str) -> Verdict:
    """Looking someone up needs a case or a purpose. It is written down and stands in addresses, so that it may not
    itself be a personal number."""
    text, given = why.strip(), read(why)
    return first_no(
        YES if len(text) >= 2 else no("请先选事由，或写办件编号", code="J001"),
        YES if len(text) <= 100 else no("事由最多 100 个字", code="J002"),
        no("事由里不要写证件号码或手机号码，写办件编号或办什么事", code="J003") if _NUMBER.search(text) else YES,
        YES if given.case or given.code else no("请选一种事由，或把办件编号写全", code="J007"),
        no("选“其他”的，请写明为什么事查看", code="J008")
        if given.code == "other" and len(given.words) < 4 else YES,
    )


def stated(why: str) -> Verdict:
    """The same inside an act, and that there is such a case: a number that leads nowhere is no purpose."""
    verdict, case = may_look(why), read(why).case
    if not verdict or not case:
        return verdict
    with connection.cursor() as c:
        c.execute("select ledger.case_known(%s)", [case])
        known = bool(c.fetchone()[0])
    return YES if known else no(
        f"没有编号为 {case} 的办件，或不在您的辖区", code=NO_SUCH, help="请核对编号；还没有编号的，选一种事由。"
    )
