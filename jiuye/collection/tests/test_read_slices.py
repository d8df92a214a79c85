"""A file read slice by slice is the file: no row twice, none lost, each under its number, wherever a block ends."""

import csv
from pathlib import Path

import pytest

from jiuye.collection.channels import BadFile, Known, Limits, delimited, open_table
from jiuye.collection.tests.whole import joined, read_table
from jiuye.standards.catalogue import load_files

KNOWN = Known.of(load_files(1), "person")
HEADER = ["姓名", "证件号码", "备注"]
SHORT, LONG, BLANK = {7, 8, 3_000, 3_001, 9_999}, {500, 9_998}, {20, 21, 4_000}


def written(path: Path, encoding: str = "utf-8", long_cell: int = 0) -> Path:
    """10,000 rows; some too short, too long or blank, all at the seams of small blocks too."""
    with path.open("w", encoding=encoding, newline="") as f:
        writer = csv.writer(f)
        writer.writerow(HEADER)
        for n in range(1, 10_001):
            if n in BLANK:
                f.write("\r\n")
            elif n in SHORT:
                f.write(f"短{n}\r\n")
            else:
                note = "长" * long_cell if n == 6_000 else f'第{n}行\n"引号"'
                writer.writerow([f"姓{n}", f"号{n}", note, *(["多"] if n in LONG else [])])
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("block", [1_000, 1_024, 50_000, 4 << 20])
def test_no_row_is_lost_at_the_seam_of_two_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, encoding: str
) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", block)
    monkeypatch.setattr(delimited, "SLICE", 700)
    table = open_table(written(tmp_path / "in.csv", encoding), known=KNOWN)
    slices = list(table.slices)
    frame, faults = joined(slices)
    assert max(s.frame.height for s in slices) <= 700
    assert frame["row_no"].to_list() == [n for n in range(1, 10_001) if n not in BLANK]
    assert frame["姓名"].to_list() == [f"短{n}" if n in SHORT else f"姓{n}" for n in range(1, 10_001) if n not in BLANK]
    assert [(f.row_no, f.code) for f in faults] == sorted([(n, "F02") for n in SHORT] + [(n, "F01") for n in LONG])
    assert [n.message for n in table.notes] == [f"跳过了 {len(BLANK)} 个空行。"]
    for one in slices:
        assert {f.row_no for f in one.faults} <= set(one.frame["row_no"])


def test_a_record_longer_than_a_block_is_read_and_one_beyond_all_limits_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", 2_000)
    path = written(tmp_path / "in.csv", long_cell=3_000)
    whole = read_table(path, known=KNOWN)
    assert whole.frame["row_no"].to_list() == [n for n in range(1, 10_001) if n not in BLANK]
    assert whole.frame.filter(whole.frame["row_no"] == 6_000).item(0, "备注") == "长" * 3_000
    assert len(whole.faults) == len(SHORT | LONG)
    with pytest.raises(BadFile, match="引号没有成对") as e:
        read_table(path, known=KNOWN, limits=Limits(record=2_000))
    assert e.value.code == "record"


def test_what_is_wrong_further_down_is_raised_when_it_is_come_to(tmp_path: Path) -> None:
    table = open_table(written(tmp_path / "in.csv"), known=KNOWN, limits=Limits(rows=9_000))
    with pytest.raises(BadFile) as e:
        list(table.slices)
    assert e.value.code == "too_many_rows"
