"""Judgements of the standards room: how a value is shown by its item's class. Values in, text out."""

import re
from datetime import date, datetime
from typing import Any

from jiuye.standards.catalogue import Item
from jiuye.standards.rules_of_drafts import STATE_LABELS

__all__ = ["INSPECTION_ONLY", "STATE_LABELS", "mask"]

# Rules that the counter and the files leave to inspections: the status they speak of is settled by
# registrations that come later.
INSPECTION_ONLY = frozenset({"R027"})

_NAMES = frozenset({"name", "contact_person", "bank_account_name", "staff_name", "person_in_charge", "out_person"})
_ADDRESSES = frozenset({"hukou_address", "residence_address"})
# 街道, 镇, 乡, or a road: the first of them ends what a list may show.
_STREET = re.compile(r"^.*?(?:街道|镇|乡|大道|路|街)")


def mask(item: Item, value: Any) -> str:
    """`value` as a list may show it: sealed and masked items covered by their kind, plain ones as they are.

    Sealed values come in opened and leave covered. None gives ""."""
    if value is None:
        return ""
    text = str(value)
    if item.protection == "sealed":
        return _SEALED.get(item.seal_domain, cover_ends)(text)
    if item.protection != "masked":
        return text
    if item.name in _NAMES:
        return cover_name(text)
    if item.name in _ADDRESSES:
        return cover_address(text)
    if isinstance(value, date | datetime):
        return f"{value.year}-**-**"
    return cover_ends(text) if item.data_type == "string" else "**"


def cover_ends(text: str) -> str:
    """3710**********0029: four characters at each end, fewer of a short text, never more than half of it."""
    keep = min(4, len(text) // 4)
    return text[:keep] + "*" * (len(text) - 2 * keep) + (text[-keep:] if keep else "")


def cover_phone(text: str) -> str:
    """138****1234; of anything shorter than a phone number only the length shows."""
    if len(text) < 11:
        return "*" * len(text)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def cover_account(text: str) -> str:
    """The last four digits, as a bank's receipt shows them."""
    keep = 4 if len(text) >= 12 else 0
    return "*" * (len(text) - keep) + (text[-keep:] if keep else "")


def cover_name(text: str) -> str:
    """丛*军, 丛*: the family name and, of three characters or more, the last."""
    if len(text) < 3:
        return text[:1] + "*" * (len(text) - 1)
    return text[0] + "*" * (len(text) - 2) + text[-1]


def cover_address(text: str) -> str:
    """Down to the street; the house is nobody's business in a list."""
    found = _STREET.match(text)
    shown = found.group() if found else text[:6]
    return f"{shown}****" if len(shown) < len(text) else shown


_SEALED = {"identity": cover_ends, "phone": cover_phone, "account": cover_account}
