"""撤销批次: its records go out of use and stay on file for their term. Art. 6(1), 20(3)."""

from pathlib import Path

import pytest

from jiuye.collection import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import persons
from tests.collection.steps import again, handed_in, imported, in_use

pytestmark = [pytest.mark.article("6(1)"), pytest.mark.article("20(3)")]


def test_the_records_go_out_of_use_and_stay_on_file(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    s = imported(session, tmp_path / "p.csv", persons(4))
    actions.accept(s, by=session("reviewer2"))
    actions.undo_batch(again(s, session), by=session("clerk2"), why="导错了文件")
    assert (again(s, session).state, in_use(house, s)) == ("undone", 0)
    assert asked(house, "select count(*) from jiuye.records_person where submission_id = %s", s.pk) == 4
    entry = entries(house, "collection.undo_batch", "done")[-1]
    assert (entry.subject_id, entry.why) == (s.pk, "导错了文件")
    kept = "select count(*) from history.version where entry_id = %s and old -> 'retired' = 'false'"
    assert asked(house, kept, entry.id) == 4


def test_what_was_undone_may_come_again(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(3)
    s = imported(session, tmp_path / "p.csv", rows)
    actions.accept(s, by=session("reviewer2"))
    actions.undo_batch(again(s, session), by=session("clerk2"), why="先撤再导")
    fresh = imported(session, tmp_path / "p.csv", rows)
    assert (fresh.already_known, fresh.faulty) == (0, 0)
    actions.accept(fresh, by=session("reviewer2"))
    assert in_use(house, fresh) == 3


def test_refused_where_it_may_not(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    waiting = imported(session, tmp_path / "p.csv", persons(2))
    with refused(house, "C001", "collection.undo_batch"):
        actions.undo_batch(waiting, by=session("clerk2"), why="还没审核")
    done = actions.accept(waiting, by=session("reviewer2"))
    with refused(house, "C007", "collection.undo_batch"):
        actions.undo_batch(done, by=session("clerk"), why="不是我导的")
    with refused(house, "JY403", "collection.undo_batch"):
        actions.undo_batch(done, by=session("outsider"), why="外区")
    with refused(house, "C017", "collection.undo_batch"):
        actions.undo_batch(done, by=session("clerk2"), why=" ")
    form = actions.accept(handed_in(session), by=session("reviewer2"))
    with refused(house, "C006", "collection.undo_batch"):
        actions.undo_batch(form, by=session("clerk2"), why="窗口件")
    assert in_use(house, done) == 2
    actions.undo_batch(done, by=session("clerk2"), why="改正")
    with refused(house, "C001", "collection.undo_batch"):
        actions.undo_batch(again(done, session), by=session("clerk2"), why="再撤一次")
