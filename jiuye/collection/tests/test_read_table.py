"""Reading files as people send them: encodings, torn and hostile files, numbers spoilt by a spreadsheet."""

import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from jiuye.collection.channels import BadFile, Known, Limits
from jiuye.collection.tests.whole import Whole, read_table
from jiuye.standards.catalogue import load_files

KNOWN = Known.of(load_files(1), "person")
HEADER = "姓名,证件号码,民族,出生日期,备注"
ROW = "王小明,371098199308120010,01,1993-08-12,无"


def csv_file(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read_csv(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Whole:
    return read_table(csv_file(tmp_path, content, encoding), known=KNOWN)


def xlsx_file(tmp_path: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> Path:
    path = tmp_path / "in.xlsx"
    book = xlsxwriter.Workbook(str(path), options)
    fill(book)
    book.close()
    return path


def sheet_of(rows: Sequence[Sequence[object]]) -> Callable[[xlsxwriter.Workbook], None]:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("数据")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(r, c, cell)
                elif cell is not None:
                    sheet.write_number(r, c, cell)

    return fill


def changed(path: Path, part: str, pattern: bytes, into: bytes) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    parts[part], times = re.subn(pattern, into.replace(b"\\", b"\\\\"), parts[part])
    assert times
    with zipfile.ZipFile(path, "w") as z:
        for name, content in parts.items():
            z.writestr(name, content)


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(BadFile) as e:
        read_table(path, known=KNOWN, limits=limits)
    assert "请" in e.value.message
    assert e.value.message.endswith("。")
    return e.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    table = read_csv(tmp_path, f"{HEADER}\r\n{ROW}\r\n".replace(",", delimiter), encoding)
    assert table.columns == HEADER.split(",")
    assert list(table.frame.row(0)) == [1, *ROW.split(",")]
    assert table.faults == []


def test_characters_beyond_gbk(tmp_path: Path) -> None:
    assert read_csv(tmp_path, f"{HEADER}\n㐀𠮷,,,,\n", "gb18030").frame.item(0, "姓名") == "㐀𠮷"


def test_undecodable_says_the_byte(tmp_path: Path) -> None:
    whole = f"{HEADER}\n{ROW}\n".encode()
    path = csv_file(tmp_path, whole + b"\xe7\x8e," + ROW.encode())
    with pytest.raises(BadFile) as e:
        read_table(path, known=KNOWN)
    assert e.value.code == "encoding"
    assert f"第 {len(whole) + 1} 个字节" in e.value.message
    assert "第 3 行" in e.value.message
    assert refused(csv_file(tmp_path, "姓名\n张".encode("gbk") + b"\xff\xff")) == "encoding"
    assert refused(csv_file(tmp_path, b"\xff\xfe" + "姓名".encode("utf-16-le") + b"\x00")) == "encoding"


def test_damaged_utf8_is_not_taken_for_gbk(tmp_path: Path) -> None:
    """A Chinese UTF-8 file with one byte gone would often decode as GB 18030, into nonsense."""
    text = f"{HEADER}\n{ROW}\n".encode()
    assert refused(csv_file(tmp_path, text.replace("无".encode(), b"\xe6\x97"))) == "encoding"


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n \n", ",,,\n,,,\n"])
def test_empty(tmp_path: Path, content: str) -> None:
    assert refused(csv_file(tmp_path, content)) == "empty_file"


def test_header_only_and_duplicate_header(tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, HEADER)) == "no_rows"
    assert refused(csv_file(tmp_path, f"{HEADER}\n,,,,\n")) == "no_rows"
    assert refused(csv_file(tmp_path, f"{HEADER},姓 名\n{ROW},x\n")) == "duplicate_header"


def test_header_below_a_title(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f"威海市就业人员花名册\n\n填报单位,,\n{HEADER}\n{ROW}\n\n{ROW}\n")
    assert table.table.header_row == 4
    assert table.frame["row_no"].to_list() == [1, 3]
    assert [n.code for n in table.notes] == ["blank_rows"]


def test_quoted_newlines_and_quotes(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f'{HEADER}\n"王,小""明",,,,"一行\n二行"\n5" 管,,,,\n')
    assert table.frame["姓名"].to_list() == ['王,小"明', '5" 管']
    assert table.frame.item(0, "备注") == "一行\n二行"
    assert table.faults == []


def test_rows_of_the_wrong_width_are_kept_and_named(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f"{HEADER}\n{ROW}\n短,1\n{ROW},多出\n{ROW},,\n末,,,,\n")
    assert table.frame["姓名"].to_list() == ["王小明", "短", "王小明", "王小明", "末"]
    assert [(f.row_no, f.code) for f in table.faults] == [(2, "F02"), (3, "F01")]
    assert "6 格" in table.faults[1].message


def test_an_unclosed_quote_names_its_row(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f'{HEADER}\n{ROW}\n"王,,,,\n{ROW}\n')
    assert table.frame.height == 2
    assert [(f.row_no, f.code) for f in table.faults] == [(2, "F02")]
    assert "引号" in table.faults[0].message


def test_control_characters_are_row_faults(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f"{HEADER}\n{ROW}\n王\x00明,,,,\n王明,,,,a\x1bb\n")
    assert [(f.row_no, f.column, f.code) for f in table.faults] == [(2, "姓名", "F04"), (3, "备注", "F04")]
    assert table.frame.height == 3


def test_a_million_characters_refuse_the_row_and_not_the_file(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f"{HEADER}\n{ROW}\n王明,,,,{'长' * 1_000_000}\n{ROW}\n")
    assert table.frame.height == 3
    assert table.frame.item(1, "备注") is None
    assert [(f.row_no, f.column, f.code) for f in table.faults] == [(2, "备注", "F03")]
    assert "1,000,000" in table.faults[0].message
    assert len(table.faults[0].raw) == 100


def test_sql_html_and_formulas_in_text_are_kept_as_text(tmp_path: Path) -> None:
    names = ["'; DROP TABLE person; --", "<script>alert(1)</script>", "=1+1", "+86", "-1", "@sum"]
    table = read_csv(tmp_path, HEADER + "".join(f"\n{n},,,," for n in names))
    assert table.frame["姓名"].to_list() == names
    assert table.faults == []


def test_scientific_notation_in_csv_is_lost_precision(tmp_path: Path) -> None:
    table = read_csv(tmp_path, f"{HEADER}\n王明,3.71098E+17,,,\n王明,3.7E+17,,,\n王明,12,1E5,,\n")
    assert [(f.row_no, f.column, f.code) for f in table.faults] == [
        (1, "证件号码", "F05"), (2, "证件号码", "F05"),
    ]  # fmt: skip
    assert "文本" in table.faults[0].message


def test_limits(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER}\n" + f"{ROW}\n" * 10)
    assert refused(path, Limits(rows=9)) == "too_many_rows"
    assert refused(path, Limits(bytes=100)) == "too_big"
    assert refused(path, Limits(columns=4)) == "too_many_columns"
    assert read_table(path, known=KNOWN, limits=Limits(rows=10)).frame.height == 10


def test_without_known_names_the_first_row_with_two_cells_is_the_header(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, "标题\na;b\n1;2\n")).columns == ["a", "b"]


def test_numbers_dates_and_codes_from_a_spreadsheet(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["姓名", "证件号码", "民族", "出生日期", "手机号码", "备注", "建档时间"])
        sheet.write_row(1, 0, ["甲", "371098199308120010", 1, 34193, 13800000000, 1.5])
        sheet.write_datetime(1, 6, datetime(2024, 1, 5, 8, 30), day)
        sheet.write_row(2, 0, ["乙", 3.7109819930812e17, "1", "1993/8/12", 0.1 + 0.2, 12.0])
        sheet.write_datetime(2, 6, datetime(2024, 1, 5), day)
        sheet.write_row(3, 0, ["丙", 371098930812001, 99, 1993, -5])

    table = read_table(xlsx_file(tmp_path, fill), known=KNOWN)
    assert table.frame.rows() == [
        (1, "甲", "371098199308120010", "01", "1993-08-12", "13800000000", "1.5", "2024-01-05 08:30:00"),
        (2, "乙", "3.71098199308120E+17", "1", "1993/8/12", "0.3", "12", "2024-01-05"),
        (3, "丙", "371098930812001", "99", "1993", "-5", None, None),
    ]
    assert [(f.row_no, f.column, f.code) for f in table.faults] == [(2, "证件号码", "F05")]
    assert {n.code: n.count for n in table.notes} == {"zeros_restored": 1, "serial": 1}
    assert "1 → 01" in next(n.message for n in table.notes if n.code == "zeros_restored")


def test_day_numbers_of_a_1904_workbook(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([["姓名", "出生日期"], ["甲", 32731]]), date_1904=True)
    assert read_table(path, known=KNOWN).frame.item(0, "出生日期") == "1993-08-12"


def test_formulas_give_their_results_and_their_errors_are_named(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["姓名", "证件号码", "备注"])
        sheet.write_formula(2, 1, '="王"&"明"', None, "王明")
        sheet.write_formula(2, 3, "=1+1", None, 2)
        sheet.write_string(3, 1, "=cmd|' /C calc'!A0")
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")

    table = read_table(xlsx_file(tmp_path, fill), known=KNOWN)
    assert table.frame.rows() == [(1, "王明", None, "2"), (2, "=cmd|' /C calc'!A0", None, None)]
    assert [(f.row_no, f.column, f.code) for f in table.faults] == [(2, "证件号码", "F06")]


def test_merged_title_and_merged_cells(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "花名册")
        sheet.write_row(1, 0, ["姓名", "证件号码", "备注"])
        sheet.write_column(2, 0, ["甲", "乙", "丙"])
        sheet.merge_range(2, 2, 3, 2, "同厂")

    table = read_table(xlsx_file(tmp_path, fill), known=KNOWN)
    assert table.frame["备注"].to_list() == ["同厂", "同厂", None]
    assert [n.code for n in table.notes] == ["merged"]


def test_the_sheet_whose_header_fits_and_never_a_hidden_one(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("说明").write_row(0, 0, ["填表说明", "请按要求填写"])
        hidden = book.add_worksheet("藏")
        hidden.write_row(0, 0, HEADER.split(","))
        hidden.write_row(1, 0, ROW.split(","))
        hidden.hide()
        shown = book.add_worksheet("人员")
        shown.write_row(3, 0, HEADER.split(","))
        shown.write_row(4, 0, ROW.split(","))

    table = read_table(xlsx_file(tmp_path, fill), known=KNOWN)
    assert (table.table.sheet, table.table.header_row) == ("人员", 4)
    assert [n.code for n in table.notes] == ["sheets"]


def test_columns_without_a_header(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([["姓名", "", "备注", ""], ["甲", "x", "b", ""]]))
    table = read_table(path, known=KNOWN)
    assert table.columns == ["姓名", "第2列", "备注"]
    assert [n.code for n in table.notes] == ["unnamed_column"]


def test_torn_workbook(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([HEADER.split(","), *[ROW.split(",")] * 200]))
    whole = path.read_bytes()
    for size in (10, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:size])
        assert refused(path) == "torn"
    for at in range(100, len(whole), len(whole) // 60):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with suppress(BadFile):  # anything else would be a crash
            read_table(path, known=KNOWN)


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", "<workbook/>")
        z.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    assert refused(path) == "zip_bomb"


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", "<workbook/>")
        z.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 50_000_000), struct.pack("<I", 1000)))
    assert refused(path) == "zip_bomb"


