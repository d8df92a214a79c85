"""Rows an employer hands in for itself: what need not be written, whose staff is on file, what is another's. Art. 6(3).

As texts, before anything is cast: a form and a file alike.
"""

from collections.abc import Mapping

import polars as pl

from jiuye.collection.rows import Source
from jiuye.collection.staging import Faults
from jiuye.parties import founding
from jiuye.parties.sessions import scope, standing_session
from jiuye.records.own import person_numbers

FOREIGN: Mapping[str, str] = {
    "item": "uscc", "rule_id": "C051", "severity": "error",
    "message": "这一行写的是别的单位，只能报本单位的，请改正或删去这一行。",
}  # fmt: skip
_UNKNOWN = {
    "item": "id_number", "rule_id": "C053", "severity": "error",
    "message": "库中没有这个人的档案，或姓名与档案不一致。请看证件改正；没有档案的，请他本人先到窗口建档。",
}  # fmt: skip


def owned(source: Source, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with what they say whether it is written or not, and the numbers of the persons they name."""
    said = [_written(n, frame).fill_null(v).alias(n) for n, v in source.own.items()]
    if source.own and {"id_number", "name"} <= set(frame.columns):
        said.append(_persons(frame).alias("person_id"))
    return frame.with_columns(said)


def foreign(source: Source, frame: pl.DataFrame) -> list[int]:
    """Numbers of the rows that name another employer than the one they are handed in for."""
    named = [n for n in ("employer_id", "uscc") if n in source.own and n in frame.columns]
    other = [_written(n, frame).str.to_uppercase() != source.own[n] for n in named]
    return frame.filter(pl.any_horizontal(other)).get_column("row_no").to_list() if other else []


def own_words(source: Source, faults: Faults) -> Faults:
    """An employer knows no person's number: where none was found, he is told of the identity number instead."""
    if source.own:
        for some in faults.values():
            some[:] = [dict(_UNKNOWN) if (f["item"], f["rule_id"]) == ("person_id", "I05") else f for f in some]
    return faults


def _persons(frame: pl.DataFrame) -> pl.Expr:
    pairs = list(zip(frame.get_column("id_number"), frame.get_column("name"), strict=True))
    with scope(standing_session(founding.MACHINE)):
        numbers = person_numbers({((i or "").strip(), (n or "").strip()) for i, n in pairs})
    found = [numbers.get(((i or "").strip(), (n or "").strip())) for i, n in pairs]
    return pl.lit(pl.Series("person_id", found, dtype=pl.Utf8))


def _written(name: str, frame: pl.DataFrame) -> pl.Expr:
    """What stands in a column, null where nothing does."""
    if name not in frame.columns:
        return pl.lit(None, dtype=pl.Utf8)
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)
