"""From typed values to what is stored: sealed items become ciphertext, index and facts, in one place.

The counter and the batch both come through here, so that both leave the same facts. A file comes column by
column: one call for the values of an item, however many rows there are.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import polars as pl

from jiuye.lib.identity import IdentityFacts, account_form, identity_facts, phone_form
from jiuye.lib.sealing import Sealer, aad, place
from jiuye.parties.identity import folded
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.language.placeholders import placeholders

Values = Sequence[str | None]  # of one item, row by row
Columns = dict[str, list[Any]]  # name → values, row by row

# The ending of a fact's column → its type; the ciphertext and every index are bytes.
_TYPES: dict[str, Any] = {
    "placeholder": pl.Boolean, "form": pl.String, "length": pl.Int64, "division": pl.String,
    "check_ok": pl.Boolean, "birth_date": pl.Date, "sex": pl.String,
}  # fmt: skip


def seal_frame(
    dataset: str, frame: pl.DataFrame, ids: Sequence[bytes], catalogue: Catalogue, sealer: Sealer
) -> pl.DataFrame:
    """`frame` (a column per item, sealed items as text) with each sealed item replaced by its columns: the
    ciphertext under the item's name, its index and facts beside it. ids: the rows' keys, 16 bytes each.
    An item no row has leaves no columns at all: the table's null stands for them."""
    for item in catalogue.items[dataset].values():
        if item.protection != "sealed" or item.name not in frame.columns:
            continue
        series = frame.get_column(item.name)
        frame = frame.drop(item.name)
        if series.null_count() == len(series):
            continue
        values, where = series.to_list(), place(dataset, item.name)
        there = [(v, i) for v, i in zip(values, ids, strict=True) if v is not None]
        sealed = iter(sealer.seal_all([v for v, _ in there], where, [i for _, i in there]))
        column = [None if v is None else next(sealed) for v in values]
        columns = {item.name: column, **fact_columns(item, values, catalogue, sealer)}
        frame = frame.hstack([_series(item, name, column) for name, column in columns.items()])
    return frame


def _series(item: Item, name: str, values: list[Any]) -> pl.Series:
    return pl.Series(name, values, dtype=_TYPES.get(name.removeprefix(f"{item.name}_"), pl.Binary))


def facts(item: Item, value: str | None, catalogue: Catalogue, sealer: Sealer) -> dict[str, Any]:
    """The plain columns beside one sealed item; all None for a missing value."""
    return {name: column[0] for name, column in fact_columns(item, [value], catalogue, sealer).items()}


def fact_columns(item: Item, values: Values, catalogue: Catalogue, sealer: Sealer) -> Columns:
    """The plain columns beside the values of one sealed item. Whether a value is a mere placeholder is a
    fact too: 记实率 (Art. 14) asks it of every substantive item."""
    listed, names = _lists_of(catalogue)
    indexes = iter(sealer.indexes((v.encode() for v in values if v is not None), item.seal_domain))
    columns: Columns = {
        f"{item.name}_index": [None if v is None else next(indexes) for v in values],
        f"{item.name}_placeholder": placeholders(values, listed, names),
    }
    extra = _EXTRA.get(item.name if item.dataset in _OF_ITEMS else "", _EXTRA.get(item.seal_domain))
    return columns | extra(item, values, columns[f"{item.name}_index"], sealer) if extra else columns


def _each(values: Values, of: Callable[[str], Any]) -> list[Any]:
    return [None if v is None else of(v) for v in values]


@lru_cache(maxsize=4)
def _lists_of(catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """The listed placeholders and the names of divisions."""
    lists = catalogue.code_lists
    return frozenset(lists["placeholder_value"].values()), frozenset(lists["division_all_years"].values())


_NO_FACTS = (None,) * len(IdentityFacts._fields)


def _identity(item: Item, values: Values, indexes: list[Any], sealer: Sealer) -> Columns:
    found = [_NO_FACTS if v is None else identity_facts(v) for v in values]
    by_fact = zip(IdentityFacts._fields, zip(*found, strict=True), strict=True)
    columns = {f"{item.name}_{name}": list(column) for name, column in by_fact}
    # Few numbers change when their letters are made capital: the index is there already.
    folded = [
        index if v is None or v.upper() == v else sealer.index(v.upper(), item.seal_domain)
        for v, index in zip(values, indexes, strict=True)
    ]
    return columns | {f"{item.name}_folded_index": folded}


def _representative(item: Item, values: Values, indexes: list[Any], sealer: Sealer) -> Columns:
    # As an account is known, however the file writes the number: 15 digits, a small x, gaps.
    return {f"{item.name}_folded_index": _each(values, lambda v: sealer.index(folded(v), item.seal_domain))}


def _disability(item: Item, values: Values, indexes: list[Any], sealer: Sealer) -> Columns:
    # The certificate's first 18 characters are the holder's identity number.
    return {f"{item.name}_id_index": _each(values, lambda v: sealer.index(v[:18], item.seal_domain))}


def _form(of: Callable[[str], str]) -> "Callable[[Item, Values, list[Any], Sealer], Columns]":
    return lambda item, values, indexes, sealer: {f"{item.name}_form": _each(values, of)}


_OF_ITEMS = ("person", "employer")  # whose sealed items bring facts of their own, by name
_EXTRA: dict[str, Callable[[Item, Values, list[Any], Sealer], Columns]] = {
    "id_number": _identity,
    "legal_rep_id_number": _representative,
    "disability_cert_no": _disability,
    "phone": _form(phone_form),
    "account": _form(account_form),
}


def open_item(dataset: str, row_id: UUID, item: str, sealed: bytes, sealer: Sealer) -> str:
    """The value of one sealed item. Only under an act that says so, or to mask it for display."""
    return sealer.open(bytes(sealed), aad(dataset, row_id, item))