def test_too_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as z:
        for n in range(2_001):
            z.writestr(f"{n}.xml", "")
    assert refused(path) == "zip_bomb"


def test_two_cells_far_apart_are_not_laid_out(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write(1_048_575, 16_383, "x")

    assert refused(xlsx_file(tmp_path, fill)) == "sparse_sheet"


@pytest.mark.parametrize(
    "tag",
    ['<c r="A9999999999">', '<c r="XFD1048576" r="A2">', '<c x="&gt;>" r="XFD1048576">',
     "<c r='A2' x=\" r='B2'\">", "<c r=XFD1048576>", '<c <c r="A2"> r="XFD1048576">', '<c x="<c r="A2">" r="XFD9">'],
)  # fmt: skip
def test_cell_tags_in_an_odd_form_never_reach_the_reader(tmp_path: Path, tag: str) -> None:
    """Such an address makes the reader ask for more memory than there is, which ends the whole process."""
    path = xlsx_file(tmp_path, sheet_of([HEADER.split(","), ROW.split(",")]))
    changed(path, "xl/worksheets/sheet1.xml", rb'<c r="A2" t="s">', tag.encode())
    assert refused(path) == "torn"


def test_a_claim_of_more_texts_than_there_are_bytes(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([HEADER.split(","), ROW.split(",")]))
    changed(path, "xl/sharedStrings.xml", rb'uniqueCount="[0-9]+"', b'uniqueCount="39999999995"')
    assert refused(path) == "torn"


def test_a_dimension_that_is_not_so(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([HEADER.split(","), ROW.split(",")]))
    changed(path, "xl/worksheets/sheet1.xml", rb'ref="A1:E2"', b'ref="A1:XFD1048576"')
    assert list(read_table(path, known=KNOWN).frame.row(0)) == [1, *ROW.split(",")]


def test_cells_without_an_address_are_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([HEADER.split(","), ROW.split(",")]))
    changed(path, "xl/worksheets/sheet1.xml", rb'<c r="[A-Z]+[0-9]+"', b"<c")
    assert list(read_table(path, known=KNOWN).frame.row(0)) == [1, *ROW.split(",")]


def test_files_of_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    path.write_bytes(ole)
    assert refused(path) == "old_xls"
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path) == "encrypted"
    path.write_bytes(b"%PDF-1.7")
    assert refused(path) == "not_table"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("word/document.xml", "<x/>")
    assert refused(path) == "not_xlsx"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("xl/workbook.bin", "x")
    assert refused(path) == "xlsb"


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    assert refused(path) == "doctype"


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, sheet_of([HEADER.split(","), ROW.split(",")]))
    assert read_table(path.rename(tmp_path / "x.csv"), known=KNOWN).table.kind == "xlsx"
