"""存量接收: what older systems hold is taken over as it is, once, under an order of the city. Art. 8."""

import hashlib
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from jiuye.collection import actions, queries
from jiuye.collection.actions.inherit import resume
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.lib import clock
from jiuye.lib.beside import shared
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import LEFT_OUT, Row, legacy, write
from tests.collection.steps import again, imported, in_use, order, staged

pytestmark = pytest.mark.article("8")


class Interrupted(BaseException):
    """The process ends here."""


def taken_over(
    session: SessionOf, path: Path, rows: list[Row], number: str, *, by: str = "manager", dataset: str = "person"
) -> Submission:
    return actions.inherit(dataset, write(path, rows), by=session(by), order_number=number)[0]


def test_faulty_rows_enter_with_their_verdicts(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order(session, "甲")
    rows = legacy(6)
    rows[1] |= {"name": "李4", "sex": "男", "agency_code": "37108301"}
    rows[3] |= {"birth_date": "不详"}
    s = taken_over(session, tmp_path / "p.csv", rows, "甲")
    assert (s.rows, s.admitted, s.admitted_with_faults, s.state) == (6, 6, 2, "accepted")
    with scope(session("manager")):
        stored = {p.row_no: p for p in Person.objects.filter(submission_id=s.pk)}
    assert {"R011", "I04"} <= set(stored[2].verdicts)
    assert (stored[2].name, stored[2].sex, stored[2].district) == ("李4", "男", "371083")
    assert (stored[4].birth_date, stored[4].extra["uncast"]) == (None, {"birth_date": "不详"})
    assert "I01" in stored[4].verdicts
    assert stored[1].verdicts == []
    assert all(p.inherited for p in stored.values())


def test_who_ordered_and_who_executed_are_two(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    made = order(session, "乙")
    s = taken_over(session, tmp_path / "p.csv", legacy(2), "乙")
    assert (s.submitted_by_id, s.reviewed_by_id) == (session("manager").staff_id, made.ordered_by_id)
    assert entries(house, "collection.inherit", "done")[-1].why == "乙"
    assert InheritanceOrder.objects.get(number="乙").rows_taken == 2


def test_nameless_rows_are_refused_with_the_reason(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order(session, "丙")
    rows = legacy(4)
    rows[0] |= {"name": ""}
    rows[2] |= {"id_number": " "}
    s = taken_over(session, tmp_path / "p.csv", rows, "丙")
    assert (s.admitted, s.faulty) == (2, 2)
    by = session("manager")
    with scope(by):
        told = {(f["row"], f["item"], f["rule_id"]) for f in queries.faults(s, by)}
    assert {(1, "name", "I05"), (3, "id_number", "I05")} <= told


def test_a_second_import_changes_nothing(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order(session, "丁")
    rows = legacy(5)
    rows[0] |= {"name": "赵 6"}
    rows.append(rows[1])  # the same line twice in one file is two rows
    taken_over(session, tmp_path / "p.csv", rows, "丁")
    before = in_use(house), asked(house, "select count(*) from history.version where tbl = 'records_person'")
    s = taken_over(session, tmp_path / "p.csv", rows, "丁")
    assert (s.rows, s.admitted, s.already_known) == (6, 0, 6)
    after = in_use(house), asked(house, "select count(*) from history.version where tbl = 'records_person'")
    assert after == before
    assert InheritanceOrder.objects.get(number="丁").rows_taken == 6


def test_the_same_rows_in_columns_of_another_order_are_the_same_rows(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    order(session, "换列")
    rows = [row | {"备用一": "甲", "备用二": "乙", "空列": ""} for row in legacy(3)]
    taken_over(session, tmp_path / "p.csv", rows, "换列")
    turned = [{n: row[n] for n in reversed(row) if n != "空列"} for row in rows]
    s = taken_over(session, tmp_path / "q.csv", turned, "换列")
    assert (s.rows, s.admitted, s.already_known) == (3, 0, 3)
    turned[1]["备用一"] = "丙"
    s = taken_over(session, tmp_path / "r.csv", turned, "换列")
    assert (s.admitted, s.already_known) == (1, 2)


@pytest.mark.parametrize("who", ["manager", "manager2"])
def test_nothing_enters_without_an_order(house: Instance, session: SessionOf, tmp_path: Path, who: str) -> None:
    before = in_use(house), staged(house)
    with refused(house, "C014", "collection.inherit"):
        taken_over(session, tmp_path / "p.csv", legacy(2), "没有此令", by=who)
    assert (in_use(house), staged(house)) == before


def test_the_orderer_does_not_execute(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order(session, "戊")
    before = in_use(house), staged(house)
    with refused(house, "C010", "collection.inherit"):
        taken_over(session, tmp_path / "p.csv", legacy(2), "戊", by="manager2")
    assert (in_use(house), staged(house)) == before


def test_nor_finishes_what_another_began(
    house: Instance, session: SessionOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(session, "己")
    rows = legacy(6)
    s = half_taken(session, tmp_path / "p.csv", rows, "己", monkeypatch)
    assert in_use(house, s) == 2
    with refused(house, "C010", "collection.inherit"):
        taken_over(session, tmp_path / "p.csv", rows, "己", by="manager2")
    assert in_use(house, s) == 2
    taken_over(session, tmp_path / "p.csv", rows, "己")
    assert (in_use(house, s), again(s, session).state) == (6, "accepted")


def half_taken(
    session: SessionOf, path: Path, rows: list[Row], number: str, monkeypatch: pytest.MonkeyPatch
) -> Submission:
    """An inheritance that stopped after its first chunk of two rows."""
    module = sys.modules["jiuye.collection.actions.inherit"]

    def falls_over(*_: object, **__: object) -> None:
        raise Interrupted

    with monkeypatch.context() as m:
        m.setattr(module, "FIRST", 2)
        m.setattr(module, "_rest", falls_over)
        with pytest.raises(Interrupted):
            taken_over(session, path, rows, number)
    with scope(session("manager")):
        return Submission.objects.get(order__number=number)


def test_an_order_has_its_limit_of_rows(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order(session, "庚", rows=5)
    rows = legacy(8)
    with refused(house, "C013", "collection.inherit"):
        taken_over(session, tmp_path / "p.csv", rows[:6], "庚")
    assert taken_over(session, tmp_path / "p.csv", rows[:3], "庚").admitted == 3
    with refused(house, "C013", "collection.inherit"):
        taken_over(session, tmp_path / "q.csv", rows[3:6], "庚")
    assert taken_over(session, tmp_path / "r.csv", rows[:5], "庚").admitted == 2  # three are known and do not count
    assert InheritanceOrder.objects.get(number="庚").rows_taken == 5


def test_two_who_go_on_with_the_same_file_take_each_row_once(
    house: Instance, session: SessionOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(session, "两处续办")
    halfway = half_taken(session, tmp_path / "p.csv", legacy(23), "两处续办", monkeypatch)
    monkeypatch.setattr(sys.modules["jiuye.collection.actions.inherit"], "CHUNK", 3)
    both = threading.Barrier(2, timeout=30)

    def go_on(_: int) -> str:
        with scope(session("manager")):
            mine = Submission.objects.get(pk=halfway.pk)
        both.wait()
        return resume(mine, by=session("manager")).state

    assert list(shared(range(2), go_on, connections.close_all)) == ["accepted", "accepted"]
    with scope(session("manager")):
        done = Submission.objects.get(pk=halfway.pk)
        stored = sorted(Person.objects.filter(submission_id=done.pk).values_list("row_no", flat=True))
    assert stored == list(range(1, 24))
    assert (done.admitted, done.state) == (23, "accepted")
    assert InheritanceOrder.objects.get(number="两处续办").rows_taken == 23


def test_an_order_has_its_last_day_and_its_datasets(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order(session, "辛", days=0)
    clock.inject(lambda: datetime.now(clock.ZONE) + timedelta(days=1))
    try:
        with refused(house, "C011", "collection.inherit"):
            taken_over(session, tmp_path / "p.csv", legacy(2), "辛")
    finally:
        clock.inject(None)
    order(session, "壬")
    acceptance = [
        {"acceptance_no": "SL1", "service_code": "1", "expected_entity": "person", "accepted_at": "2021-01-04"}
    ]
    with refused(house, "C012", "collection.inherit"):
        taken_over(session, tmp_path / "a.csv", acceptance, "壬", dataset="acceptance")


@pytest.mark.parametrize("who", ["clerk", "reviewer", "admin", "supervisor"])
def test_other_posts_inherit_nothing(house: Instance, session: SessionOf, tmp_path: Path, who: str) -> None:
    order(session, f"癸-{who}")
    before = in_use(house), staged(house)
    with refused(house, "JY403", "collection.inherit"):
        taken_over(session, tmp_path / "p.csv", legacy(2), f"癸-{who}", by=who)
    assert (in_use(house), staged(house)) == before


def test_living_rows_keep_out_of_it(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    """A person taken over is known when he comes to the window, and an inherited row is no second one."""
    order(session, "子")
    rows = legacy(2)
    taken_over(session, tmp_path / "p.csv", rows, "子")
    s = imported(session, tmp_path / "p.csv", [{n: v for n, v in rows[0].items() if n not in LEFT_OUT}])
    assert s.faulty == 1


def test_an_order_that_names_its_file_takes_no_other(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    named, other = write(tmp_path / "named.csv", legacy(2)), write(tmp_path / "other.csv", legacy(2))
    actions.order_inheritance(
        by=session("manager2"), number="指名", source="旧系统", datasets=["person"], rows_at_most=10,
        closes_on=clock.today() + timedelta(days=1), digest=hashlib.sha256(named.read_bytes()).hexdigest(),
    )  # fmt: skip
    manager = session("manager")
    before = staged(house)
    with refused(house, "C019", "collection.inherit"):
        actions.inherit("person", other, by=manager, order_number="指名")
    assert InheritanceOrder.objects.get(number="指名").rows_taken == 0
    assert staged(house) == before
    done, _ = actions.inherit("person", named, by=manager, order_number="指名")
    assert done.admitted == 2
