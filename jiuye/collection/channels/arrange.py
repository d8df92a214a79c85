"""A table of the user's columns turned into a frame of the standard's items, ready to be cast."""

from dataclasses import dataclass

import polars as pl

from jiuye.standards.casting_kinds import renewals
from jiuye.standards.catalogue import Catalogue, Item

from .cells import restored
from .extra import extra_json
from .headers import Mapping
from .names import fold
from .table import ROW, Note, RowFault, Table


@dataclass(frozen=True)
class Arranged:
    """frame: `row_no`, a text column per item met, and `extra` (JSON text of what is no item, or null).
    headers: item → header text as written (to colour the user's own cells). faults: of single rows."""

    frame: pl.DataFrame
    headers: dict[str, str]
    faults: list[RowFault]
    notes: list[Note]


def arrange(table: Table, mapping: Mapping, catalogue: Catalogue) -> Arranged:
    """Columns to items. Control characters in an item's own column are left to casting (I06), which says
    the same of a form; elsewhere they stay row faults (F04)."""
    if mapping.via is not None:
        return _via(table, mapping)
    headers = {item: column for column, item in mapping.items.items()}
    frame = table.frame.select(
        ROW,
        *(pl.col(column).alias(item) for item, column in headers.items()),
        extra_json(table.frame, mapping.aside),
    )
    own = set(mapping.items)
    faults = [f for f in table.faults if f.code != "F04" or f.column not in own]
    notes = [*table.notes, *mapping.notes]
    notes += renewed(frame, catalogue, mapping.dataset, headers)
    if table.kind == "csv":
        notes += lost_zeros(frame, catalogue.items[mapping.dataset], headers, catalogue.code_lists)
    return Arranged(frame, headers, faults, notes)


def _via(table: Table, mapping: Mapping) -> Arranged:
    via = mapping.via
    assert via is not None
    by_fold = {fold(c): c for c in table.columns}
    present = {name: by_fold[fold(name)] for name in via.columns if fold(name) in by_fold}
    source = table.frame.select(ROW, *(pl.col(c).alias(name) for name, c in present.items()))
    frame = via.transform(source, table.frame.select(ROW, *mapping.aside))
    headers = {item: present[name] for name, item in via.columns.items() if item and name in present}
    faults = [f for f in table.faults if f.code != "F04" or f.column not in headers.values()]
    return Arranged(frame, headers, faults, [*table.notes, *mapping.notes])


def renewed(frame: pl.DataFrame, catalogue: Catalogue, dataset: str, headers: dict[str, str]) -> list[Note]:
    """Retired codes that casting will read as the codes in their place: said, column by column."""
    notes = []
    for name, header in headers.items():
        heirs = renewals(catalogue.items[dataset][name], catalogue)
        if not heirs:
            continue
        counts = frame.get_column(name).drop_nulls().value_counts(name="n").rows()
        for code, n in sorted((code, n) for code, n in counts if code in heirs):
            words = f"“{header}”列有 {n} 格写的是已停用的代码 {code}，已按对应关系读作 {heirs[code]}。"
            notes.append(Note("code_renewed", words, header, n))
    return notes


def lost_zeros(
    frame: pl.DataFrame, items: dict[str, Item], headers: dict[str, str], lists: dict[str, dict[str, str]]
) -> list[Note]:
    """Codes in a text file that look as if a spreadsheet took their leading zeros: said, never changed."""
    notes = []
    for name, header in headers.items():
        codes = lists.get(items[name].code_list)
        if not codes:
            continue
        counts = frame.get_column(name).drop_nulls().value_counts(name="n")
        lost = [(text, full, n) for text, n in counts.rows() if (full := restored(text, codes))]
        if lost:
            text, full, _ = min(lost)
            total = sum(n for _, _, n in lost)
            words = (
                f"“{header}”列有 {total} 格像是丢失了前面的 0（如 {text} 应为 {full}），未作改动。"
                "请把该列设为“文本”格式补齐后重新上传。"
            )
            notes.append(Note("zeros_lost", words, header, total))
    return notes
