"""The user's file comes back with its faults, and can be sent again."""

import csv
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from jiuye.collection.channels import Known, annotate
from jiuye.collection.channels.escape import escaped
from jiuye.collection.tests.whole import read_table
from jiuye.standards.catalogue import load_files

KNOWN = Known.of(load_files(1), "person")
FAULTS = [
    (3, "birth_date", "R004", "warning", "出生日期与证件号码不一致。请看证件改正。"),
    (3, "name", "I05", "error", "“姓名”是必填项，没有填写，请补填。"),
    (1, "birth_date", "I01", "error", "=恶意"),
]
HEADERS = {"name": "姓名", "birth_date": "出生日期"}
ROWS = [["=1+1", "a", "x"], ["+86", "b", "1993-08-12"], ["", "c", "1993-08-12"]]


def csv_rows(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    rows = [["花名册"], ["姓名", "证件号码", "出生日期"], *ROWS[:2], [], ROWS[2]]
    body = "\r\n".join(";".join(r) for r in rows)
    path.write_bytes(body.encode("gbk"))
    return path


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Path:
    path = tmp_path / "in.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("人员")
    sheet.write_string(0, 0, "花名册")
    sheet.write_row(1, 0, ["姓名", "证件号码", "出生日期"])
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            sheet.write_string(r + 2, c, cell)
    sheet.write_formula(3, 1, '="b"&""', None, "b")
    sheet.set_column(0, 0, 33)
    other = book.add_worksheet("附注")
    other.write_string(0, 0, "=HYPERLINK(1)")
    other.hide()
    book.close()
    return path


def test_csv(csv_file: Path, tmp_path: Path) -> None:
    shifted = [(4 if f[0] == 3 else f[0], *f[1:]) for f in FAULTS]
    out = annotate(csv_file, shifted, tmp_path / "out.xlsx", known=KNOWN)
    assert out == tmp_path / "out.csv"
    assert csv_rows(out) == [
        ["花名册"],
        ["姓名", "证件号码", "出生日期", "错误"],
        ["'=1+1", "a", "x", "'=恶意（I01）"],
        ["'+86", "b", "1993-08-12", ""],
        [],
        ["", "c", "1993-08-12",
         "“姓名”是必填项，没有填写，请补填（I05）；出生日期与证件号码不一致。请看证件改正（R004）"],
    ]  # fmt: skip


def test_annotated_csv_sent_again_reads_as_before(csv_file: Path, tmp_path: Path) -> None:
    before = read_table(csv_file, known=KNOWN)
    out = annotate(csv_file, FAULTS, tmp_path / "out", known=KNOWN)
    after = read_table(out, known=KNOWN)
    assert after.table.returned
    assert after.columns == before.columns
    assert after.frame.equals(before.frame)
    again = annotate(out, [(1, "name", "I05", "error", "新")], tmp_path / "again", known=KNOWN)
    assert [r[3:] for r in csv_rows(again)[1:4]] == [["错误"], ["新（I05）"], [""]]
    assert read_table(again, known=KNOWN).frame.equals(before.frame)


def test_xlsx(xlsx_file: Path, tmp_path: Path) -> None:
    out = annotate(xlsx_file, FAULTS, tmp_path / "out.xlsx", known=KNOWN, headers=HEADERS)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["人员", "附注", "汇总"]
    sheet = book["人员"]
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=2)] == [
        ["姓名", "证件号码", "出生日期", "错误"],
        ["'=1+1", "a", "x", "'=恶意（I01）"],
        ["'+86", "b", "1993-08-12", None],
        [None, "c", "1993-08-12",
         "“姓名”是必填项，没有填写，请补填（I05）；出生日期与证件号码不一致。请看证件改正（R004）"],
    ]  # fmt: skip
    assert "f" not in {c.data_type for row in sheet.iter_rows() for c in row}
    assert sheet["C3"].fill.fgColor.rgb == sheet["A5"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet["C5"].fill.fgColor.rgb == "00FFEB9C"
    assert sheet["B3"].fill.fill_type is None
    assert sheet.column_dimensions["A"].width > 30
    assert book["附注"]["A1"].value == "'=HYPERLINK(1)"
    summary = [[c.value for c in row] for row in book["汇总"].iter_rows(min_row=2)]
    assert summary[0] == ["规则", "程度", "处数", "说明（一例）"]
    assert {tuple(r[:3]) for r in summary[1:]} == {
        ("I01", "错误", 1), ("I05", "错误", 1), ("R004", "提醒", 1),
    }  # fmt: skip
    assert "有错误的行：2" in str(book["汇总"]["A1"].value)


def test_annotated_xlsx_sent_again_reads_as_before(xlsx_file: Path, tmp_path: Path) -> None:
    before = read_table(xlsx_file, known=KNOWN)
    out = annotate(xlsx_file, FAULTS, tmp_path / "out.xlsx", known=KNOWN, headers=HEADERS)
    after = read_table(out, known=KNOWN)
    assert (after.columns, after.table.sheet, after.table.returned) == (before.columns, "人员", True)
    assert after.frame.equals(before.frame)
    again = annotate(out, [], tmp_path / "again.xlsx", known=KNOWN)
    sheet = openpyxl.load_workbook(again)["人员"]
    assert [c.value for c in sheet["D"]] == [None, "错误", None, None, None]
    assert sheet["A3"].value == "'=1+1"
    assert openpyxl.load_workbook(again).sheetnames == ["人员", "附注", "汇总"]


def test_a_very_large_or_spoilt_workbook_is_written_plainly(
    xlsx_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("jiuye.collection.channels.annotate"), "_STYLED", 0)
    before = read_table(xlsx_file, known=KNOWN)
    out = annotate(xlsx_file, FAULTS, tmp_path / "out.xlsx", known=KNOWN, headers=HEADERS)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["人员", "汇总"]
    sheet = book["人员"]
    assert [c.value for c in sheet[3]] == ["'=1+1", "a", "x", "'=恶意（I01）"]
    assert sheet["C3"].fill.fgColor.rgb == "FFFFC7CE"
    assert "f" not in {c.data_type for row in sheet.iter_rows() for c in row}
    assert read_table(out, known=KNOWN).frame.equals(before.frame)


def test_what_xml_does_not_hold_as_it_is_comes_back_from_a_plain_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.xlsx"
    odd = ["<a&b>", " 前 后 ", "二\n行", "]]>", "\ufffd", "a\tb", "x" * 4000, "😀", "_x0041_"]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("人员 & <1>")
        sheet.write_row(0, 0, ["姓名", "证件号码", "出生日期"])
        for at, text in enumerate(odd, 1):
            sheet.write_string(at, 0, text)
            sheet.write_number(at, 1, at / 3)
            sheet.write_boolean(at, 2, at % 2 == 0)
    plain = import_module("jiuye.collection.channels.annotate")
    monkeypatch.setattr(plain, "_STYLED", 0)
    faults = [(1, "name", "I05", "error", "<错> & “x”"), (2, "", "R1", "warning", "整行")]
    out = annotate(path, faults, tmp_path / "out.xlsx", known=KNOWN, headers=HEADERS)
    before, after = read_table(path, known=KNOWN).frame, read_table(out, known=KNOWN).frame
    assert after.equals(before)
    sheet = openpyxl.load_workbook(out)["人员 & <1>"]
    assert [sheet.cell(at, 1).value for at in range(2, len(odd) + 1)] == odd[:-1]  # openpyxl undoes no _x005F_
    assert sheet["D2"].value == "<错> & “x”（I05）"
    assert sheet["B2"].value == 1 / 3


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])
def test_escaping(text: str) -> None:
    assert escaped(text) == "'" + text
    assert escaped("a" + text) == "a" + text
