"""From typed values to what is stored: sealed items become ciphertext, index and facts, in one place.

The counter and the batch both come through here, so that both leave the same facts.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from jiuye.lib.identity import account_form, identity_facts, phone_form
from jiuye.lib.sealing import Sealer, aad
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.language.placeholders import is_placeholder

Columns = dict[str, Any]


def seal_row(dataset: str, row_id: UUID, row: Columns, catalogue: Catalogue, sealer: Sealer) -> Columns:
    """`row` (item → value, sealed items as text) with each sealed item replaced by its columns."""
    out = dict(row)
    for item in catalogue.items[dataset].values():
        if item.protection == "sealed":
            value = row.get(item.name)
            out[item.name] = sealer.seal(value, aad(dataset, row_id, item.name)) if value is not None else None
            out.update(facts(item, value, catalogue, sealer))
    return out


def facts(item: Item, value: str | None, catalogue: Catalogue, sealer: Sealer) -> Columns:
    """The plain columns beside one sealed item; all None for a missing value. Whether the value is a mere
    placeholder is a fact too: 记实率 (Art. 14) asks it of every substantive item."""
    columns: Columns = {
        f"{item.name}_index": sealer.index(value, item.seal_domain) if value is not None else None,
        f"{item.name}_placeholder": _placeholder(value, catalogue) if value is not None else None,
    }
    extra = _EXTRA.get(item.name if item.dataset == "person" else "", _EXTRA.get(item.seal_domain))
    if extra:
        columns |= extra(item, value, sealer)
    return columns


_lists: dict[int, tuple[frozenset[str], frozenset[str]]] = {}


def _placeholder(value: str, catalogue: Catalogue) -> bool:
    # Published versions never change, so the sets of one are made once.
    if catalogue.version not in _lists:
        lists = catalogue.code_lists
        listed, names = lists["placeholder_value"].values(), lists["division_all_years"].values()
        _lists[catalogue.version] = (frozenset(listed), frozenset(names))
    return is_placeholder(value, *_lists[catalogue.version])


def _identity(item: Item, value: str | None, sealer: Sealer) -> Columns:
    names = ("form", "length", "division", "check_ok", "birth_date", "sex")
    found = identity_facts(value) if value is not None else None
    columns = {f"{item.name}_{n}": getattr(found, n) if found else None for n in names}
    folded = sealer.index(value.upper(), item.seal_domain) if value is not None else None
    return columns | {f"{item.name}_folded_index": folded}


def _disability(item: Item, value: str | None, sealer: Sealer) -> Columns:
    # The certificate's first 18 characters are the holder's identity number.
    index = sealer.index(value[:18], item.seal_domain) if value is not None else None
    return {f"{item.name}_id_index": index}


def _form(of: Callable[[str], str]) -> Callable[[Item, str | None, Sealer], Columns]:
    return lambda item, value, _: {f"{item.name}_form": of(value) if value is not None else None}


_EXTRA: dict[str, Callable[[Item, str | None, Sealer], Columns]] = {
    "id_number": _identity,
    "disability_cert_no": _disability,
    "phone": _form(phone_form),
    "account": _form(account_form),
}


def open_item(dataset: str, row_id: UUID, item: str, sealed: bytes, sealer: Sealer) -> str:
    """The value of one sealed item. Only under an act that says so, or to mask it for display."""
    return sealer.open(bytes(sealed), aad(dataset, row_id, item))
