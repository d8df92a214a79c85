"""裁定冲突: by a second person with a reason; a weaker source never overwrites a stronger one. Art. 6(2), 7."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from jiuye.collection import actions
from jiuye.collection.models import Conflict
from jiuye.collection.sections.actions import settle_conflict
from jiuye.collection.sections.queries import shown
from jiuye.front.demo import session_of
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records.refreshing import refresh, value_of
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import write
from tests.sections.steps import OTHER, PHONE, conflicts, filed, seeking, sought

pytestmark = [pytest.mark.article("6(2)"), pytest.mark.article("7")]
NOTE = "电话核实，本人换了号码"


def disputed() -> Conflict:
    who = filed()
    [conflict] = conflicts(sought(who.person_id or "", contact_phone=OTHER))
    return conflict


def value(dataset: str, key: UUID, item: str) -> str:
    with scope(session_of("reviewer2")):
        return str(value_of(dataset, key, item))


def test_both_sources_stand_side_by_side_covered(house: Instance, session: SessionOf) -> None:
    conflict = disputed()
    with scope(session("reviewer2")):
        one = shown(conflict)
    assert (one.new.dataset_label, one.held.dataset_label) == ("求职登记", "个人")
    assert (one.new.text[-4:], one.held.text[-4:]) == (OTHER[-4:], PHONE[-4:])
    assert all("*" in side.text for side in (one.new, one.held))
    assert one.new.strength == one.held.strength == "见证件材料"


def test_the_new_one_stands_and_is_written_to_the_other_section(house: Instance, session: SessionOf) -> None:
    conflict = disputed()
    done = settle_conflict(conflict, by=session("reviewer2"), verdict="new", note=NOTE)
    assert (done.state, done.verdict) == ("settled", "new")
    assert value("person", conflict.held_record_id, "mobile_phone") == OTHER
    assert entries(house, "collection.settle_conflict", "done")[-1].why == NOTE
    with refused(house, "X010", "collection.settle_conflict"):
        settle_conflict(conflict, by=session("reviewer2"), verdict="held", note=NOTE)


def test_the_former_one_stands_and_the_new_row_is_set_right(house: Instance, session: SessionOf) -> None:
    conflict = disputed()
    settle_conflict(conflict, by=session("reviewer2"), verdict="held", note=NOTE)
    assert value("job_seeking", conflict.record_id, "contact_phone") == PHONE


def test_both_may_stand(house: Instance, session: SessionOf) -> None:
    conflict = disputed()
    settle_conflict(conflict, by=session("reviewer2"), verdict="apart", note=NOTE)
    assert value("job_seeking", conflict.record_id, "contact_phone") == OTHER
    assert value("person", conflict.held_record_id, "mobile_phone") == PHONE


def test_it_wants_a_verdict_and_a_reason(house: Instance, session: SessionOf) -> None:
    conflict = disputed()
    for code, verdict, note in (("X012", "", NOTE), ("X012", "first", NOTE), ("X013", "new", " 好 ")):
        with refused(house, code, "collection.settle_conflict"):
            settle_conflict(conflict, by=session("reviewer2"), verdict=verdict, note=note)


@pytest.mark.parametrize("who", ["clerk2", "technician", "outreviewer"])
def test_others_do_not_settle_it(house: Instance, session: SessionOf, who: str) -> None:
    conflict = disputed()
    with refused(house, "JY403", "collection.settle_conflict"):
        settle_conflict(conflict, by=session(who), verdict="new", note=NOTE)


def test_a_file_is_weaker_than_what_was_seen(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    who = filed()
    rows = [seeking(who.person_id or "", contact_phone=OTHER)]
    batch = actions.import_batch("job_seeking", write(tmp_path / "q.csv", rows), by=session("clerk2"))[0]
    actions.accept(batch, by=session("reviewer2"))
    [conflict] = conflicts(batch)
    assert (conflict.strength, conflict.held_strength) == ("20", "30")
    with refused(house, "X014", "collection.settle_conflict"):
        settle_conflict(conflict, by=session("reviewer2"), verdict="new", note=NOTE)
    settle_conflict(conflict, by=session("reviewer2"), verdict="held", note=NOTE)
    assert value("job_seeking", conflict.record_id, "contact_phone") == PHONE


def test_the_database_refuses_the_weaker_whatever_the_code_says(house: Instance, session: SessionOf) -> None:
    conflict, by = disputed(), session("reviewer2")
    weak = {"strength": "10", "dataset": "job_seeking", "number": "Q"}
    for origin in (weak, {}):
        with pytest.raises(Refused) as e, act("collection.settle_conflict", by=by, on=conflict) as entry:
            refresh("person", conflict.held_record_id, "mobile_phone", OTHER, origin, under=entry, hand="X")
        assert e.value.verdict.code == "JY420"
    assert value("person", conflict.held_record_id, "mobile_phone") == PHONE


def test_the_database_refuses_a_change_that_hides_its_source(house: Instance, session: SessionOf) -> None:
    conflict, by = disputed(), session("reviewer2")
    with pytest.raises(Refused) as e:
        rewritten(conflict, by)
    assert e.value.verdict.code == "JY420"


def rewritten(conflict: Conflict, by: Session) -> None:
    with act("collection.settle_conflict", by=by, on=conflict) as entry, connection.cursor() as c:
        entry.cover("records_person", [conflict.held_record_id])
        c.execute(
            "update records_person set residence_address = '别处', entry_id = %s where id = %s",
            [entry.id, conflict.held_record_id],
        )


def test_two_hands_are_kept_by_the_database(house: Instance, session: SessionOf) -> None:
    conflict = disputed()
    conflict.settled_by, conflict.settled_at = conflict.collected_by, conflict.opened_at
    conflict.state, conflict.verdict, conflict.note = "settled", "apart", NOTE
    with pytest.raises(Refused) as e:
        put(conflict, session("reviewer2"))
    assert e.value.verdict.code == "JY514"


def put(conflict: Conflict, by: Session) -> None:
    with act("collection.settle_conflict", by=by, on=conflict) as entry:
        entry.put(conflict)
