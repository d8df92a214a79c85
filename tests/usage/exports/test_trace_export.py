"""追查: a fragment found outside leads to the exports it can come from; the order tells two apart. Art. 11, 20(4)."""

import pytest

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from jiuye.usage.exports import actions
from jiuye.usage.exports.tracing import BYTES, Digests, Kept
from tests.book import SessionOf, asked, entries, refused
from tests.usage.exports import steps
from tests.usage.exports.steps import ITEMS, approved, opened_rows, requested, town

pytestmark = pytest.mark.article("20(4)")
WHY = "网上发现疑似名单"
Rows = list[list[str]]


@pytest.fixture(scope="module", autouse=True)
def on_file(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    town(tmp_path_factory.mktemp("town"), session_of, persons=400)


@pytest.fixture(scope="module")
def two(house: Instance) -> dict[str, Rows]:
    """The same rows, to two recipients."""
    found = {}
    for _ in range(2):
        export = approved(session_of, requested(session_of))
        actions.produce_export(export, by=steps.machine())
        found[export.number] = opened_rows(session_of, export)[1:-1]
    return found


def pasted(rows: Rows, part: str = "\t") -> str:
    return "\n".join(part.join(r) for r in rows)


def test_lines_in_their_order_lead_to_the_one_file(
    house: Instance, session: SessionOf, two: dict[str, Rows]
) -> None:
    for number, rows in two.items():
        found = actions.trace_export(pasted(rows[5:14]), by=session("supervisor"), why=WHY)
        assert found[0].export.number == number
        assert (found[0].ordered, found[0].lines) == (True, 9)
        assert "很可能" in found[0].words
        assert not found[1].ordered  # the same people, another order
        assert found[1].lines == 9
    told = entries(house, "usage.trace_export", "done")[-1]
    assert told.why == WHY


def test_columns_left_out_and_dates_written_otherwise(
    house: Instance, session: SessionOf, two: dict[str, Rows]
) -> None:
    number, rows = next(iter(two.items()))
    some = [[r[0], r[1], r[2], r[5]] for r in rows[3:10]]
    found = actions.trace_export(pasted(some, ","), by=session("supervisor"), why=WHY)
    assert found[0].export.number == number
    assert found[0].ordered


def test_rows_sorted_anew_are_told_honestly(house: Instance, session: SessionOf, two: dict[str, Rows]) -> None:
    rows = next(iter(two.values()))
    backwards = sorted(rows[:9], key=lambda r: r[5])
    found = actions.trace_export(pasted(backwards), by=session("supervisor"), why=WHY)
    assert {f.export.number for f in found} == set(two)
    assert all("很可能" not in f.words for f in found if not f.ordered)


def test_one_line_proves_no_order_and_common_values_nothing(
    house: Instance, session: SessionOf, two: dict[str, Rows]
) -> None:
    rows = next(iter(two.values()))
    found = actions.trace_export(pasted(rows[:1]), by=session("supervisor"), why=WHY)
    assert {f.export.number for f in found} == set(two)
    assert all("说明不了什么" in f.words for f in found)
    assert actions.trace_export("**\n**", by=session("supervisor"), why=WHY) == []
    assert actions.trace_export("这不是名单\t里面\t的人", by=session("supervisor"), why=WHY) == []


def test_only_the_supervision_and_for_a_reason(house: Instance, session: SessionOf, two: dict[str, Rows]) -> None:
    with refused(house, "U040", "usage.trace_export"):
        actions.trace_export("x", by=session("supervisor"), why="")
    with refused(house, "U041", "usage.trace_export"):
        actions.trace_export(" \n", by=session("supervisor"), why=WHY)
    for who in ("manager", "usage", "clerk2"):
        with refused(house, "JY403", "usage.trace_export"):
            actions.trace_export("x", by=session(who), why=WHY)


def test_what_is_kept_tells_nobody_anything(house: Instance, two: dict[str, Rows]) -> None:
    rows = next(iter(two.values()))
    size = asked(house, "select max(length(cells) / rows) from jiuye.usage_trace")
    assert size == 4 * len(ITEMS)
    name = rows[0][0].encode().hex()
    assert not asked(house, "select bool_or(encode(cells, 'hex') like %s) from jiuye.usage_trace", f"%{name}%")


def test_rows_that_look_alike_are_no_proof_of_order() -> None:
    d = Digests()
    rows = [["张*", "女"]] * 3 + [[f"名{n}", f"值{n}"] for n in range(40)]
    kept = Kept(2 * BYTES, [b"".join(map(d.row, rows[:20])), b"".join(map(d.row, rows[20:]))])
    assert kept.places([d.of("张*"), d.of("女")]) == [0, 1, 2]
    assert kept.places([d.of("名30"), d.of("值30"), d.of("后来添的")]) == [33]
    assert kept.places([d.of("名30"), d.of("值31")]) == []
    assert d.of("２０２６年3月5日") == d.of("2026-03-05") == d.of("'2026/3/5 ")
