"""A table of the user's columns turned into a frame of the standard's items, ready to be cast."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import polars as pl

from jiuye.standards.casting_kinds import renewals
from jiuye.standards.catalogue import Catalogue

from .cells import restored
from .extra import extra_json
from .headers import Mapping
from .names import fold
from .table import ROW, Note, Slice, Table


class Arranged:
    """A table's slices under the names of the standard's items. headers: item → header text as written (to colour
    the user's own cells). notes and aside (headers that are no item): whole when the slices are through.

    Control characters in an item's own column are left to casting (I06), which says the same of a form; elsewhere
    they stay row faults (F04)."""

    def __init__(self, table: Table, mapping: Mapping, catalogue: Catalogue) -> None:
        self._table, self._mapping = table, mapping
        self._items, self._lists = catalogue.items[mapping.dataset], catalogue.code_lists
        self._present: dict[str, str] = {}  # of a named mapping: its column → header
        if mapping.via is None:
            self.headers = {item: column for column, item in mapping.items.items()}
        else:
            by_fold = {fold(c): c for c in table.columns}
            self._present = {n: by_fold[fold(n)] for n in mapping.via.columns if fold(n) in by_fold}
            self.headers = {i: self._present[n] for n, i in mapping.via.columns.items() if i and n in self._present}
        own = {} if mapping.via else self.headers
        self._heirs = {n: heirs for n in own if (heirs := renewals(self._items[n], catalogue))}
        self._coded = [n for n in own if table.kind == "csv" and self._lists.get(self._items[n].code_list)]
        self._renewed: Counter[tuple[str, str]] = Counter()
        self._lost: Counter[tuple[str, str, str]] = Counter()

    def slices(self) -> Iterator[Slice]:
        """`row_no`, a text column per item met, and `extra` (JSON text of what is no item, or null)."""
        own = set(self.headers.values())
        for rows, faults in self._table.slices:
            frame = self._arrange(rows)
            self._count(frame)
            yield Slice(frame, [f for f in faults if f.code != "F04" or f.column not in own])

    def _arrange(self, rows: pl.DataFrame) -> pl.DataFrame:
        via, aside = self._mapping.via, self._mapping.aside
        if via is not None:
            source = rows.select(ROW, *(pl.col(c).alias(name) for name, c in self._present.items()))
            return via.transform(source, rows.select(ROW, *aside))
        columns = (pl.col(column).alias(item) for item, column in self.headers.items())
        return rows.select(ROW, *columns, extra_json(rows, aside))

    def _count(self, frame: pl.DataFrame) -> None:
        for name in {*self._heirs, *self._coded}:
            counts = frame.get_column(name).drop_nulls().value_counts(name="n").rows()
            heirs = self._heirs.get(name, {})
            self._renewed.update({(name, code): n for code, n in counts if code in heirs})
            if name in self._coded:
                codes = self._lists[self._items[name].code_list]
                lost = {(name, text, full): n for text, n in counts if (full := restored(text, codes))}
                self._lost.update(lost)

    @property
    def aside(self) -> list[str]:
        return [h for h in self._mapping.aside if h not in self._table.empty]

    @property
    def notes(self) -> list[Note]:
        told = [n for n in self._mapping.notes if n.column not in self._table.empty]
        return [*self._table.notes, *told, *self._renewals(), *self._zeros()]

    def _renewals(self) -> Iterator[Note]:
        """Retired codes that casting reads as the codes in their place: said, column by column."""
        for (name, code), n in sorted(self._renewed.items()):
            header, heir = self.headers[name], self._heirs[name][code]
            words = f"“{header}”列有 {n} 格写的是已停用的代码 {code}，已按对应关系读作 {heir}。"
            yield Note("code_renewed", words, header, n)

    def _zeros(self) -> Iterator[Note]:
        """Codes in a text file that look as if a spreadsheet took their leading zeros: said, never changed."""
        for name, found in groupby(sorted(self._lost.items()), key=lambda lost: lost[0][0]):
            lost, header = list(found), self.headers[name]
            (_, text, full), total = lost[0][0], sum(n for _, n in lost)
            words = (
                f"“{header}”列有 {total} 格像是丢失了前面的 0（如 {text} 应为 {full}），未作改动。"
                "请把该列设为“文本”格式补齐后重新上传。"
            )
            yield Note("zeros_lost", words, header, total)
