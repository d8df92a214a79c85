"""Files that are not what they should be: one clear sentence, nothing kept, the refusal on file. Art. 6(1), 17."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from jiuye.collection import actions, staging
from jiuye.collection.channels import BadFile
from jiuye.collection.models import Submission
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries
from tests.clean import Row, persons, write
from tests.collection.steps import order

pytestmark = pytest.mark.article("6(1)")

HEADER = "id_type,id_number,name,sex,birth_date,mobile_phone\n"
LINE = "01,371002199001011234,丛一,1,1990-01-01,13800000000\n"


def workbook(rows: Sequence[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    header = list(rows[0])
    sheet.append(header)
    for row in rows:
        sheet.append([row[n] for n in header])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small XLSX that unpacks to a thousand times its size."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(persons(1)))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bad,
    ):
        for name in good.namelist():
            if name != "xl/worksheets/sheet1.xml":
                bad.writestr(name, good.read(name))
        with bad.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(256):
                sheet.write(b" " * (1 << 20))
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def torn() -> bytes:
    whole = workbook(persons(30))
    return whole[: len(whole) * 2 // 3]


def damaged() -> bytes:
    """Chinese in UTF-8, then bytes of nothing."""
    return (HEADER + LINE * 20).encode() + b"01,\xff\xfe\xff,\xe4\xb8\n"


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("empty_file", lambda: b""),
    "only a header": ("no_rows", lambda: HEADER.encode()),
    "only white space": ("empty_file", lambda: b"  \n\n \n"),
    "a torn workbook": ("", torn),
    "a zip bomb": ("", bomb),
    "a zip of something else": ("", lambda: zipped("readme.txt", b"hello")),
    "two columns of one name": ("duplicate_header", lambda: (HEADER.replace("sex", "name") + LINE).encode()),
    "two columns of one item": ("duplicate_header", lambda: (HEADER.replace("sex", "姓名") + LINE).encode()),
    "another dataset": ("wrong_dataset", lambda: EMPLOYERS.encode()),
    "no header known": ("", lambda: b"alpha,beta,gamma\n1,2,3\n"),
    "damaged text": ("encoding", damaged),
    "an old workbook": ("old_xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
    "a PDF": ("not_table", lambda: b"%PDF-1.7\n" + bytes(100)),
    "a picture": ("", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
}
EMPLOYERS = (
    "uscc,employer_name,legal_representative,employer_type,economic_type,industry_code,registered_date,address\n"
    "91371000MA3C000000,威海某某有限公司,毕某,10,110,A01,2020-01-01,环翠楼街道\n"
)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(name, content)
    return out.getvalue()


def tried(session: SessionOf, path: Path, way: str, number: str) -> None:
    if way == "inherit":
        actions.inherit("person", path, by=session("manager"), order_number=number)
    else:
        getattr(actions, way)("person", path, by=session("clerk2"))


def kept(house: Instance) -> tuple[int, int]:
    return (
        asked(house, "select count(*) from work.stage_person"),
        asked(house, "select count(*) from jiuye.collection_submission"),
    )


def one_clear_sentence(text: str) -> None:
    assert text.endswith("。"), text
    assert 10 <= len(text) <= 200
    assert text.count("。") <= 2
    assert not any(word in text for word in ("Traceback", "Error", "Exception", "None", "polars", "codec")), text
    assert sum("\u4e00" <= c <= "\u9fff" for c in text) >= len(text) // 3, text


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("way", ["import_batch", "inherit", "dry_run"])
def test_it_is_refused_in_one_sentence_and_nothing_is_kept(
    house: Instance, session: SessionOf, tmp_path: Path, what: str, way: str
) -> None:
    code, content = BAD[what]
    path = tmp_path / "file.csv"
    path.write_bytes(content())
    if way == "inherit":
        order(session, f"坏-{what}")
    before, told = kept(house), len(entries(house))
    with pytest.raises(BadFile) as e:
        tried(session, path, way, f"坏-{what}")
    one_clear_sentence(e.value.message)
    assert not code or e.value.code == code, e.value.message
    assert kept(house) == before
    fresh = entries(house)[told:]
    act = "collection.inherit" if way == "inherit" else "collection.import_batch"
    assert [(t.act, t.outcome, t.code, t.refusal) for t in fresh] == [
        (act, "refused", f"F-{e.value.code}", e.value.message)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_people_use_is_read(house: Instance, session: SessionOf, tmp_path: Path, encoding: str) -> None:
    rows = persons(3)
    s, _ = actions.import_batch("person", write(tmp_path / "p.csv", rows, encoding), by=session("clerk2"))
    assert (s.rows, s.faulty, staging.counts("person", s.pk)) == (3, 0, {"clean": 3})
    actions.accept(s, by=session("reviewer2"))
    stored = asked(
        house, "select array_agg(name order by row_no) from jiuye.records_person where submission_id = %s", s.pk
    )
    assert stored == [row["name"] for row in rows]


def test_the_same_rows_in_another_encoding_are_known(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(3)
    for encoding, known in (("gbk", 0), ("utf-8-sig", 3), ("gb18030", 3)):
        s, _ = actions.import_batch("person", write(tmp_path / "p.csv", rows, encoding), by=session("clerk2"))
        assert s.already_known == known
        actions.accept(s, by=session("reviewer2"))


def test_a_workbook_is_read_like_the_csv(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(3)
    path = tmp_path / "p.xlsx"
    path.write_bytes(workbook(rows))
    s, _ = actions.import_batch("person", path, by=session("clerk2"))
    assert (s.rows, s.faulty) == (3, 0)


def test_digits_a_spreadsheet_has_rounded_are_told_row_by_row(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    rows = persons(4)
    rows[1]["id_number"] = "3.7E+17"
    rows[2]["mobile_phone"] = "1.38E+10"
    s, _ = actions.import_batch("person", write(tmp_path / "p.csv", rows), by=session("clerk2"))
    told = {(f["row"], f["item"]): f["message"] for f in staging.faults_of("person", s.pk) if f["rule_id"] == "F05"}
    assert set(told) == {(2, "id_number"), (3, "mobile_phone")}
    assert all("文本" in text for text in told.values())
    assert staging.counts("person", s.pk) == {"clean": 2, "faulty": 2}


def test_a_cell_that_is_too_long_fails_its_row_and_not_the_file(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    rows = persons(3)
    rows[1]["remarks"] = "字" * 5_000
    s, _ = actions.import_batch("person", write(tmp_path / "p.csv", rows), by=session("clerk2"))
    assert staging.counts("person", s.pk) == {"clean": 2, "faulty": 1}
    assert [f["rule_id"] for f in staging.faults_of("person", s.pk)] == ["F03"]


def test_nothing_of_a_refused_file_is_in_sight(house: Instance, session: SessionOf) -> None:
    with scope(session("manager")):
        assert not Submission.objects.filter(file_name="file.csv").exists()
