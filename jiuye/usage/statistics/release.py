"""What leaves the house of a statistic: a table frozen as asked for, and the document it is printed as. Art. 11."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jiuye.lib.clock import ZONE
from jiuye.lib.official.outline import Block, Cell, Column, Heading, Outline, Para, Signature, Table
from jiuye.lib.official.wording import day, printable
from jiuye.lib.sealing import sm3
from jiuye.usage.statistics import shown
from jiuye.usage.statistics.definitions import Definitions, Report
from jiuye.usage.statistics.published import WHY

WIDTH, FIRST = 156.0, 34.0  # millimetres of a page's text; of the column of groups


def content(told: Definitions, report: Report, figures: shown.Figures, measures: Sequence[str]) -> list[dict[str, Any]]:
    """One table a measure and dimension, with the small cells hidden: what is approved, and nothing else, is given."""
    found = []
    for name in measures:
        measure = report.measures[name]
        for dimension in measure.dimensions:
            named = shown.groups(told, dimension, figures, name)
            lines = shown.lines(figures, measure, dimension, list(named), sees_rows=False)
            found.append(
                {
                    "measure": measure.label, "unit": measure.unit, "meaning": measure.meaning, "basis": measure.basis,
                    "by": told.dimensions[dimension], "places": [line.name for line in lines],
                    "rows": [
                        [label, *(line.cells[n].text for line in lines)]
                        for n, label in enumerate(["合计", *named.values()])
                    ],
                }
            )  # fmt: skip
    return found


def digest(tables: Sequence[dict[str, Any]]) -> str:
    """SM3 of the frozen tables."""
    return sm3(json.dumps(tables, ensure_ascii=False, sort_keys=True).encode()).hex()


def outline(
    tables: Sequence[dict[str, Any]], *, number: str, title: str, recipient: str, purpose: str, unit: str,
    threshold: int, source: str, at: datetime, demo: bool,
) -> Outline:  # fmt: skip
    """The document, for `lib.official` to set."""
    blocks: list[Block] = [Para(f"应{recipient}的需要，提供下列统计数据，用于{purpose}。"), Para(source)]
    for n, table in enumerate(tables):
        if n == 0 or tables[n - 1]["measure"] != table["measure"]:
            blocks += [Heading(table["measure"]), Para(f"{table['meaning']}。（{table['basis']}）")]
        blocks.append(_table(table))
    blocks.append(Para(f"表中“…”：{WHY.format(threshold=threshold)}，不予列出。未经同意不得转给他人或作他用。"))
    blocks.append(Signature(unit, day(at.astimezone(ZONE).date()), "（印章）", ""))
    running = "演示数据，均为合成，不具公文效力" if demo else ""
    done: Outline = printable(Outline(unit, number, title, recipient, running, tuple(blocks)))
    return done


def _table(table: dict[str, Any]) -> Table:
    width = (WIDTH - FIRST) / max(len(table["places"]), 1)
    columns = [Column(table["by"], FIRST), *(Column(name, width, "right") for name in table["places"])]
    rows = tuple(tuple(Cell(text) for text in row) for row in table["rows"])
    return Table(f"{table['measure']}（{table['unit']}），按{table['by']}", tuple(columns), rows)
