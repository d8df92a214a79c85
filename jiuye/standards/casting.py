"""Text into typed values, item by item, and what is wrong with each. Art. 5, 13.

One function for a form (one row) and a file (a million): the verdict is the same because the code is.
Conditional items and rules across items are not judged here; the rules in the database do that.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from jiuye.standards.casting_kinds import LATER, Plan, plan_for
from jiuye.standards.catalogue import Catalogue

ROW, EXTRA = "row_no", "extra"
# What the system itself fills when a record is taken in: its absence from a file is no fault.
SYSTEM_ITEMS = frozenset(
    [
        "created_at", "agency_code", "handler_id", "handled_at", "channel",
        "reviewer_id", "reviewed_at", "review_result", "valid_flag", "source_system",
        "updated_at", "updated_by",
        "person_id", "employer_id", "registration_id",
    ]
)  # fmt: skip


@dataclass(frozen=True)
class ItemFault:
    """One value at fault. row_no: as in the frame given. raw: the text as it came (None when absent).

    Codes: I01 not a date, I02 not a number (or one the item cannot hold), I03 too long, I04 not in the code
    list, I05 required and missing, I06 control characters. After I01 and I02 the typed value is null; after
    I03, I04 and I06 it is kept.
    """

    row_no: int
    item: str
    code: str
    message: str
    raw: str | None = None
    severity: str = "error"


@dataclass(frozen=True)
class Cast:
    """frame: `row_no`, every item of the dataset with its type (absent ones null), `extra` if it was there.
    found: the faults as a frame of row_no, item, code, raw (a file may have millions); sentences: the
    message of an (item, code)."""

    frame: pl.DataFrame
    found: pl.DataFrame
    sentences: dict[tuple[str, str], str]

    @cached_property
    def faults(self) -> list[ItemFault]:
        return self.first()

    def first(self, most: int | None = None) -> list[ItemFault]:
        """The first `most` faults in order of row, item and code."""
        rows = (self.found if most is None else self.found.head(most)).rows()
        return [ItemFault(r, item, code, self.sentences[item, code], raw) for r, item, code, raw in rows]


def cast(
    frame: pl.DataFrame,
    dataset: str,
    catalogue: Catalogue,
    system_items: frozenset[str] = frozenset(),
) -> Cast:
    """Type every item of `dataset` in a frame of text.

    White space only is null. Types: String, Date, Datetime (us, Asia/Shanghai), Int64, Decimal(38, places).
    Text is kept exactly as written, also when too long or an unknown code; what is no date or number
    becomes null, its text staying in the fault. `row_no` is made (1, 2, …) when absent; `extra` passes
    through; other columns are left out. system_items: required items whose absence is no fault.
    """
    plan = plan_for(catalogue, dataset)
    text = _text(frame, plan)
    typed = text.select(ROW, *plan.typed)
    masks = text.hstack(typed.drop(ROW)).select(plan.masks)
    typed, masks = _second_reading(text, typed, masks, plan)
    found = _gather(text, masks, plan, system_items)
    done = typed.rename(plan.names)
    if EXTRA in frame.columns:
        done = done.with_columns(frame.get_column(EXTRA))
    return Cast(done, found, plan.sentences)


def _text(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """`row_no` and all items as text, white space alone as null."""
    if ROW not in frame.columns:
        frame = frame.with_row_index(ROW, offset=1)
    present = set(frame.columns)
    columns = [plan.text[n] if n in present else plan.absent[n] for n in plan.items]
    return frame.select(pl.col(ROW).cast(pl.Int64), *columns)


def _second_reading(
    text: pl.DataFrame, typed: pl.DataFrame, masks: pl.DataFrame, plan: Plan
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Dates not written YYYY-MM-DD: the slower forms, only for the cells that need them."""
    for name, later in plan.later.items():
        mask = masks.get_column(f"{name}|I01")
        if not mask.any():
            continue
        at = mask.arg_true()
        value = text.get_column(name).gather(at).to_frame().select(later).to_series()
        column = typed.get_column(name + LATER).scatter(at, value)
        typed = typed.with_columns(column)
        masks = masks.with_columns(mask.scatter(at, value.is_null()))
    return typed, masks


def _gather(text: pl.DataFrame, masks: pl.DataFrame, plan: Plan, system_items: frozenset[str]) -> pl.DataFrame:
    """The cells under the masks as rows of (row_no, item, code, raw), in order of row, item and code."""
    kinds, counts, rows, raws = [], [], [], []
    totals = masks.sum().row(0)
    for (item, code), mask, total in zip(plan.sentences, masks, totals, strict=True):
        if total and not (code == "I05" and item in system_items):
            kinds.append((item, code))
            counts.append(total)
            rows.append(text.get_column(ROW).filter(mask))
            raws.append(text.get_column(item).filter(mask).alias("raw"))
    if not kinds:
        return pl.DataFrame(schema={ROW: pl.Int64, "item": pl.String, "code": pl.String, "raw": pl.String})
    kind = pl.select(pl.Series(range(len(kinds))).repeat_by(pl.Series(counts)).explode()).to_series()
    found = pl.DataFrame([pl.concat(rows), kind.alias("kind"), pl.concat(raws)]).sort(ROW, "kind")
    items = pl.Series("item", [item for item, _ in kinds])
    codes = pl.Series("code", [code for _, code in kinds])
    order = found.get_column("kind")
    return found.select(ROW, items.gather(order), codes.gather(order), "raw")


__all__ = ["SYSTEM_ITEMS", "Cast", "ItemFault", "cast"]
