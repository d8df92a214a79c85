"""Why two records look alike, and why they may still be two: in words, from what both say. Values in, words out.

Twins, a father and a son of one name, one number given to two people: nothing merges by itself, and whoever asks for
a merge is told what speaks against it. Art. 9(3), 14(2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Items that tell people and employers apart, the surest first: name of the item, column that is compared.
COMPARED = {
    "person": [
        ("id_number", "id_number_folded_index"), ("name", "name"), ("birth_date", "birth_date"), ("sex", "sex"),
        ("mobile_phone", "mobile_phone_index"), ("residence_address", "residence_address"),
        ("bank_account", "bank_account_index"),
    ],
    "employer": [
        ("uscc", "uscc"), ("employer_name", "employer_name"), ("org_code", "org_code"),
        ("legal_representative", "legal_representative"), ("contact_phone", "contact_phone_index"),
        ("address", "address"),
    ],
}  # fmt: skip
MIN_YEARS = 15  # between parent and child


@dataclass(frozen=True)
class Alike:
    """One item of both: the same (True), different (False), or not told by one of them (None)."""

    item: str
    label: str
    same: bool | None


def compared(dataset: str, a: Mapping[str, Any], b: Mapping[str, Any], labels: Mapping[str, str]) -> list[Alike]:
    """Item by item. a, b: column → value; labels: item → what people call it."""
    return [
        Alike(item, labels[item], _same(a.get(column), b.get(column)))
        for item, column in COMPARED[dataset]
        if item in labels
    ]


def _same(a: Any, b: Any) -> bool | None:
    if a in (None, "") or b in (None, ""):
        return None
    return bool(_plain(a) == _plain(b))


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def in_words(alike: Sequence[Alike]) -> str:
    """姓名、出生日期相同；证件号码不同；手机号码有一方没有."""
    told = [
        (what, "、".join(one.label for one in alike if one.same is verdict))
        for verdict, what in ((True, "相同"), (False, "不同"), (None, "有一方没有"))
    ]
    return "；".join(f"{labels}{what}" for what, labels in told if labels)


def _of_two_numbers(a: Mapping[str, Any], b: Mapping[str, Any], same: Mapping[str, bool | None]) -> str:
    if same["birth_date"] and same["name"]:
        return "姓名和出生日期相同而证件号码不同，可能是同名的两个人"
    if same["birth_date"] and str(a.get("name"))[:1] == str(b.get("name"))[:1]:
        return "同姓、同日出生而证件号码不同，可能是双胞胎"
    return "证件号码不同，请查明哪一个是对的"


def cautions(dataset: str, a: Mapping[str, Any], b: Mapping[str, Any], alike: Sequence[Alike]) -> list[str]:
    """What speaks for two and not one, in words; empty where nothing does."""
    same = {one.item: one.same for one in alike}
    found = []
    if dataset == "person":
        if same["id_number"] and (same["name"] is False or same["birth_date"] is False):
            found.append("证件号码相同而姓名或出生日期不同，可能是一个号码误给了两个人")
        if same["id_number"] is False:
            found.append(_of_two_numbers(a, b, same))
        if same["name"] and a.get("birth_date") and b.get("birth_date"):
            apart = abs(a["birth_date"].year - b["birth_date"].year)
            if apart >= MIN_YEARS:
                found.append(f"姓名相同而出生相差 {apart} 年，可能是父子或同名的两代人")
    elif same.get("uscc") is False:
        found.append("统一社会信用代码不同，可能是两个单位或总、分机构")
    if not any(same.values()):
        found.append("没有一项相同，看不出是同一个")
    return found
