"""The XLSX part of `jiuye bench intake`: a workbook taken over, and its copy with an 错误 column given back.

peers: openpyxl alone, which reads every cell and judges nothing; django-import-export, on a sample.
"""

import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter


def write(source: Path, to: Path, rows: int) -> Path:
    """The first rows of a CSV file as a workbook of texts."""
    book = xlsxwriter.Workbook(str(to), {"constant_memory": True})
    sheet = book.add_worksheet("数据")
    for r, row in enumerate(_rows(source, rows)):
        for c, cell in enumerate(row):
            if cell:
                sheet.write_string(r, c, cell)
    book.close()
    return to


def _rows(source: Path, rows: int) -> Iterator[list[str]]:
    with source.open(encoding="utf-8", newline="") as f:
        for _, row in zip(range(rows + 1), csv.reader(f), strict=False):
            yield row


def product(file: Path) -> dict[str, Any]:
    import django

    django.setup()
    from jiuye.collection import actions, staging
    from jiuye.collection.counter import warm
    from jiuye.collection.files import annotated
    from jiuye.front.demo import ORDER, session_of

    manager = session_of("manager")
    warm("person", by=session_of("clerk"))
    began = time.perf_counter()
    submission, _ = actions.inherit("person", file, by=manager, order_number=ORDER)
    taken = time.perf_counter()
    faults = staging.faults_of("person", submission.pk, None)
    annotated(submission, file, faults, file.with_name("annotated.xlsx"))
    told = {"rows": submission.rows, "stored": submission.admitted, "faulty_rows": len({f["row"] for f in faults})}
    return told | {"seconds": taken - began, "annotate_seconds": time.perf_counter() - taken}


def openpyxl(file: Path) -> dict[str, Any]:
    from openpyxl import load_workbook

    began = time.perf_counter()
    book = load_workbook(file, read_only=True)
    rows = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    return {"rows": rows - 1, "seconds": time.perf_counter() - began}


if __name__ == "__main__":
    from bench.figures import peak_mib

    done = {"product": product, "openpyxl": openpyxl}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(done | {"peak_mib": peak_mib()}))
