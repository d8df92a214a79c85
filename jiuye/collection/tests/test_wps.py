"""A workbook as WPS 表格 saves it: its own marks and parts, shared and inline texts with phonetics, dates as text or
in its Chinese formats, a picture in a cell."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiuye.collection.channels import Known, annotate
from jiuye.collection.tests.whole import Whole, read_table
from jiuye.standards.catalogue import load_files

pytestmark = pytest.mark.article("6(1)")
KNOWN = Known.of(load_files(1), "person")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

TEXTS = [
    *(f"<si><t>{head}</t></si>" for head in ("姓名", "证件号码", "出生日期", "民族", "备注")),
    '<si><t>王小明</t><rPh sb="0" eb="1"><t>wáng</t></rPh><phoneticPr fontId="1" type="noConversion"/></si>',
    "<si><t>371098199308120010</t></si>", "<si><t>1993年8月12日</t></si>", "<si><t>01</t></si>",
    '<si><r><rPr><b/><rFont val="宋体"/></rPr><t>前半</t></r><r><t xml:space="preserve"> 后半</t></r></si>',
]  # fmt: skip
ROWS = """
<row r="1" spans="1:5"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c>
<c r="C1" s="1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>
<row r="2" ht="14.25" customHeight="1" spans="1:5"><c r="A2" t="s"><v>5</v></c><c r="B2" s="1" t="s"><v>6</v></c>
<c r="C2" t="s"><v>7</v></c><c r="D2" t="s"><v>8</v></c><c r="E2" t="s"><v>9</v></c></row>
<row r="3" spans="1:5"><c r="A3" t="inlineStr"><is><t>欧阳·买买提</t></is></c>
<c r="B3" s="1"><v>3.7109819930812e+17</v></c>
<c r="C3" s="2"><v>34193</v></c><c r="D3" s="3"><v>1</v></c>
<c r="E3" t="str"><f>_xlfn.DISPIMG(&quot;ID_0A&quot;,1)</f><v>=DISPIMG("ID_0A",1)</v></c></row>
<row r="4" spans="1:5"><c r="A4" s="1"/><c r="B4" s="1"/><c r="C4" s="2"/></row>
"""
PARTS = {
    "docProps/app.xml": f'<Properties xmlns="{OFFICE}/extended-properties"><Application>WPS 表格</Application>'
    "<HeadingPairs/><TitlesOfParts/></Properties>",
    "docProps/custom.xml": f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.16929</vt:lpwstr></property></Properties>",
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="12" uniqueCount="{len(TEXTS)}">{"".join(TEXTS)}</sst>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="177" formatCode="00"/></numFmts>'
    '<fonts count="1"><font><sz val="12"/><name val="宋体"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" xfId="0"/>'
    '<xf numFmtId="49" xfId="0"/><xf numFmtId="176" xfId="0"/><xf numFmtId="177" xfId="0"/></cellXfs></styleSheet>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships">'
    '<fileVersion appName="xl" lastEdited="3"/><workbookPr/><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetPr/><dimension ref="A1:E4"/><sheetViews>'
    '<sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultColWidth="9"/>'
    f"<sheetData>{ROWS}</sheetData></worksheet>",
    "xl/cellimages.xml": '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for n, kind, target in (
            (4, "sharedStrings", "sharedStrings.xml"), (3, "styles", "styles.xml"),
            (1, "worksheet", "worksheets/sheet1.xml"),
        )
    )
    + '<Relationship Id="rId5" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
    "</Relationships>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="{KIND}package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}" ContentType="{KIND}officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("workbook.xml", "sheet.main"), ("styles.xml", "styles"), ("sharedStrings.xml", "sharedStrings"),
            ("worksheets/sheet1.xml", "worksheet"),
        )
    )
    + "</Types>",
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "花名册.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in PARTS.items():
            z.writestr(name, HEAD + content)
    return path


def told(whole: Whole) -> list[tuple[object, ...]]:
    return whole.frame.rows()


def test_a_workbook_saved_by_wps_is_read(book: Path) -> None:
    whole = read_table(book, known=KNOWN)
    assert whole.columns == ["姓名", "证件号码", "出生日期", "民族", "备注"]
    assert told(whole) == [
        (1, "王小明", "371098199308120010", "1993年8月12日", "01", "前半 后半"),
        (2, "欧阳·买买提", "3.71098199308120E+17", "1993-08-12", "01", '=DISPIMG("ID_0A",1)'),
    ]
    assert [(f.row_no, f.code) for f in whole.faults] == [(2, "F05")]
    assert [n.code for n in whole.notes] == ["zeros_restored"]


def test_its_annotated_copy_comes_back_in(book: Path, tmp_path: Path) -> None:
    faults = [(2, "id_number", "F05", "error", "号码在表格里被当成数字保存。")]
    out = annotate(book, faults, tmp_path / "out", headers={"id_number": "证件号码"}, known=KNOWN)
    sheet = load_workbook(out)["Sheet1"]
    assert [c.value for c in sheet[1]] == ["姓名", "证件号码", "出生日期", "民族", "备注", "错误"]
    assert "F05" in sheet["F3"].value
    again = read_table(out, known=KNOWN)
    assert again.table.returned
    assert told(again)[0] == told(read_table(book, known=KNOWN))[0]
