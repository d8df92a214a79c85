"""What is staged is what came, to the letter: by columns as by single values, whatever a cell holds. Art. 17."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import polars as pl
import pytest
from django.db import connection

from jiuye.collection import staging
from jiuye.collection.hands import made
from jiuye.collection.prints import Prints
from jiuye.collection.rows import Source, settle
from jiuye.collection.slices import Maker
from jiuye.lib.keys import uuid7s
from jiuye.lib.sealing import Sealer
from jiuye.records.seal import fact_columns, facts, open_item
from jiuye.server.connect import Instance
from jiuye.standards.casting import cast
from jiuye.standards.catalogue import DATASETS, load_files

SEALER = Sealer({1: b"k" * 16}, 1, b"i" * 32)
CATALOGUE = load_files(1)
ODD = [
    'said "so"', "a,b", "line\nbreak", "carriage\rreturn", "x\r\ny", "back\\slash", "\\.", "\\N", "NULL", "nul\0l",
    "  kept  ", "\ttab", "，、。", "😀𠀀", "'", '"', '""', "\x1f", "#", "a" * 300, "é", "null", "\\x41", "%s",
    "x\u2028",
]  # fmt: skip


def source(dataset: str = "person", *, inherited: bool = True) -> Source:
    at = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
    return Source(UUID(int=7), dataset, 1, "37100201", "371002", "CLERK2", "10", at, inherited)


def typed(dataset: str, columns: dict[str, list[Any]]) -> pl.DataFrame:
    rows = len(next(iter(columns.values())))
    return cast(pl.DataFrame({"row_no": range(1, rows + 1), **columns}), dataset, CATALOGUE).frame


def prints(rows: int) -> list[bytes]:
    return [n.to_bytes(16) for n in range(rows)]


def test_every_odd_text_comes_back(house: Instance) -> None:
    odd = [*ODD, None]
    long_ago = ["1890-01-01 00:00:00"] * len(odd)
    columns: dict[str, list[Any]] = {"name": odd, "id_number": odd, "remarks": odd[::-1], "created_at": long_ago}
    maker = Maker(source(), staging.stage_columns("person"), CATALOGUE, SEALER)
    made_ = maker.make(typed("person", columns), prints(len(odd)))
    assert staging.put("person", UUID(int=7), made_) == len(odd)
    with connection.cursor() as c:
        c.execute(
            "select row_no, name, remarks, id, id_number, id_number_index, id_number_length, created_at"
            " from work.stage_person where submission_id = %s order by row_no", [UUID(int=7)],
        )  # fmt: skip
        rows = c.fetchall()
    staging.clear("person", UUID(int=7))
    told = [None if t is None else t.replace("\0", "") for t in odd]  # PostgreSQL's text knows no NUL
    assert [r[1] for r in rows] == told
    assert [r[2] for r in rows] == told[::-1]
    for value, (_, _, _, key, sealed, index, length, at) in zip(odd, rows, strict=True):
        assert (value is None) == (sealed is None) == (index is None) == (length is None)
        if value is not None:
            assert open_item("person", key, "id_number", sealed, SEALER) == value
            assert bytes(index) == SEALER.index(value, "identity")
            assert length == len(value)
        assert at == datetime(1889, 12, 31, 15, 54, 17, tzinfo=UTC)  # +08:05:43 then


@pytest.mark.parametrize("dataset", DATASETS)
def test_many_values_give_the_facts_of_each(dataset: str) -> None:
    values = [*ODD, "371098199001010011", "37109819900101001x", "13711112222", "0631-5212345", "6222020000000000", None]
    for item in CATALOGUE.items[dataset].values():
        if item.protection == "sealed":
            many = fact_columns(item, values, CATALOGUE, SEALER)
            for n, value in enumerate(values):
                assert {name: column[n] for name, column in many.items()} == facts(item, value, CATALOGUE, SEALER)


def test_the_same_line_again_is_another_row() -> None:
    prints, found = Prints("person", SEALER), []
    for lines in (["a", "b", "a"], ["a", "c"], ["b", "a", "d"]):
        found += prints.of(pl.DataFrame({"x": lines}))
    nth = ["a", "b", "a\x1e2", "a\x1e3", "c", "b\x1e2", "a\x1e4", "d"]
    assert found == [SEALER.index(f"x={line}", "row:person") for line in nth]


def test_several_processes_make_what_one_makes() -> None:
    maker = Maker(source(), ["row_no", "fingerprint", "id_number_index", "name", "standing"], CATALOGUE, SEALER)
    frame = typed("person", {"name": ["甲"] * 50, "id_number": [f"3710981990{n:08d}" for n in range(50)]})
    tasks = [(at, (frame.slice(at, 10), prints(50)[at : at + 10])) for at in range(0, 50, 10)]
    several = list(made(maker, tasks, 3))
    assert several == list(made(maker, tasks, 1))
    assert [at for at, _ in several] == list(range(0, 50, 10))


def test_what_fails_in_another_process_is_raised_here_and_nothing_is_left_running() -> None:
    maker = Maker(source(), ["row_no"], CATALOGUE, SEALER)
    with pytest.raises(AttributeError):
        list(made(maker, [(n, (None, prints(1))) for n in range(9)], 2))


def test_keys_rise_and_are_version_7() -> None:
    keys = uuid7s(2000)
    assert keys == sorted(set(keys))
    assert {(UUID(bytes=k).version, UUID(bytes=k).variant) for k in keys} == {(7, "specified in RFC 4122")}


def test_living_rows_bear_the_collector_whatever_the_file_says() -> None:
    columns = {
        "name": ["甲", "乙"], "person_id": [None, "P1"], "agency_code": ["999999", None], "valid_flag": [None, "0"],
    }  # fmt: skip
    frame = cast(pl.DataFrame({"row_no": [1, 2], **columns}), "person", CATALOGUE).frame
    done = settle(source(inherited=False), frame, lambda n: [f"N{i}" for i in range(n)])
    assert done.get_column("person_id").to_list() == ["N0", "P1"]
    assert done.get_column("agency_code").to_list() == ["37100201"] * 2
    assert done.get_column("valid_flag").to_list() == ["1", "0"]
    assert done.get_column("handled_at").to_list()[0] == source().at
    assert done.get_column("reviewer_id").to_list() == [None, None]
    assert settle(source(), frame, lambda n: []).equals(frame)
